// How often characters stand side by side in logs, about: told from a page of lines such as services write while nothing is
// wrong. What is sought in logs is chosen by it: of two texts the one that such lines hardly hold.

/** `#` stands for a digit, `%` for a digit of a hexadecimal number. */
const LINES = [
  '{"level":"info","ts":"20##-##-##T##:##:##.###Z","caller":"http/server.go:###","msg":"request completed","method":"GET","path":"/api/v1/orders/####","status":200,"duration_ms":##,"request_id":"%%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%"}',
  '{"timestamp":"20##-##-##T##:##:##.###Z","level":"INFO","service":"customer-service","logger":"com.example.customer.web.CustomerController","requestId":"%%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%","message":"Updated profile of customer ##### in ## ms"}',
  '{"level":30,"time":##############,"pid":##,"hostname":"web-%%%%%%%%%%-#","reqId":"%%%%%%%%%%%%","req":{"method":"POST","url":"/v2/cart/items","remoteAddress":"10.#.##.###"},"res":{"statusCode":201},"responseTime":##,"msg":"request completed"}',
  '{"@timestamp":"20##-##-##T##:##:##.###+00:00","@version":"1","message":"Published event InvoiceCreated to partition # at offset ######","logger_name":"c.e.billing.events.Publisher","thread_name":"http-nio-8080-exec-##","level":"DEBUG","level_value":10000,"traceId":"%%%%%%%%%%%%%%%%","spanId":"%%%%%%%%"}',
  '{"asctime": "20##-##-## ##:##:##,###", "levelname": "INFO", "name": "worker.tasks", "message": "Task send_newsletter[%%%%%%%%-%%%%-%%%%] succeeded in #.###s", "user_id": ####, "tenant": "north"}',
  '{"log":"20##/##/## ##:##:## listening on :8080\\n","stream":"stdout","time":"20##-##-##T##:##:##.#########Z"}',
  '20##-##-## ##:##:##.### INFO  [http-nio-8080-exec-##] [reqId=%%%%%%%%-%%%%-%%%%] c.e.shipping.service.ShipmentService - Created shipment SHP-###### for order ##### with # items in ### ms',
  '20##-##-##T##:##:##.###Z DEBUG 1 --- [scheduling-1] o.s.web.servlet.DispatcherServlet : Completed 200 OK, headers={masked}',
  '20##-##-## ##:##:##,### - inventory.sync - INFO - Synchronized ### products from warehouse in #.## seconds',
  '20##-##-## ##:##:##.### UTC [####] LOG:  checkpoint complete: wrote ### buffers (#.#%); # WAL file(s) added, # removed; write=##.### s, sync=#.### s, total=##.### s',
  'time=20##-##-##T##:##:##.###Z level=info msg="lease renewed" component=scheduler node=ip-10-#-##-###.internal lease=%%%%%%%% remaining=##s',
  'I####  ##:##:##.######       1 controller.go:###] "Starting reconciliation" namespace="default" name="api-%%%%%%%%%%-%%%%%" generation=#',
  '10.#.##.### - - [##/Nov/20##:##:##:## +0000] "GET /products/####?page=# HTTP/1.1" 200 ##### "https://shop.example.com/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1##.0.0.0 Safari/537.36" rt=0.###',
  'http 20##-##-##T##:##:##.######Z app/public/%%%%%%%%%%%%%%%% 10.#.##.###:##### 10.#.##.##:8080 0.000 0.0## 0.000 200 200 ### #### "GET https://api.example.com:443/v1/users HTTP/2.0" "okhttp/4.12.0"',
  '<134>1 20##-##-##T##:##:##.###Z gateway-# proxy ##### - - connection from 10.#.##.### port ##### established using TLSv1.3',
  'Nov ## ##:##:## web-# systemd[1]: Started Session ### of user deploy.',
  'Nov ## ##:##:## db-# sshd[#####]: Accepted publickey for backup from 10.#.##.### port ##### ssh2: RSA SHA256:%%%%%%%%%%%%%%%%',
  'START RequestId: %%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%% Version: $LATEST',
  'REPORT RequestId: %%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%\tDuration: ###.## ms\tBilled Duration: ### ms\tMemory Size: 512 MB\tMax Memory Used: ### MB',
  '20##-##-##T##:##:##.###Z\t%%%%%%%%-%%%%-%%%%-%%%%-%%%%%%%%%%%%\tINFO\tProcessed ## records of stream clicks, shard ##, in ### ms',
  '[20##-##-## ##:##:##] production.INFO: Payment captured {"payment":"pay_%%%%%%%%%%%%","amount":####,"currency":"EUR","customer":"cus_%%%%%%%%"} []',
  'I, [20##-##-##T##:##:##.###### #####]  INFO -- : [%%%%%%%%-%%%%] Started GET "/account/settings" for 10.#.##.### at 20##-##-## ##:##:## +0000',
  'info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://0.0.0.0:8080',
  '#####:M ## Nov 20## ##:##:##.### * Background saving started by pid #####',
  '{"t":{"$date":"20##-##-##T##:##:##.###+00:00"},"s":"I","c":"NETWORK","id":#####,"ctx":"conn####","msg":"client metadata","attr":{"remote":"10.#.##.###:#####","driver":{"name":"nodejs","version":"6.#.#"}}}',
  '[20##-##-## ##:##:##,###] INFO [GroupCoordinator #]: Stabilized group reporting generation ## (__consumer_offsets-##) with # members (kafka.coordinator.group.GroupCoordinator)',
  'DEBUG cache: hit ratio ##.#% size=#### evictions=## key=session:%%%%%%%% ttl=###s',
  'Acquired connection conn-## from pool main active=# idle=# waiting=#, the rest are available; retrying is not needed',
  'The scheduled job settlement-## has finished: read #### rows, updated ###, skipped #, took #### ms and will run again at ##:##',
];
/** So often each line is written, with other digits each time; what stands there less often are numbers that chance wrote. */
const TIMES = 2;
const SEED = 20_261_129;
const HEX = '0123456789abcdef';
const PLACES = 3;
const WORD_BITS = 32;

