// What versions of a Lambda function tell: which one is from the time in question, what is other in it than in the one
// before, and how to go back. Pure.
import { LAMBDA } from '../../base/account-sources.ts';
import { contains, type TimeRange } from '../../base/time-range.ts';
import { type AccountChange, fewOf, lastPart } from './change.ts';

/** What is not published yet. */
const LATEST = '$LATEST';

export interface FunctionVersion {
  readonly version: string;
  /** UTC milliseconds. */
  readonly modifiedMs: number;
  readonly codeSha256: string | null;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly environmentNames: readonly string[];
  /** Variables whose value is another one than in the version `since`. */
  readonly environmentChanged: { readonly since: string; readonly names: readonly string[] } | null;
}

export interface FunctionAlias {
  readonly name: string;
  readonly version: string;
  /** Other versions that take a share of its calls. */
  readonly shares: readonly string[];
}

export interface ToldFunction {
  readonly name: string;
  readonly versions: readonly FunctionVersion[];
  /** null: not known. */
  readonly aliases: readonly FunctionAlias[] | null;
}

/** The versions that were made in this time. */
export function versionsOf(
  versions: readonly FunctionVersion[],
  range: TimeRange,
): readonly FunctionVersion[] {
  const inOrder = [...versions].sort((a, b) => orderOf(a) - orderOf(b));
  return inOrder.filter((version, index) => {
    if (!contains(range, version.modifiedMs)) return false;
    const before = inOrder[index - 1];
    // What was published stands there twice.
    const isPublished =
      version.version === LATEST &&
      before !== undefined &&
      differences(version, before).length === 0;
    return !isPublished;
  });
}

const orderOf = ({ version }: FunctionVersion) =>
  version === LATEST ? Number.POSITIVE_INFINITY : Number(version);

/** One of these versions as a change. */
export function functionChange(
  told: ToldFunction,
  version: FunctionVersion,
  { region, evidenceId }: { readonly region: string; readonly evidenceId: string },
): AccountChange {
  const { name } = told;
  const before = versionBefore(told.versions, version);
  const different = before === null ? [] : differences(version, before);
  const isCode = before === null || different.length === 0 || different.includes(NEW_CODE);
  const settings = [...fewOf(different), ...whoCallsIt(told, version)];
  const words = isCode ? 'deployment' : 'change of configuration';
  const set = settings.length === 0 ? '' : ` (${settings.join(', ')})`;
  const subject = `${words} of ${name}: lambda version ${version.version}${set}`;
  const { rollback, names } = wayBack(told, version, before);
  return {
    eventId: `lambda:${region}:${name}:${version.version}`,
    timestampMs: version.modifiedMs,
    region,
    source: LAMBDA,
    who: null,
    action: `lambda version ${version.version}`,
    resource: name,
    settings,
    kind: isCode ? 'deployment' : 'configuration-change',
    message: subject,
    subject,
    rollback,
    names: { resource: name, functionName: name, ...names },
    evidenceId,
  };
}

export interface PublishedVersions {
  readonly region: string;
  /** Of the function. */
  readonly name: string;
  readonly versions: readonly string[];
}

/** A call that moved an alias is taken back to a version that there is, the nearest below; without one by no command. */
export function toPublished(
  change: AccountChange,
  known: readonly PublishedVersions[],
): AccountChange {
  const { action, region, names } = change;
  const { functionName, versionBefore: most, ...others } = names;
  if (action !== 'lambda UpdateAlias' || functionName === undefined || most === undefined)
    return change;
  const own = known.find((one) => one.region === region && one.name === functionName);
  if (own === undefined) return change;
  const below = own.versions.map(Number).filter((number) => number <= Number(most));
  const versionBefore = below.length === 0 ? {} : { versionBefore: String(Math.max(...below)) };
  return { ...change, names: { ...others, functionName, ...versionBefore } };
}

/** The published one before it, whatever its number. */
function versionBefore(
  versions: readonly FunctionVersion[],
  version: Pick<FunctionVersion, 'version'>,
): FunctionVersion | null {
  const own = version.version === LATEST ? Number.POSITIVE_INFINITY : Number(version.version);
  const earlier = versions.filter((one) => one.version !== LATEST && orderOf(one) < own);
  return earlier.sort((a, b) => orderOf(b) - orderOf(a))[0] ?? null;
}

const NEW_CODE = 'new code';
/** Settings whose values are long lists of ids. */
const LISTS = new Set(['Layers', 'SubnetIds', 'SecurityGroupIds']);

