// JSON lines as logs hold them, and as none should: most are of a few kinds, the others differ in whatever may differ.
import { type Random, seeded } from '../../base/random.ts';

const START_MS = Date.UTC(2026, 10, 20, 21, 30);

/** A log of about so many bytes; each character is a byte, so that not all of it is UTF-8. */
export function randomLines(seed: number, sizeBytes: number): Buffer {
  const random = seeded(seed);
  const style = styleBy(random);
  let text = '';
  for (let line = 0; text.length < sizeBytes; line++) {
    const ms = START_MS + line * 700 + random.int(3_000);
    const isRecord = style.endsInRecords && text.length > sizeBytes / 4;
    const content = isRecord ? record(random, textOf(random, style)) : lineOf(random, style, ms);
    text += content + lineEnd(random, style);
  }
  return Buffer.from(chance(random, 0.5) ? text : text.trimEnd(), 'latin1');
}

const chance = (random: Random, share: number) => random.int(1_000_000) < share * 1_000_000;

/** How the lines of a log are alike. */
interface Style {
  readonly kinds: readonly Kind[];
  readonly time: Time;
  readonly lineEnd: string;
  /** Share of what is unlike the rest, of lines and of their members. */
  readonly odd: number;
  /** Whether most of it is subscription records. */
  readonly endsInRecords: boolean;
  /** Most characters of a text. */
  readonly chars: number;
}

function styleBy(random: Random): Style {
  return {
    kinds: Array.from({ length: 1 + random.int(2) }, () => random.pick(KINDS)),
    time: random.pick(TIMES),
    lineEnd: random.pick(['\n', '\n', '\r\n']),
    odd: random.pick([0, 0.000_1, 0.001, 0.01, 0.1]),
    endsInRecords: chance(random, 0.1),
    chars: random.pick([10, 40, 40, 3_000]),
  };
}

const isOdd = (random: Random, { odd }: Style) => chance(random, odd);
const isLong = (random: Random, style: Style) => isOdd(random, style) && chance(random, 0.02);

function lineOf(random: Random, style: Style, ms: number): string {
  if (isOdd(random, style)) return random.pick(ODD_LINES)(random);
  const fields = random.pick(style.kinds)(
    random,
    isLong(random, style) ? { ...style, chars: 2_000_000 } : style,
    ms,
  );
  const line = `{${fields.map(([name, value]) => member(random, style, name, value)).join(comma(random, style))}}`;
  return isOdd(random, style) ? damaged(random, line) : line;
}

const lineEnd = (random: Random, style: Style) =>
  isOdd(random, style)
    ? random.pick(['\n', '\r\n', '\r\r\n', '\n\n', ' \n', '\n\r\n'])
    : style.lineEnd;

const BLANKS = ['', ' ', '\t', '  \t'];
const blanks = (random: Random, style: Style) => (isOdd(random, style) ? random.pick(BLANKS) : '');
const member = (random: Random, style: Style, name: string, value: string) =>
  `${blanks(random, style)}"${name}"${blanks(random, style)}:${blanks(random, style)}${value}`;
const comma = (random: Random, style: Style) => `${blanks(random, style)},`;

function damaged(random: Random, line: string): string {
  const at = random.int(line.length);
  const character = random.pick([...'"\\{}[],:0-+.eEtunx \t\0\r\n\x80\xff', '']);
  return line.slice(0, at) + character + line.slice(at + random.int(2));
}

type Kind = (random: Random, style: Style, ms: number) => readonly (readonly [string, string])[];

const KINDS: readonly Kind[] = [
  (random, style, ms) => [
    ['level', random.pick(['30', '40', '"INFO"'])],
    ['time', timeOf(random, style, ms)],
    ['pid', anyValue(random, style)],
    ['hostname', textOf(random, style)],
    ...(chance(random, 0.1) ? [['err', anyValue(random, style)] as const] : []),
    ['msg', textOf(random, style)],
  ],
  (random, style, ms) => [
    ['ts', timeOf(random, style, ms)],
    ['aNameOfMoreThanSixteenBytes', anyValue(random, style)],
    ['x', anyValue(random, style)],
  ],
  (random, style, ms) => [
    ['x', anyValue(random, style)],
    ['sixteen_bytes_', anyValue(random, style)],
    ['@timestamp', timeOf(random, style, ms)],
  ],
  (random, style, ms) => [
    [
      'log',
      textOf(random, style).replace(
        /"$/,
        random.pick(['\\n"', '\\r\\n"', '"', '\\\\n"', '\\\\r\\n"']),
      ),
    ],
    ['stream', '"stdout"'],
    ['time', timeOf(random, style, ms)],
  ],
  (random, style, ms) => [
    ['timestamp', timeOf(random, style, ms)],
    ['message', textOf(random, style)],
  ],
  placed,
  placed,
  printed,
];

/** As the AWS CLI prints events. */
function printed(random: Random, style: Style, ms: number): ReturnType<Kind> {
  const odd = (usual: string) => (isOdd(random, style) ? anyValue(random, style) : usual);
  return [
    ['logStreamName', odd(`"s-${random.int(7)}"`)],
    ['timestamp', timeOf(random, style, ms)],
    ['message', odd(textOf(random, style))],
    ['ingestionTime', odd(String(ms + random.int(2_000)))],
    ['eventId', odd(`"${digits(random, 56)}"`)],
  ];
}

