// Fields that CloudWatch finds in VPC flow logs (default format) and Route 53 query logs.
// Source: CloudWatch Logs User Guide, "Supported logs and discovered fields".

const FLOW_FIELDS =
  'version accountId interfaceId srcAddr dstAddr srcPort dstPort protocol packets bytes start end action logStatus'.split(
    ' ',
  );
const FLOW = /^2 (?:\d{12}|unknown) eni-\S+(?: \S+){11}\s*$/;
/** CloudWatch's names for two columns of the format. */
const FLOW_NAMES: Readonly<Record<string, string>> = { start: 'startTime', end: 'endTime' };

const QUERY_FIELDS =
  'version queryTimestamp hostZoneId queryName queryType responseCode protocol edgeLocation resolverIp ednsClientSubnet'.split(
    ' ',
  );
const QUERY = /^1\.0 \d{4}-\d\d-\d\dT\S+Z Z\S+(?: \S+){7}\s*$/;

/** The fields of a line of either kind; null: it is neither. */
export function flowFields(message: string): Readonly<Record<string, string>> | null {
  if (message.startsWith('2 ') && FLOW.test(message)) {
    return fieldsOf(
      message,
      FLOW_FIELDS.map((name) => FLOW_NAMES[name] ?? name),
    );
  }
  if (message.startsWith('1.0 ') && QUERY.test(message)) return fieldsOf(message, QUERY_FIELDS);
  return null;
}

function fieldsOf(message: string, names: readonly string[]): Readonly<Record<string, string>> {
  const values = message.trim().split(' ');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '-']));
}