/** Some of the threes of the page, three bytes side by side: a bit for each. */
type Threes = Uint32Array;

interface Page {
  /** The part of the places of the page at which each three stands. */
  readonly shares: readonly number[];
  /** Those that have a byte at a place. */
  readonly having: readonly ReadonlyMap<number, Threes>[];
}

let known: Page | null = null;

function usualPage(): Page {
  known ??= readPage(writePage());
  return known;
}

/** How often three characters stand at a place of a log, about, the first one of the first text, and so on; latin1. */
export function shareOfThree(sets: readonly string[]): number {
  const { shares } = usualPage();
  const having = sets.map((set, place) => threesHaving(place, set));
  let share = 0;
  for (let word = 0; word < wordsFor(shares.length); word++) {
    let rest = having.reduce((all, threes) => all & (threes[word] ?? 0), -1);
    for (; rest !== 0; rest &= rest - 1) {
      share += shares[word * WORD_BITS + 31 - Math.clz32(rest & -rest)] ?? 0;
    }
  }
  return share;
}

/** Those that have one of these bytes, latin1 text, at this place: 0, 1 or 2. */
function threesHaving(place: number, bytes: string): Threes {
  const { having, shares } = usualPage();
  const all = new Uint32Array(wordsFor(shares.length));
  for (const byte of Buffer.from(bytes, 'latin1')) {
    const some = having[place]?.get(byte);
    for (let word = 0; some !== undefined && word < all.length; word++) {
      all[word] = (all[word] ?? 0) | (some[word] ?? 0);
    }
  }
  return all;
}

function writePage(): Buffer {
  let state = SEED;
  // Numerical Recipes' linear congruence: that its digits spread is enough here.
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  const digit = (sign: string) => HEX[next() % (sign === '#' ? 10 : 16)] ?? '';
  const written = Array.from({ length: TIMES }, () => LINES).flat();
  return Buffer.from(`${written.join('\n').replace(/[#%]/g, digit)}\n`, 'latin1');
}

function readPage(page: Buffer): Page {
  const counts = new Map<number, number>();
  let three = 0;
  for (let at = 0; at < page.length; at++) {
    three = (three >> 8) | ((page[at] ?? 0) << 16);
    if (at + 1 >= PLACES) counts.set(three, (counts.get(three) ?? 0) + 1);
  }
  const shares: number[] = [];
  const usual: number[] = [];
  counts.forEach((count, bytes) => {
    if (count < TIMES) return;
    usual.push(bytes);
    shares.push(count / page.length);
  });
  const having = Array.from({ length: PLACES }, (_, place) =>
    threesByByte(usual.map((bytes) => (bytes >> (8 * place)) & 0xff)),
  );
  return { shares, having };
}

/** Of each three the byte that it has at a place. */
function threesByByte(bytes: readonly number[]): ReadonlyMap<number, Threes> {
  const sets = new Map<number, Threes>();
  bytes.forEach((byte, three) => {
    const set = sets.get(byte) ?? new Uint32Array(wordsFor(bytes.length));
    set[three >> 5] = (set[three >> 5] ?? 0) | (1 << (three & 31));
    sets.set(byte, set);
  });
  return sets;
}

const wordsFor = (threes: number) => Math.ceil(threes / WORD_BITS);
