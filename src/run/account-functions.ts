// Versions of the Lambda functions that log groups are named after: those made in the hours before the onset, with what
// is other in them than before. Aliases are asked for only where there is such a version.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import { sideBySide } from '../base/side-by-side.ts';
import type { TimeRange } from '../base/time-range.ts';
import {
  type FunctionAlias,
  type FunctionVersion,
  functionChange,
  type ToldFunction,
  versionsOf,
} from '../diagnosis/account/function-change.ts';
import { tellUnseen } from './account-alarms.ts';
import type { RunContext } from './context.ts';
import { readPages } from './pages.ts';
import { regionArgument } from './query.ts';
import { LIST_ALIASES, LIST_VERSIONS } from './signal-tools.ts';
import type { Told } from './told-changes.ts';

/** Functions of one region that a run asks about. */
export const MAX_FUNCTIONS = 10;
/** Pages of 50 versions, or of 50 aliases. */
const MAX_PAGES = 20;
/** Functions that are asked about side by side. */
const MAX_AT_ONCE = 4;
const LOG_GROUP = /^\/aws\/lambda\/([\w-]{1,140})$/;

const VersionPage = z.object({
  Versions: z
    .array(
      z.object({
        Version: z.string(),
        LastModified: z.number(),
        CodeSha256: z.string().optional(),
        Settings: z.record(z.string(), z.union([z.string(), z.number()])),
        EnvironmentNames: z.array(z.string()),
        EnvironmentChanged: z.object({ since: z.string(), names: z.array(z.string()) }).optional(),
      }),
    )
    .default([]),
  NextMarker: z.string().optional(),
});
const AliasPage = z.object({
  Aliases: z
    .array(
      z.looseObject({
        Name: z.string(),
        FunctionVersion: z.string(),
        RoutingConfig: z
          .looseObject({ AdditionalVersionWeights: z.record(z.string(), z.number()).optional() })
          .optional(),
      }),
    )
    .default([]),
  NextMarker: z.string().optional(),
});

/** The function that a log group is named after; null: none. */
export const functionOf = (logGroup: string): string | null =>
  LOG_GROUP.exec(logGroup)?.[1] ?? null;

/** Asks the first function alone; after a refusal no further one. */
export async function readFunctions(
  context: RunContext,
  region: string,
  logGroups: readonly string[],
  range: TimeRange,
): Promise<readonly Told[]> {
  const names = logGroups.flatMap((name) => functionOf(name) ?? []);
  if (names.length > MAX_FUNCTIONS)
    context.notice(
      `Of ${names.length} functions in ${region} the versions of the first ${MAX_FUNCTIONS} were looked at.`,
    );
  const [first, ...others] = names.slice(0, MAX_FUNCTIONS);
  if (first === undefined) return [];
  const read = (name: string) => readFunction(context, region, name, range);
  const { told, goOn } = await read(first);
  const more = goOn ? await sideBySide(others, MAX_AT_ONCE, read) : [];
  return [told, ...more.map((one) => one.told)].filter((one) => one !== null);
}

interface FunctionRead {
  readonly told: Told | null;
  /** Whether another function is worth asking about. */
  readonly goOn: boolean;
}

async function readFunction(
  context: RunContext,
  region: string,
  name: string,
  range: TimeRange,
): Promise<FunctionRead> {
  const args = { ...regionArgument(region), functionName: name };
  const { pages, fault, cut } = await readPages(
    context,
    LIST_VERSIONS,
    args,
    VersionPage,
    MAX_PAGES,
  );
  if (fault !== null) {
    // A log group outlives its function.
    if (fault.errorCode === 'ResourceNotFoundException') return { told: null, goOn: true };
    unseen(context, region, fault);
    return { told: null, goOn: false };
  }
  if (cut) tellCut(context, name, region);
  const versions = pages.flatMap(({ Versions }) => Versions.map(versionOf));
  const made = versionsOf(versions, range);
  const aliases = made.length === 0 ? null : await readAliases(context, region, name);
  const told: ToldFunction = { name, versions, aliases };
  return {
    goOn: true,
    told: {
      region,
      tool: LIST_VERSIONS,
      args,
      truncated: cut,
      summary: `${made.length} of ${versions.length} versions of ${name} are from before the onset`,
      changesIn: (evidenceId) =>
        made.map((version) => functionChange(told, version, { region, evidenceId })),
      published: { region, name, versions: versions.map(({ version }) => version) },
    },
  };
}

type Version = z.infer<typeof VersionPage>['Versions'][number];

const versionOf = (version: Version): FunctionVersion => ({
  version: version.Version,
  modifiedMs: version.LastModified,
  codeSha256: version.CodeSha256 ?? null,
  settings: version.Settings,
  environmentNames: version.EnvironmentNames,
  environmentChanged: version.EnvironmentChanged ?? null,
});

function unseen(context: RunContext, region: string, fault: ToolResult): void {
  const what = 'Versions of functions were not seen';
  tellUnseen(context, what, { region, tool: LIST_VERSIONS }, fault);
}

function tellCut(context: RunContext, name: string, region: string): void {
  context.gap({
    what: `Not all versions of the function ${name} in ${region} were seen.`,
    why: `The limit of ${MAX_PAGES} pages of versions was reached.`,
    remedy: `Look at the newest: aws lambda list-aliases --function-name ${name} --region ${region}`,
  });
}

/** null: they could not be had, which is told. */
async function readAliases(
  context: RunContext,
  region: string,
  functionName: string,
): Promise<readonly FunctionAlias[] | null> {
  const args = { ...regionArgument(region), functionName };
  const { pages, fault } = await readPages(context, LIST_ALIASES, args, AliasPage, MAX_PAGES);
  if (fault !== null) {
    const what = 'Aliases of functions were not seen';
    tellUnseen(context, what, { region, tool: LIST_ALIASES }, fault);
    return null;
  }
  return pages.flatMap(({ Aliases }) =>
    Aliases.map(({ Name, FunctionVersion, RoutingConfig }) => ({
      name: Name,
      version: FunctionVersion,
      shares: Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}),
    })),
  );
}