/** Most name one of a few places; some logs very many. */
function placed(random: Random, style: Style, ms: number): ReturnType<Kind> {
  const streams = style.chars === 40 ? 5_000 : 7;
  const group = isOdd(random, style) ? anyValue(random, style) : `"/g/${random.int(3)}"`;
  const stream = isOdd(random, style) ? anyValue(random, style) : `"s-${random.int(streams)}"`;
  const message = isOdd(random, style) ? anyValue(random, style) : textOf(random, style);
  return [
    ['timestamp', timeOf(random, style, ms)],
    ['logGroup', group],
    ['logStream', stream],
    [chance(random, 0.9) ? 'message' : 'msg', message],
  ];
}

type Time = (random: Random, ms: number) => string;

const isoText = (random: Random, ms: number) => {
  const iso = new Date(ms).toISOString().slice(0, 19);
  return random.pick([
    iso,
    iso,
    iso,
    `${iso.slice(0, 17)}${60 + random.int(3)}`,
    iso.replace('T', ' '),
    `${iso.slice(0, 11)}24${iso.slice(13)}`,
  ]);
};
const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => random.int(10)).join('');
const ZONES = [
  '',
  'Z',
  'Z',
  '+02:00',
  '-0530',
  '+05',
  ' +0100',
  ' CET',
  ' UTC+01:00',
  ' EUROPE',
  'Z and more',
  '\\u005a',
  '-',
];

const TIMES: readonly Time[] = [
  (_, ms) => String(ms),
  (_, ms) => String(Math.floor(ms / 1_000)),
  (_, ms) => String(ms / 1_000),
  (random, ms) => `${Math.floor(ms / 1_000)}.${digits(random, 7)}`,
  (random, ms) => `${ms}${digits(random, 3)}`,
  (random, ms) => `${ms}${digits(random, 6)}`,
  (_, ms) => `"${new Date(ms).toISOString()}"`,
  (_, ms) => `"${new Date(ms).toISOString().slice(0, 19)}Z"`,
  (random, ms) =>
    `"${new Date(ms).toISOString().slice(0, 19)}.${digits(random, 1 + random.int(9))}+02:00"`,
  (random, ms) =>
    `"${isoText(random, ms)}${random.pick(['', '.', ',', ',5', `.${digits(random, 9)}`])}${random.pick(ZONES)}"`,
];

const ODD_TIMES: readonly Time[] = [
  ...TIMES,
  (random, ms) => `"${new Date(ms).toISOString().slice(0, 19)}.${digits(random, 3)}+01:00"`,
  (random, ms) =>
    `"${new Date(ms).toISOString().slice(0, 17)}${60 + random.int(3)}.${digits(random, 3)}+02:00"`,
  (random) => digits(random, 1 + random.int(24)),
  (random) => `9${digits(random, 17 + random.int(3))}`,
  (random) =>
    random.pick([
      '0',
      '00',
      '-1',
      '1e12',
      '1.5e12',
      'null',
      '""',
      '"x"',
      '{}',
      '"1795132800027"',
      '100000000000',
      '99999999999',
      '99999999999999',
      '100000000000000',
    ]),
];

const timeOf = (random: Random, style: Style, ms: number) =>
  (isOdd(random, style) ? random.pick(ODD_TIMES) : style.time)(random, ms);

const PIECES = [
  '\\n',
  '\\"',
  '\\\\',
  '\\u00e9',
  '\\/',
  '\xc3\xa9',
  '\xff',
  '\x80',
  '\x7f',
  'at x.y(Z.java:1)',
  '{}',
  ',',
  ':',
];

function textOf(random: Random, style: Style): string {
  let text = 'x'.repeat(random.int(style.chars));
  while (isOdd(random, style) || chance(random, 0.1)) {
    text += random.pick(PIECES) + 'x'.repeat(random.int(9));
  }
  return `"${text}"`;
}

function anyValue(random: Random, style: Style): string {
  switch (random.int(6)) {
    case 0:
      return textOf(random, style);
    case 1:
      return `${random.pick(['', '-'])}${1 + random.int(9)}${digits(random, random.int(20))}`;
    case 2:
      return random.pick([
        'true',
        'false',
        'null',
        '0',
        '-0',
        '0.5',
        '1e9',
        '12.50',
        '[]',
        '{}',
        '[1]',
        '[[], 2 ]',
        '{"a":7}',
      ]);
    case 3:
      return `{"method":${textOf(random, style)},"n":${digits(random, 1)},"in":{"a" : [1, "b"]}}`;
    default:
      return String(random.int(100_000));
  }
}

type OddLine = (random: Random) => string;

const record = (random: Random, message: string) =>
  `{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/x","logStream":"s","subscriptionFilters":["f"],"logEvents":[{"id":"${digits(random, 8)}","timestamp":${START_MS},"message":${message}}]}`;

const ODD_LINES: readonly OddLine[] = [
  () => '',
  () => '\r',
  () => '\0\0\0',
  () => 'no JSON',
  () => '\xfe\xff\x80',
  () => '{"time":1795132800027}',
  () => '{"other":1,"msg":"x"}',
  (random) => `{"level":30,"time":${START_MS},"msg":"${'y'.repeat(random.int(50_000))}"}`,
  (random) =>
    chance(random, 0.05)
      ? `{"ts":${START_MS},"x":"${'z'.repeat(1_048_540 + random.int(60))}"}`
      : '{}',
  (random) => record(random, '"m"'),
  (random) => record(random, '"\\u00e9"') + record(random, '"\\n"'),
];
