// What calls of AWS change, as kinds of triggers, and the commands that take it back. A new one is a row. Source of the
// names: CloudTrail records of the services; a date that Lambda hangs on to its names is taken off before.

export interface ActionRow {
  /** Names of calls. */
  readonly calls: RegExp;
  /** A parameter that has to be there. */
  readonly parameter?: string;
  /** As diagnosis/trigger-kinds.ts names it. */
  readonly kind: string;
  /** `{resource}` stands for what is changed. */
  readonly words: string;
  /** Templates; one whose names are not known is left out. */
  readonly rollback: readonly string[];
}

const ROWS: readonly ActionRow[] = [
  {
    calls: /^UpdateFunctionCode$/,
    kind: 'deployment',
    words: 'deployment of {resource}',
    rollback: [
      'aws lambda list-versions-by-function --function-name {functionName}',
      'aws lambda list-aliases --function-name {functionName}',
    ],
  },
  {
    calls: /^UpdateAlias$/,
    kind: 'deployment',
    words: 'new version behind an alias of {resource}',
    rollback: [
      'aws lambda update-alias --function-name {functionName} --name {name} --function-version {versionBefore}',
    ],
  },
  {
    calls: /^UpdateService$/,
    parameter: 'taskDefinition',
    kind: 'deployment',
    words: 'deployment of {resource}',
    rollback: [
      'aws ecs list-task-definitions --family-prefix {family} --sort DESC --max-items 5',
      'aws ecs update-service --cluster {cluster} --service {resource} --task-definition {taskBefore}',
    ],
  },
  {
    calls: /^UpdateService$/,
    parameter: 'forceNewDeployment',
    kind: 'deployment',
    words: 'new deployment of {resource}',
    rollback: ['aws ecs describe-services --cluster {cluster} --services {resource}'],
  },
  {
    calls: /^(?:UpdateService|SetDesiredCapacity|UpdateAutoScalingGroup|PutScalingPolicy)$/,
    kind: 'scaling',
    words: 'change of scale of {resource}',
    rollback: [],
  },
  {
    calls: /^(?:CreateStack|UpdateStack|ExecuteChangeSet|DeleteStack)$/,
    kind: 'deployment',
    words: 'deployment of the stack {resource}',
    rollback: ['aws cloudformation describe-stack-events --stack-name {stackName} --max-items 50'],
  },
  {
    calls: /^(?:CreateDeployment|StartPipelineExecution|UpdateEnvironment|StartDeployment)$/,
    kind: 'deployment',
    words: 'deployment of {resource}',
    rollback: [],
  },
  {
    calls: /^AttachRolePolicy$/,
    kind: 'permissions',
    words: 'policy attached to the role {resource}',
    rollback: ['aws iam detach-role-policy --role-name {roleName} --policy-arn {policyArn}'],
  },
  {
    calls: /^DetachRolePolicy$/,
    kind: 'permissions',
    words: 'policy detached from the role {resource}',
    rollback: ['aws iam attach-role-policy --role-name {roleName} --policy-arn {policyArn}'],
  },
  {
    calls:
      /^(?:(?:Put|Delete)(?:Role|User|Group)Policy|UpdateAssumeRolePolicy|CreatePolicyVersion|SetDefaultPolicyVersion|(?:Put|Delete)(?:Bucket|Key|Resource)Policy|(?:Add|Remove)Permission)$/,
    kind: 'permissions',
    words: 'change of a policy of {resource}',
    rollback: [],
  },
  {
    calls:
      /^(?:RotateSecret|PutSecretValue|UpdateSecret|DeleteSecret|UpdateAccessKey|DeleteAccessKey|CreateAccessKey|ImportCertificate|DeleteCertificate)$/,
    kind: 'rotation',
    words: 'change of a secret or key: {resource}',
    rollback: ['aws secretsmanager list-secret-version-ids --secret-id {secretId}'],
  },
  {
    calls: /^DisableKey$/,
    kind: 'permissions',
    words: 'key disabled: {resource}',
    rollback: ['aws kms enable-key --key-id {keyId}'],
  },
  {
    calls: /^ScheduleKeyDeletion$/,
    kind: 'permissions',
    words: 'deletion of the key {resource} scheduled',
    rollback: [
      'aws kms cancel-key-deletion --key-id {keyId}',
      'aws kms enable-key --key-id {keyId}',
    ],
  },
  {
    calls: /^Failover(?:DBCluster|GlobalCluster)$|^TestFailover$/,
    kind: 'fail-over',
    words: 'fail-over of {resource}',
    rollback: [],
  },
  {
    calls:
      /^(?:Reboot(?:DBInstance|DBCluster|CacheCluster|Instances|Broker)|StopTask|StopInstances|TerminateInstances|Stop(?:DBInstance|DBCluster)|StartInstances)$/,
    kind: 'restart',
    words: 'restart or stop of {resource}',
    rollback: [],
  },
  {
    calls:
      /^Delete(?:Topic|Queue|Table|Bucket|Function|Stream|DeliveryStream|StateMachine|DB(?:Instance|Cluster)|CacheCluster|Service|Cluster|LoadBalancer|TargetGroup|HostedZone|VpcEndpoints|NatGateway|Route|Rule|Repository|LogGroup|RestApi|Api|Stage|Alias)$/,
    kind: 'configuration-change',
    words: 'deletion of {resource}',
    rollback: [],
  },
  {
    calls:
      /^(?:Modify|Update|Put|Set|Reset|Authorize|Revoke|Associate|Disassociate|Replace|Attach|Detach|Enable|Disable|Delete)[A-Z]/,
    kind: 'configuration-change',
    words: 'change of configuration of {resource}',
    rollback: [],
  },
];

/** null: nothing is known of such a call. */
export function actionRowOf(
  name: string,
  parameters: Readonly<Record<string, unknown>>,
): ActionRow | null {
  const fits = ({ calls, parameter }: ActionRow) =>
    calls.test(name) && (parameter === undefined || parameters[parameter] !== undefined);
  return ROWS.find(fits) ?? null;
}
