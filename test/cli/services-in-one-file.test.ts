// Logs of several services in one file, as programs print them that put them together: the report is that of a file each.
import { expect, test } from 'vitest';
import { reportOf, runFile, runProgram } from './program.ts';
import { textLine } from './small-logs.ts';

const ONSET_SECOND = 3_000;

interface Said {
  readonly service: string;
  readonly line: string;
}

/** A database that is shut down after fifty minutes, and who calls it in vain from then on. */
function said(): readonly Said[] {
  return Array.from({ length: 360 }, (_, index) => index * 10).flatMap((second) => {
    const says = (service: string, text: string): Said => {
      return { service, line: textLine(second, text) };
    };
    if (second === ONSET_SECOND) return [says('db', 'LOG received fast shutdown request')];
    if (second > ONSET_SECOND)
      return [says('api', `ERROR order ${second} failed: connect ECONNREFUSED db:5432`)];
    const order = says('api', `INFO order ${second} stored`);
    return second % 60 === 0 ? [order, says('db', `LOG checkpoint of ${second} buffers`)] : [order];
  });
}

const file = (write: (said: Said) => string) => ({ 'logs/shop.log': said().map(write).join('') });
const apart = Object.fromEntries(
  ['api', 'db'].map((name) => [
    `logs/shop/${name}.log`,
    said()
      .filter(({ service }) => service === name)
      .map(({ line }) => line)
      .join(''),
  ]),
);

const compose = ({ service, line }: Said) => `${`${service}-1`.padEnd(6)}| ${line}`;
const stern = ({ service, line }: Said) => `${service}-7d4b9c8f6d-x2x9z ${service} ${line}`;

async function investigated(files: Readonly<Record<string, string>>) {
  const ran = await runProgram(['shop', '--logs', 'logs', '--quiet', '--no-input'], { files });
  const { verdict, rootCauses } = reportOf(ran);
  return { verdict, cause: rootCauses[0], markdown: runFile(ran, 'report.md') };
}

test('a service that fails because of another one is told of in one file as in two', async () => {
  const [two, ...ones] = await Promise.all([apart, file(compose), file(stern)].map(investigated));
  expect(two?.verdict).toBe('confirmed');
  expect(two?.cause?.trigger).toMatchObject({ logGroup: 'shop/db', tied: true });
  for (const { verdict, cause, markdown } of ones) {
    expect(verdict).toBe('confirmed');
    const explained = cause?.explanation.replaceAll('shop, service ', 'shop/');
    expect(explained).toBe(two?.cause?.explanation);
    expect(cause?.component).toBe('db:5432');
    expect(cause?.trigger).toMatchObject({ logGroup: 'shop', service: 'db', tied: true });
    expect(markdown).toContain('in log group `shop`, service `db`');
  }
});

test('a log group that is called as one of several services in it would be goes by its whole name', async () => {
  const files = Object.fromEntries(
    Object.entries(apart).map(([path, text]) => [
      path.replace('shop/', 'shop/all, service '),
      text,
    ]),
  );
  const { cause } = await investigated(files);
  expect(cause?.trigger).toMatchObject({ logGroup: 'shop/all, service db' });
  expect(cause?.trigger).not.toHaveProperty('service');
});
