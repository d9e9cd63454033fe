// All pages of log groups whose name holds a piece of text, in one region. What was listed is kept as evidence,
// and a fault is handed back: the caller knows whether another region or another spelling may still answer.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import type { Amendment } from '../base/failure.ts';
import { bareArn, readLogGroupArn } from '../base/log-group-arn.ts';
import type { RunContext } from './context.ts';
import { understood } from './faults.ts';
import { regionArgument } from './query.ts';

/** Pages of 50 log groups that are read for one form of the name. */
export const MAX_GROUP_PAGES = 200;

/** The command that lists the log groups of the same place. */
export const LIST_COMMAND: Amendment = {
  label: 'See which there are',
  keep: ['--logs', '--region'],
  first: ['logs', 'groups'],
};

export interface ListedLogGroups extends AskedLogGroups {
  /** Id of the evidence that holds them; null where nothing was listed. */
  readonly evidence: string | null;
}

/** Log groups as they were listed, before that is kept as evidence. */
export interface AskedLogGroups {
  readonly args: {
    readonly region?: string;
    readonly logGroupNamePattern?: string;
    readonly includeLinkedAccounts?: boolean;
  };
  readonly names: readonly string[];
  readonly pages: number;
  /** The answer that broke the listing off; null where there was none. */
  readonly fault: ToolResult | null;
  /** Whether the listing ended at its last page allowed. */
  readonly truncated: boolean;
}

const Page = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string(), arn: z.string().optional() })),
  nextToken: z.string().optional(),
});

/** Log groups whose name holds `pattern`, a case-sensitive piece of text without wildcards; null: all. */
export async function listLogGroups(
  context: RunContext,
  region: string,
  pattern: string | null,
  maxPages = MAX_GROUP_PAGES,
): Promise<ListedLogGroups> {
  return keepLogGroups(context, await askLogGroups(context, region, pattern, maxPages));
}

/**
 * The same without keeping it, for listings that go on side by side. `beside` is the account in use: log groups of others
 * that are linked to it are listed, too, by their ARN; null: only its own.
 */
export async function askLogGroups(
  context: RunContext,
  region: string,
  pattern: string | null,
  maxPages = MAX_GROUP_PAGES,
  beside: string | null = null,
): Promise<AskedLogGroups> {
  const args = {
    ...regionArgument(region),
    ...(pattern === null ? {} : { logGroupNamePattern: pattern }),
    ...(beside === null ? {} : { includeLinkedAccounts: true }),
  };
  const names: string[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages++) {
    const answered = await context.calls.call(
      'describe-log-groups',
      nextToken === undefined ? args : { ...args, nextToken },
    );
    const result = understood(answered, Page);
    if (result.isError) return { args, names, pages, fault: result, truncated: false };
    const answer = Page.parse(result.content);
    names.push(...answer.logGroups.map((group) => nameOf(group, beside)));
    nextToken = answer.nextToken;
    if (nextToken === undefined)
      return { args, names, pages: pages + 1, fault: null, truncated: false };
  }
  return { args, names, pages: maxPages, fault: null, truncated: true };
}

type Listed = z.infer<typeof Page>['logGroups'][number];

function nameOf({ logGroupName, arn = '' }: Listed, beside: string | null): string {
  const linked = beside === null ? null : readLogGroupArn(bareArn(arn));
  return linked === null || linked.account === beside ? logGroupName : bareArn(arn);
}

/** The account in use, by one of its log groups; an empty text where it has none there. */
export async function accountInUse(
  context: RunContext,
  region: string,
): Promise<{ readonly account: string; readonly fault: ToolResult | null }> {
  const args = { ...regionArgument(region), limit: 1 };
  const answered = understood(await context.calls.call('describe-log-groups', args), Page);
  if (answered.isError) return { account: '', fault: answered };
  const [first] = Page.parse(answered.content).logGroups;
  return { account: readLogGroupArn(bareArn(first?.arn ?? ''))?.account ?? '', fault: null };
}

/** Keeps a listing as evidence, as far as it went. */
export function keepLogGroups(context: RunContext, asked: AskedLogGroups): ListedLogGroups {
  const { args, names, pages, fault, truncated } = asked;
  const evidence =
    pages === 0 ? null : keepNames(context, args, names, truncated || fault !== null);
  return { ...asked, evidence };
}

function keepNames(
  context: RunContext,
  args: { readonly logGroupNamePattern?: string },
  names: readonly string[],
  truncated: boolean,
): string {
  const rows = names.map((logGroupName) => ({ logGroupName }));
  return context.keep(
    { tool: 'describe-log-groups', arguments: { ...args }, rows, statistics: null, truncated },
    args.logGroupNamePattern === undefined
      ? `${names.length} log groups`
      : `${names.length} log groups like "${args.logGroupNamePattern}"`,
  );
}
