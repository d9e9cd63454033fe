// IP addresses. Source: CloudWatch Logs User Guide, "Functions" (IP address string functions).
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { onTexts, type ScalarFunction } from './scalar.ts';

/** RFC 1918, and RFC 4193 for IPv6. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];
/** Ranges that no host of the public Internet has: RFC 6890 and its kin. */
const RESERVED = [
  ...['0.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '::/128', '::1/128', '2001:db8::/32', 'fe80::/10', 'ff00::/8'],
];

export const ADDRESS_FUNCTIONS: readonly ScalarFunction[] = [
  flag('isValidIp', (text) => isIP(text) !== 0),
  flag('isValidIpV4', (text) => isIPv4(text)),
  flag('isValidIpV6', (text) => isIPv6(text)),
  flag('isPrivateIP', (text) => inAny(text, PRIVATE)),
  flag('isReservedIP', (text) => inAny(text, RESERVED)),
  flag('isPublicIP', (text) => isIP(text) !== 0 && !inAny(text, [...PRIVATE, ...RESERVED])),
  subnet('isIpInSubnet', (text) => isIP(text) !== 0, '10.0.0.0/8'),
  subnet('isIpv4InSubnet', (text) => isIPv4(text), '10.0.0.0/8'),
  subnet('isIpv6InSubnet', (text) => isIPv6(text), '2001:db8::/32'),
  {
    name: 'ipv4ToNumber',
    arity: [1, 1],
    usage: 'ipv4ToNumber("10.0.0.1")',
    compile: onTexts('number', (text) => (isIPv4(text) ? Number(bitsOf(text) ?? 0n) : undefined)),
  },
];

function flag(name: string, test: (text: string) => boolean): ScalarFunction {
  return {
    name,
    arity: [1, 1],
    usage: `${name}(text): 1 or 0`,
    compile: onTexts('flag', (text) => test(text)),
  };
}

/** Absent where the text is no address of that kind, or the subnet none. */
function subnet(name: string, test: (text: string) => boolean, example: string): ScalarFunction {
  return {
    name,
    arity: [2, 2],
    usage: `${name}(text, "${example}"): 1 or 0`,
    compile: onTexts('flag', (text, range = '') =>
      test(text) ? (inSubnet(text, range) ?? undefined) : undefined,
    ),
  };
}

function inAny(text: string, ranges: readonly string[]): boolean {
  return ranges.some((range) => inSubnet(text, range) === true);
}

/** null: the range is none. An address of the other version lies in no range. */
function inSubnet(text: string, range: string): boolean | null {
  const [base = '', length = ''] = range.split('/');
  const width = isIPv4(base) ? 32 : 128;
  if (isIP(base) === 0 || !/^\d{1,3}$/.test(length) || Number(length) > width) return null;
  if (isIPv4(text) !== isIPv4(base)) return false;
  const shift = BigInt(width - Number(length));
  return (bitsOf(text) ?? 0n) >> shift === (bitsOf(base) ?? 0n) >> shift;
}

/** The address as a number; null: it is none. */
function bitsOf(text: string): bigint | null {
  if (isIPv4(text)) {
    return text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  if (!isIPv6(text)) return null;
  const [head = '', tail] = withoutZone(text).split('::');
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const zeros = new Array<bigint>(Math.max(0, 8 - left.length - right.length)).fill(0n);
  return [...left, ...zeros, ...right].reduce((sum, group) => sum * 65_536n + group, 0n);
}

const withoutZone = (text: string) => text.replace(/%.*$/, '');

/** Sixteen bits each; the last two may be written as an IPv4 address. */
function groupsOf(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const bits = bitsOf(group) ?? 0n;
    return [bits >> 16n, bits & 65_535n];
  });
}
