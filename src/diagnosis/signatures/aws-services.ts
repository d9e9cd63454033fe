// Failures as AWS's own services put them into words: API Gateway, Step Functions, S3, Bedrock.
import type { Signature } from '../signature.ts';
import { RETRY } from './throttling.ts';

export const AWS_SERVICES: readonly Signature[] = [
  {
    name: 'api-gateway-malformed-answer',
    category: 'application-exception',
    type: 'application-code',
    layer: 'origin',
    any: [/\bMalformed Lambda proxy response\b/],
    title: "API Gateway can not use a function's answer (malformed proxy response)",
    meaning:
      'The function behind the API ran and answered, but not in the form that a Lambda proxy integration demands, so API Gateway answered 502 itself. The answer must be an object with a numeric statusCode and a body that is a string.',
    component: ['function'],
    checks: [
      'See which function the integration of the failing routes calls, and what it returns for such a request.',
      'Compare the time of the last change of that function with the first of these errors.',
    ],
    immediate: {
      title: 'Go back to the version of the function whose answers were well-formed',
      reason: 'Every such answer is a 502 for the caller, although the work was done.',
      steps: [
        'If the function was changed before the first error, point its alias at the version before.',
        'Else find the input for which the body is no string, or the statusCode no number.',
      ],
      commands: [
        'aws lambda list-versions-by-function --function-name {function}',
        'aws logs tail {group} --since 15m --format short',
      ],
      rollback: 'Point the alias forward again once the answer is well-formed.',
    },
    shortTerm: {
      title: 'Build answers in one place of the function',
      reason: 'A body that is not made a string somewhere is the usual fault.',
      steps: ['Let one helper make statusCode, headers and JSON.stringify(body), also for errors.'],
    },
    longTerm: {
      title: 'Test the function through the API',
      reason: 'A unit test of the handler alone does not see the form of the answer.',
      steps: ['Call each route of a test stage in the pipeline before the alias is moved.'],
    },
  },
  {
    name: 'api-gateway-invoke-denied',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [/\bInvalid permissions on Lambda function\b/],
    title: 'API Gateway may not invoke {functionNamed|the function behind a route}',
    meaning:
      "The function's own policy does not allow API Gateway to call it for this API, stage or route, so every such request ends in 500. Mostly the permission was lost with a new function, alias or route.",
    component: ['function'],
    checks: [
      'Compare the SourceArn of the statements in the policy of the function with the API, stage and route that fail.',
    ],
    immediate: {
      title: 'Allow API Gateway to invoke the function again',
      reason: 'No request of these routes can succeed without the permission.',
      steps: [
        'Read the policy of the function and of its alias, and add the statement for this API.',
      ],
      commands: ['aws lambda get-policy --function-name {function}'],
      rollback: 'Remove the statement again by its statement id.',
    },
    shortTerm: {
      title: 'Keep the permission in the template that makes the route',
      reason: 'What is made together does not drift apart.',
      steps: ['Declare the permission beside the integration, for the alias that it calls.'],
    },
    longTerm: {
      title: 'Call each route once after a deployment',
      reason: 'A missing permission shows at the first call.',
      steps: ['Let the pipeline call every route of the stage, and undo the deployment on a 5xx.'],
    },
  },
  {
    name: 'api-gateway-execution',
    category: 'uncategorized',
    type: 'infrastructure',
    typeUnknown: true,
    layer: 'surface',
    any: [
      /\bExecution failed due to (?:an internal error|a timeout error|configuration error|authorizer)/i,
      /\bAuthorizer(?:ConfigurationException|FailureException)\b|\bAUTHORIZER_(?:FAILURE|CONFIGURATION_ERROR)\b/,
    ],
    title: 'API Gateway could not carry requests out',
    meaning:
      'API Gateway answered with 5xx itself, because an integration or an authorizer behind the route failed or gave no answer in time. Why that is so stands in the log of the function or service behind it, not in these lines.',
    component: [],
    checks: [
      'Read the lines of one request id in the execution log: which endpoint was called, and what came back.',
      'Read the log of the function, authorizer or service behind the route at the same times.',
    ],
    immediate: {
      title: 'Find the integration or authorizer that fails',
      reason: 'API Gateway only hands on what happened behind it.',
      steps: ['Take the request id of one failed request, and follow it to what was called.'],
    },
    shortTerm: {
      title: 'Write the errors of integrations and authorizers into the access log',
      reason: 'One line then names route, status and reason.',
      steps: [
        'Add $context.integrationErrorMessage, $context.authorizer.error and $context.integrationLatency to its format.',
      ],
    },
    longTerm: {
      title: 'Alarm on 5XXError and IntegrationLatency of each stage',
      reason: 'Both turn before users call.',
      steps: ['Alarm on the share of 5xx and on the 99th percentile of the latency.'],
    },
  },
  {
    name: 'step-functions-time-out',
    category: 'external-service',
    type: 'dependency',
    layer: 'wait',
    any: [
      /\bStates\.(?:Heartbeat)?Timeout\b/,
      /^(?:Task|Activity|Execution)TimedOut$|\bLambdaFunctionTimedOut\b/m,
    ],
    title: 'Tasks of a Step Functions execution run into their time limit',
    meaning:
      'What a state called did not answer within the time limit of the state or of the whole execution (States.Timeout), so Step Functions gave it up. The limit is seldom the fault: what was called is slow, hangs, or never reported back.',
    component: [],
    checks: [
      'See in the history of one failed execution which state was entered last, and what it called.',
      'Compare how long that took before and after the first time-out, in the log of what was called.',
    ],
    immediate: {
      title: 'Look at what the state that timed out was waiting for',
      reason: 'The execution only waits; the time is lost in what it called.',
      steps: [
        'Take one failed execution, and follow its last state to the function or service behind it.',
      ],
      commands: [
        'aws stepfunctions get-execution-history --execution-arn {execution} --reverse-order --max-items 20',
      ],
    },
    shortTerm: {
      title: 'Retry and catch States.Timeout in the state itself',
      reason: 'One slow answer then does not end the whole execution.',
      steps: ['Add a Retry with back-off and a Catch for what is still late.'],
    },
    longTerm: {
      title: 'Bound each call below the limit of its state',
      reason: 'A call that gives up first can say what it waited for.',
      steps: ['Set client time-outs in what is called, and TimeoutSeconds a little above.'],
    },
  },
  {
    name: 's3-slow-down',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\(SlowDown\)|\bSlowDown(?::|<)|\b(?:[Cc]ode|error|S3)\b[^\n]{0,60}\bSlowDown\b|\bPlease reduce your request rate\b/,
    ],
    title: 'S3 throttles requests to {bucket|a bucket} (503 SlowDown)',
    meaning:
      'S3 answered 503 SlowDown because requests to one prefix came faster than it takes them: about 3,500 writes and 5,500 reads a second and prefix, less until S3 has split a prefix that became busy.',
    component: ['bucket'],
    checks: [
      'Find out whether more clients, a larger batch or a backfill began shortly before the first of these errors.',
      'Look at which prefixes the failing keys share.',
    ],
    immediate: {
      title: 'Slow down whoever writes or reads the most',
      reason: 'S3 takes more after some minutes, but only of a rate that rises slowly.',
      steps: ['Lower the concurrency of the job or client that began last.'],
      commands: [
        'aws s3api get-bucket-location --bucket {bucket}',
        'aws s3api list-bucket-metrics-configurations --bucket {bucket}',
      ],
      rollback: 'Raise the concurrency again step by step.',
    },
    shortTerm: RETRY,
    longTerm: {
      title: 'Spread the keys over prefixes',
      reason: 'Each prefix has a rate of its own.',
      steps: [
        'Put what varies most in front (a hash or a tenant), not the date.',
        'Turn on request metrics, and alarm on 5xxErrors.',
      ],
    },
    fix: 'back-off',
  },
  {
    name: 'bedrock-throttled',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\bToo many (?:tokens|requests), please wait before trying again/i,
      /ThrottlingException[^\n]{0,120}\b(?:InvokeModel\w{0,30}|Converse(?:Stream)?) operation/,
      /[Bb]edrock[^\n]{0,160}\b(?:ThrottlingException|ModelNotReadyException)\b/,
    ],
    title: 'Amazon Bedrock throttles {operation|calls of a model}',
    meaning:
      'Bedrock refused calls because the account used up its quota of requests or tokens a minute for this model in this region. Tokens count with what a call may give (maxTokens), before it has given them.',
    component: ['function'],
    checks: [
      'Look at InvocationThrottles, Invocations and InputTokenCount in AWS/Bedrock around the onset, by model.',
      'Find out which caller sends more or longer prompts than before.',
    ],
    immediate: {
      title: 'Send fewer or shorter calls to the model',
      reason: 'The quota of a minute is shared by all callers in the account and region.',
      steps: [
        'Lower concurrency and maxTokens, and put what can wait into a queue.',
        'A cross-region inference profile spreads the calls over several regions.',
      ],
      commands: [
        'aws service-quotas list-service-quotas --service-code bedrock',
        'aws bedrock list-inference-profiles',
      ],
      rollback: 'Take the bound away again.',
    },
    shortTerm: RETRY,
    longTerm: {
      title: 'Plan the quota by the measured peak of tokens',
      reason: 'A quota that is watched is raised before it is reached.',
      steps: [
        'Alarm on tokens a minute at 80 percent of the quota; ask for more, or for provisioned throughput.',
      ],
    },
    fix: 'back-off',
  },
];
