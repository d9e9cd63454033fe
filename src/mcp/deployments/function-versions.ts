// Versions of a Lambda function as they are handed on: what tells two of them apart. Of environment variables that is
// their names, and whether a value is another one than in the version before; the values themselves stay here.
import type {
  FunctionConfiguration,
  ListVersionsByFunctionCommandOutput,
} from '@aws-sdk/client-lambda';
import type { PlainAnswer } from '../plain-answer.ts';

/** Lambda's name of what is not published yet. */
const LATEST = '$LATEST';

export function versionsAnswer({
  Versions: versions = [],
  NextMarker,
  $metadata,
}: ListVersionsByFunctionCommandOutput): PlainAnswer {
  const inOrder = [...versions].sort((a, b) => orderOf(a) - orderOf(b));
  return {
    Versions: inOrder.map((version, index) => versionOf(version, inOrder[index - 1])),
    ...(NextMarker === undefined ? {} : { NextMarker }),
    $metadata,
  };
}

/** What is not published comes last: it is newer than what is. */
const orderOf = ({ Version }: FunctionConfiguration) =>
  Version === LATEST ? Number.POSITIVE_INFINITY : Number(Version);

function versionOf(version: FunctionConfiguration, before: FunctionConfiguration | undefined) {
  const { Version, LastModified, CodeSha256, Runtime, Handler, MemorySize, Timeout } = version;
  const settings = {
    Runtime,
    Handler,
    MemorySize,
    Timeout,
    Role: version.Role,
    EphemeralStorage: version.EphemeralStorage?.Size,
    Architectures: version.Architectures?.join(' '),
    Layers: version.Layers?.map(({ Arn = '' }) => Arn).join(' '),
    SubnetIds: version.VpcConfig?.SubnetIds?.toSorted().join(' '),
    SecurityGroupIds: version.VpcConfig?.SecurityGroupIds?.toSorted().join(' '),
  };
  return {
    Version,
    LastModified: LastModified === undefined ? undefined : Date.parse(LastModified),
    CodeSha256,
    Settings: Object.fromEntries(
      Object.entries(settings).filter(([, value]) => value !== undefined && value !== ''),
    ),
    EnvironmentNames: Object.keys(variablesOf(version)).sort(),
    ...(before === undefined
      ? {}
      : { EnvironmentChanged: { since: before.Version, names: changedIn(version, before) } }),
  };
}

const variablesOf = ({ Environment }: FunctionConfiguration) => Environment?.Variables ?? {};

/** Names of variables of both whose values differ. */
function changedIn(version: FunctionConfiguration, before: FunctionConfiguration): string[] {
  const old = variablesOf(before);
  return Object.entries(variablesOf(version))
    .filter(([name, value]) => old[name] !== undefined && old[name] !== value)
    .map(([name]) => name)
    .sort();
}
