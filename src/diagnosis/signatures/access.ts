// Denials by AWS: KMS, Secrets Manager, S3, any other IAM action, and credentials that are no longer accepted; and by
// Kubernetes.
import type { ActionText, Signature } from '../signature.ts';

const SIMULATE =
  'aws iam simulate-principal-policy --policy-source-arn {principal} --action-names {action} --resource-arns {resource}';
const ROLE_COMMANDS = [
  'aws iam list-attached-role-policies --role-name {role}',
  'aws iam list-role-policies --role-name {role}',
  'aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue={role} --start-time {windowStart} --end-time {windowEnd}',
];

const WATCH_CHANGES: ActionText = {
  title: 'Watch changes to policies and keys',
  reason: 'A denial begins with a change, and the change is recorded.',
  steps: [
    'Send changes of policies, roles, keys and secrets from CloudTrail to a channel that the team reads.',
    'Keep policies in the repository, and let a pipeline check them with IAM Access Analyzer.',
  ],
};
const TEST_PERMISSIONS: ActionText = {
  title: 'Test the permissions before a deployment reaches traffic',
  reason: 'A missing permission is certain to fail, so one call finds it.',
  steps: [
    'Make one call of each kind with the role of the new version, before the traffic is switched.',
  ],
};

export const ACCESS: readonly Signature[] = [
  {
    name: 'kms-denied',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /not authorized to perform:? kms:[A-Z]\w{2,40}/,
      /KMS\.?(?:AccessDenied|Disabled|InvalidState|NotFound)\w{0,20}/,
      /[Tt]he ciphertext refers to a (?:customer master|KMS) key that does not exist/,
      /Access to KMS is not allowed/,
      /\barn:aws[\w-]{0,10}:kms:[\w-]{1,30}:\d{1,12}:(?:key|alias)\/[\w/-]{1,200} is (?:disabled|pending (?:deletion|import))\b/,
    ],
    title: 'KMS refuses the use of a key to {role|the role of the application}',
    meaning:
      'A call that needs a KMS key was refused, so what the key encrypts can not be read or written. Either the policy of the role or the policy of the key does not allow it, or the key is disabled.',
    component: ['key', 'resource', 'role', 'function'],
    checks: [
      'Check the state of the key and its key policy: both the key policy and the policy of the role have to allow the call.',
      'Check in CloudTrail whether the key, its policy, a grant or the role changed before the first refusal.',
    ],
    immediate: {
      title: 'Give {role|the role} the use of the key again',
      reason: 'Each call that needs the key fails until the policy allows it.',
      steps: [
        'Put back the policy that was valid before the first refusal, or add the one missing action.',
      ],
      commands: [
        'aws kms describe-key --key-id {key}',
        'aws kms get-key-policy --key-id {key} --policy-name default',
        SIMULATE,
        ...ROLE_COMMANDS,
      ],
      rollback: 'Remove the added statement.',
    },
    shortTerm: TEST_PERMISSIONS,
    longTerm: WATCH_CHANGES,
    fix: 'iam-statement',
  },
  {
    name: 'secrets-manager-denied',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /not authorized to perform:? secretsmanager:\w{2,40}/,
      /AccessDenied\w{0,20}[^\n]{0,120}(?:GetSecretValue|DescribeSecret)/,
      /(?:could not|failed to|unable to|cannot) (?:read|get|fetch|load|retrieve) secret\b[^\n]{0,160}(?:denied|not authorized|403)/i,
    ],
    title: 'Secrets Manager refuses the secret to {role|the role of the application}',
    meaning:
      'The application may not read a secret from Secrets Manager, so it lacks the credentials that the secret holds. No policy of its role allows the call, or the secret is encrypted with a key that the role may not use.',
    component: ['secret', 'role', 'function'],
    checks: [
      'Check that the secret still exists under this name, and which resource policy it has.',
      'Check whether the role of the application changed with the last deployment.',
    ],
    immediate: {
      title: 'Allow {role|the role} to read the secret again',
      reason: 'Whatever needs the secret can not start or can not log in without it.',
      steps: [
        'Put back the role or the policy that was valid before the first refusal, or add the one missing statement.',
      ],
      commands: [
        'aws secretsmanager describe-secret --secret-id {secret}',
        'aws secretsmanager get-resource-policy --secret-id {secret}',
        SIMULATE,
        ...ROLE_COMMANDS,
      ],
      rollback: 'Remove the added statement.',
    },
    shortTerm: TEST_PERMISSIONS,
    longTerm: WATCH_CHANGES,
    fix: 'iam-statement',
  },
  {
    name: 's3-denied',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      // Whose own policy allows nothing needs no look at the bucket.
      /not authorized to perform:? s3:\w{2,40}(?![^\n]{0,400}no identity-based policy)/,
      /S3Exception: Access Denied/,
      /(?:Amazon)?S3(?:Exception|Error|Client)?\b[^\n]{0,160}(?:Access ?Denied|Status Code: 403|403 Forbidden)/,
      /\((?:AccessDenied|403)\) when calling the (?:Put|Get|Head|List|Delete|Copy|CreateMultipart)\w{0,20}(?:Object|Bucket|Upload)\w{0,10} operation/,
      /(?:AccessDenied|Access Denied)[^\n]{0,160}\b(?:s3:\/\/|arn:aws:s3|PutObject|GetObject|ListObjects)/,
    ],
    title: 'S3 refuses access to {bucket|a bucket}',
    meaning:
      'S3 answered 403: the role, the bucket policy, an access point or the key that encrypts the objects does not allow the call. S3 also answers 403 for an object that does not exist where listing is not allowed.',
    component: ['bucket', 'role', 'function'],
    checks: [
      'Check the bucket policy, Block Public Access and the encryption of the bucket.',
      'Check that the object exists: without the right to list, S3 says 403 instead of 404.',
    ],
    immediate: {
      title: 'Give the application access to {bucket|the bucket} again',
      reason: 'Reads and writes of the bucket fail until both the role and the bucket allow them.',
      steps: [
        'Compare the policy of the role and of the bucket with those before the first refusal, and put back what is missing.',
      ],
      commands: [
        'aws s3api get-bucket-policy --bucket {bucket}',
        'aws s3api get-public-access-block --bucket {bucket}',
        'aws s3api get-bucket-encryption --bucket {bucket}',
        SIMULATE,
        ...ROLE_COMMANDS,
      ],
      rollback: 'Put back the policy that was in force.',
    },
    shortTerm: TEST_PERMISSIONS,
    longTerm: WATCH_CHANGES,
    fix: 'iam-statement',
  },
  {
    name: 'aws-credentials',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /ExpiredToken(?:Exception)?\b/,
      /security token included in the request is (?:expired|invalid)/i,
      /UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch/,
      /Unable to locate credentials|Could not load credentials from any providers|Unable to load (?:AWS )?credentials/i,
    ],
    // A clock that is wrong, not the credentials.
    unless: /RequestTimeTooSkewed|Signature (?:not yet current|expired)/,
    title: 'AWS does not accept the credentials of the application',
    meaning:
      'AWS rejected the credentials themselves, not a single action: they are expired, deleted or missing. Everything that calls AWS fails alike.',
    component: ['role', 'function'],
    checks: [
      'Check where the process takes its credentials from: a role, a file, an environment variable.',
      'Check whether a key was rotated or deleted before the first rejection.',
    ],
    immediate: {
      title: 'Give the application valid credentials',
      reason: 'No call to AWS can succeed with rejected credentials.',
      steps: [
        'Restart the tasks that hold old credentials, or put the new key in place where a key was rotated.',
      ],
      commands: ['aws sts get-caller-identity', ...ROLE_COMMANDS],
      rollback: 'Activate the old access key again if the new one does not work.',
    },
    shortTerm: {
      title: 'Use roles in place of stored keys',
      reason: 'Credentials of a role renew themselves.',
      steps: [
        'Let the SDK find the credentials of the role, and create its clients once, so that it can renew them.',
      ],
    },
    longTerm: WATCH_CHANGES,
  },
  {
    name: 'kubernetes-forbidden',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /\bis forbidden: User \\?"(?<subject>[\w:@./-]{1,200})\\?" cannot (?<verb>[a-z]{2,20}) resource \\?"(?<resourceKind>[\w/.-]{1,80})\\?"/,
    ],
    title: 'Kubernetes does not allow {subject|a user} to {verb|change} {resourceKind|objects}',
    meaning:
      'The API server knows who asks, but no role that is bound to it allows the request (RBAC). A role or a binding was removed or never made, or is for another namespace.',
    component: ['subject'],
    checks: [
      'Check which roles and bindings name the subject in this namespace, and whether one of them was changed before the first refusal.',
    ],
    immediate: {
      title: 'Bind a role to {subject|the subject} that allows the request',
      reason: 'Trying again can not help until a role allows it.',
      steps: [
        'kubectl auth can-i, asked as the subject, shows what it may do.',
        'Restore the binding from source control rather than by hand, and give no more than is asked for.',
      ],
      rollback: 'Delete the binding again.',
    },
    shortTerm: {
      title: 'Keep roles and bindings in source control',
      reason: 'What is deployed from there comes back by itself.',
      steps: ['Let the same pipeline apply the service account, its role and its binding.'],
    },
    longTerm: {
      title: 'Alarm on refused requests of own service accounts',
      reason: 'The audit log shows them at once, the pipeline that fails later.',
      steps: ['Count the decision forbid in the audit log, by user.'],
    },
  },
  {
    name: 'iam-denied',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /is not authorized to (?:perform|assume)/,
      // Java and Spring call refusals of their own so.
      /(?<!\b(?:springframework\.security\.access|java\.nio\.file)\.)\bAccessDenied(?:Exception)?\b(?!: Access is denied\b)/,
      /\bUnauthorizedOperation\b/,
      /(?:explicit|implicit) deny in a[n]? [\w-]{3,40} policy/,
    ],
    title: 'IAM denies {action|a call} to {role|the application}',
    meaning:
      'AWS denied a call because no policy allows it or a policy forbids it. The call fails until the policy is changed; trying again does not help.',
    component: ['role', 'resource', 'function'],
    checks: [
      'Check which policies the role has, and whether a permissions boundary or an organisation policy forbids the call.',
      'Check in CloudTrail whether the role or a policy changed before the first denial.',
    ],
    immediate: {
      title: 'Allow {role|the application} the denied call again',
      reason: 'A denial does not pass by itself.',
      steps: [
        'Put back the policy that was valid before the first denial, or add the one missing statement and nothing wider.',
      ],
      commands: [SIMULATE, ...ROLE_COMMANDS],
      rollback: 'Remove the added statement.',
    },
    shortTerm: TEST_PERMISSIONS,
    longTerm: WATCH_CHANGES,
    fix: 'iam-statement',
  },
];
