// Log groups of linked accounts are named by their ARN: no name of a log group holds a colon, so the two cannot be mixed up.

export interface LogGroupArn {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

const ARN =
  /^arn:aws[\w-]{0,12}:logs:([a-z0-9-]{1,40}):(\d{12}):log-group:([.\-_/#A-Za-z0-9]{1,512})$/;

/** null where the text is none; without the `:*` that AWS writes behind some. */
export function readLogGroupArn(text: string): LogGroupArn | null {
  const [, region = '', account = '', name = ''] = ARN.exec(text) ?? [];
  return name === '' ? null : { region, account, name };
}

/** As rows of queries name it in `@log`; another text stays as it is. */
export function shortName(text: string): string {
  const arn = readLogGroupArn(text);
  return arn === null ? text : `${arn.account}:${arn.name}`;
}

/** An ARN as StartQuery takes it; another text stays as it is. */
export const bareArn = (text: string): string => text.replace(/^(arn:.*):\*$/, '$1');

export const isArn = (text: string): boolean => text.startsWith('arn:');