function differences(version: FunctionVersion, before: FunctionVersion): string[] {
  const keys = [...new Set([...Object.keys(before.settings), ...Object.keys(version.settings)])];
  const { environmentChanged } = version;
  const changed = environmentChanged?.since === before.version ? environmentChanged.names : [];
  const had = new Set(before.environmentNames);
  const has = new Set(version.environmentNames);
  return [
    ...(version.codeSha256 === before.codeSha256 ? [] : [NEW_CODE]),
    ...keys.flatMap((key) => difference(key, before.settings[key], version.settings[key])),
    ...changed.map((name) => `other value of variable ${name}`),
    ...[...has].filter((name) => !had.has(name)).map((name) => `new variable ${name}`),
    ...[...had].filter((name) => !has.has(name)).map((name) => `without variable ${name}`),
  ];
}

type Value = string | number | undefined;

/** As `memorySize 512 -> 128`. */
function difference(key: string, before: Value, after: Value): string[] {
  if (before === after) return [];
  const name = `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`;
  if (LISTS.has(key)) return [`other ${name}`];
  const said = (value: Value) => (value === undefined ? 'none' : lastPart(String(value)));
  return [`${name} ${said(before)} -> ${said(after)}`];
}

/** Said only where it tells that nobody calls it by an alias. */
function whoCallsIt({ aliases }: ToldFunction, { version }: FunctionVersion): string[] {
  if (aliases === null || aliases.length === 0) return [];
  const isCalled = aliases.some((one) => one.version === version || one.shares.includes(version));
  return isCalled ? [] : ['no alias points to it'];
}

type WayBack = Pick<AccountChange, 'rollback' | 'names'>;

/** By the aliases that point to it; without one by its settings, and a look at the code before. */
function wayBack(
  { aliases }: ToldFunction,
  version: FunctionVersion,
  before: FunctionVersion | null,
): WayBack {
  const pointing = (aliases ?? []).filter(
    ({ version: main, shares }) => main === version.version || shares.includes(version.version),
  );
  const names = Object.fromEntries(pointing.map(({ name }, index) => [slotOf(index), name]));
  if (pointing.length > 0) {
    const rollback = pointing.flatMap((alias, index) =>
      backToBefore(alias, index, version, before),
    );
    return { rollback, names: { ...names, ...namesOf(before) } };
  }
  if (before === null) return { rollback: [SHOW_SETTINGS], names: {} };
  return {
    rollback: [
      ...(version.version === LATEST ? settingsBack(version, before) : []),
      ...(version.codeSha256 === before.codeSha256 ? [] : [SHOW_CODE]),
    ],
    names: namesOf(before),
  };
}

/** Slots are letters alone. */
const slotOf = (index: number) => `alias${'x'.repeat(index)}`;

const SHOW_SETTINGS = 'aws lambda get-function-configuration --function-name {functionName}';
const SHOW_CODE =
  'aws lambda get-function --function-name {functionName} --qualifier {versionBefore} --query Code.Location';
const UPDATE_ALIAS = 'aws lambda update-alias --function-name {functionName}';
const NO_SHARES = "--routing-config 'AdditionalVersionWeights={}'";

const namesOf = (before: FunctionVersion | null): Record<string, string> =>
  before === null ? {} : { versionBefore: before.version };

function backToBefore(
  alias: FunctionAlias,
  index: number,
  { version }: FunctionVersion,
  before: FunctionVersion | null,
): string[] {
  const shares = alias.shares.length === 0 ? '' : ` ${NO_SHARES}`;
  if (alias.version !== version) return [`${UPDATE_ALIAS} --name {${slotOf(index)}}${shares}`];
  return before === null
    ? []
    : [`${UPDATE_ALIAS} --name {${slotOf(index)}} --function-version {versionBefore}${shares}`];
}

/** Settings that a command sets back by one plain value. */
const OPTIONS: Readonly<Record<string, string>> = {
  MemorySize: '--memory-size',
  Timeout: '--timeout',
};

function settingsBack(version: FunctionVersion, before: FunctionVersion): string[] {
  const options = Object.entries(OPTIONS).flatMap(([key, option]) => {
    const value = before.settings[key];
    return value === version.settings[key] || typeof value !== 'number' ? [] : `${option} ${value}`;
  });
  return options.length === 0
    ? []
    : [
        `aws lambda update-function-configuration --function-name {functionName} ${options.join(' ')}`,
      ];
}
