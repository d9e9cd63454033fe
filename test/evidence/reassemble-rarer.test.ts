// Traces of rarer forms line by line: below the line that logs them, in the log of two containers, from two threads that fail
// at once.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { occurrenceOf } from '../../src/evidence/occurrence.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { readTrace } from '../../src/evidence/trace.ts';
import { LOGGED, RARER } from './trace-rarer.ts';

const NOISE = '2026-11-20T10:00:00.000Z INFO [worker-9] c.acme.Cart - cart 17 stored';

const eventsOf = (messages: readonly string[]): LogEvent[] =>
  messages.map((message, at) => ({
    timestampMs: 1_000,
    logGroup: '/shop/app',
    logStream: 's1',
    message,
    eventId: `${at}`,
    evidenceId: 'E1',
  }));

/** The ids of the events of each block. */
const blocksOf = (messages: readonly string[]) =>
  reassemble(eventsOf(messages)).map(({ events }) => events.map(({ eventId }) => Number(eventId)));

const placesOf = (messages: readonly string[], isMine: (at: number) => boolean) =>
  messages.flatMap((_, at) => (isMine(at) ? [at] : []));

/** What each line has in front. */
const threads = (worker: number) => (line: string) =>
  `2026-11-20 10:00:00,123 ERROR [worker-${worker}] app.jobs - ${line}`;

describe('reassemble', () => {
  test.each([...RARER, ...LOGGED])('keeps $name together between ordinary lines', ({ text }) => {
    const messages = [NOISE, ...text.split('\n'), NOISE];
    const last = messages.length - 1;
    expect(blocksOf(messages)).toEqual([
      [0],
      placesOf(messages, (at) => at > 0 && at < last),
      [last],
    ]);
  });

  test.each(RARER)('keeps $name of one thread apart from that of another', ({ text }) => {
    const mine = text.split('\n').map(threads(1));
    const messages = mine.flatMap((line) => [line, line.replace('worker-1', 'worker-2')]);
    expect(blocksOf(messages)).toEqual([
      placesOf(messages, (at) => at % 2 === 0),
      placesOf(messages, (at) => at % 2 === 1),
    ]);
  });

  test.each([...RARER, ...LOGGED])('reads $name in a field of JSON', ({ text, language }) => {
    const message = JSON.stringify({ level: 'ERROR', message: 'it failed', stack: text });
    const [block] = reassemble(eventsOf([message]));
    const trace = block === undefined ? null : (occurrenceOf(block)?.trace ?? null);
    expect(trace?.language).toBe(language);
    expect(trace?.chain).toEqual(readTrace(text)?.chain);
  });

  test('takes the reports of a reactor and of a driver into the trace', () => {
    const messages = [
      'java.util.concurrent.CompletionException: refused',
      '\tat reactor.core.publisher.MonoToCompletableFuture.onError(MonoToCompletableFuture.java:77)',
      '\tSuppressed: reactor.core.publisher.FluxOnAssembly$OnAssemblyException: ',
      'Error has been observed at the following site(s):',
      '\t*__checkpoint ⇢ Request to POST http://stock:8080 [DefaultWebClient]',
      'Original Stack Trace:',
      '\t\tat com.acme.Stock.load(Stock.java:71)',
      '',
      'Driver stacktrace:',
      '\tat com.acme.Stock.main(Stock.java:9)',
      NOISE,
    ];
    expect(blocksOf(messages)).toEqual([placesOf(messages, (at) => at < 10), [10]]);
  });

  test('takes the lines of a message below the exception that a log line announced', () => {
    const messages = [
      '2026-11-20T10:00:00.000Z ERROR [worker-1] c.acme.Cart - it failed',
      'org.acme.db.StoreException: could not ask',
      '### The error may exist in com/acme/CartMapper.xml',
      '### The error may involve com.acme.CartMapper.select',
      '\tat com.acme.Cart.load(Cart.java:71)',
    ];
    expect(blocksOf(messages)).toEqual([[0, 1, 2, 3, 4]]);
  });

  test.each([
    [
      'a report of erlang',
      [
        '=ERROR REPORT==== 31-Mar-2026::10:18:25 ===',
        '** Generic server <0.1.0> terminating',
        '** Reason for termination ==',
        '** {badmatch,',
        '       [{shop,take,2,[{file,"shop.erl"},{line,8}]}]}',
      ],
    ],
    [
      'a child process of python',
      [
        'Process Worker-1:',
        'Traceback (most recent call last):',
        '  File "/srv/a.py", line 3, in take',
        '    take()',
        'ValueError: bad',
      ],
    ],
    [
      'a promise of node that nobody awaited',
      [
        '(node:47) UnhandledPromiseRejectionWarning: Error: connect ECONNREFUSED 127.0.0.1:80',
        '    at TCPConnectWrap.afterConnect [as oncomplete] (net.js:1186:14)',
      ],
    ],
    [
      'an exception of dotnet that nobody caught',
      [
        'Unhandled Exception: System.IO.FileNotFoundException: no shop.json',
        '   at Acme.Program.Main(String[] args) in /app/Shop.cs:line 119',
      ],
    ],
    [
      'what glibc says before it aborts',
      [
        "*** Error in `shop': double free or corruption (!prev): 0x00007fe5 ***",
        '======= Backtrace: =========',
        'shop(refill+0x40)[0x7fe51d062010]',
        '======= Memory map: ========',
        '7fe50dad7000-7fe514000000 r--p 00000000 ca:01 282075   /usr/lib/locale/locale-archive',
      ],
    ],
  ])('begins a trace with %s', (_, lines) => {
    const messages = [NOISE, ...lines, NOISE];
    const last = messages.length - 1;
    expect(blocksOf(messages)).toEqual([
      [0],
      placesOf(messages, (at) => at > 0 && at < last),
      [last],
    ]);
  });
});
