import { describe, expect, test } from 'vitest';
import { mineTemplates, templateIdOf } from '../../src/evidence/template.ts';
import { random } from './support.ts';

const LINES = [
  ...Array.from({ length: 20 }, (_, i) => `could not reserve order ${1_000 + i} in ${i} ms`),
  ...['alpha.core', 'beta.core', 'gamma.io', 'delta.io', 'omega.net'].map(
    (plugin) => `plugin ${plugin} failed to start`,
  ),
  ...['', 'lisa', 'omar', 'pia'].map((user) => `denied login user=${user} by gate`),
  'connect to redis failed for good',
  'connect to mysql failed for good',
  'request ended with ECONNRESET at last',
  'request ended with ETIMEDOUT at last',
];

describe('mineTemplates', () => {
  test('counts by template are exact', () => {
    const { templateOf, templates } = mineTemplates(LINES);
    const counts = templates.map((template, index) => [
      template,
      templateOf.filter((of) => of === index).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      'could not reserve order <num> in <duration>': 20,
      'plugin <*> failed to start': 5,
      'denied login user=<*> by gate': 4,
      'connect to redis failed for good': 1,
      'connect to mysql failed for good': 1,
      'request ended with ECONNRESET at last': 1,
      'request ended with ETIMEDOUT at last': 1,
    });
  });

  test('the order of the input changes nothing', () => {
    const next = random(7);
    const shuffled = LINES.map((line) => ({ line, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ line }) => line);
    const byLine = (lines: readonly string[]) => {
      const { templateOf, templates } = mineTemplates(lines);
      return new Map(lines.map((line, index) => [line, templates[templateOf[index]!]]));
    };
    expect([...byLine(shuffled)].sort()).toEqual([...byLine(LINES)].sort());
  });

  test('exceptions of different types never become one variable', () => {
    const types = [
      'NullPointer',
      'ClassCast',
      'Arithmetic',
      'IllegalState',
      'NumberFormat',
      'Index',
    ];
    const { templates } = mineTemplates(
      types.map((type) => `job failed with ${type}Exception today`),
    );
    expect(templates).toHaveLength(types.length);
  });

  test('nothing in, nothing out', () => {
    expect(mineTemplates([])).toEqual({ templateOf: [], templates: [] });
  });

  test('an id depends on the text alone', () => {
    expect(templateIdOf('a <num>')).toMatch(/^[0-9a-f]{16}$/);
    expect(templateIdOf('a <num>')).toBe(templateIdOf('a <num>'));
    expect(templateIdOf('a <num>')).not.toBe(templateIdOf('b <num>'));
  });
});

/** What a rule is for, in lines of systems of every sort. */
const ONE: readonly (readonly [why: string, template: string, lines: readonly string[]])[] = [
  [
    'paths of one message',
    'cannot read <*> of the cart',
    ['cannot read /etc/cart.conf of the cart', 'cannot read /opt/cart/cart.conf of the cart'],
  ],
  [
    'a value that is sometimes missing',
    'sent <*> items to the printer',
    ['sent 12 items to the printer', 'sent - items to the printer'],
  ],
  [
    'truth values of settings, in any mixture',
    'panel closed: forced=<*>, late=<*>, seen=<*>',
    [
      'panel closed: forced=true, late=false, seen=true',
      'panel closed: forced=false, late=true, seen=false',
      'panel closed: forced=true, late=true, seen=false',
    ],
  ],
  ['switches behind a label', 'charger state: <*>', ['charger state: on', 'charger state: off']],
  [
    'names of machines with a number',
    'link down on <*> for good',
    ['link down on en0 for good', 'link down on wlan1 for good'],
  ],
  [
    'names that vary together with a path',
    'loaded plugin <*> from <*>',
    ['alpha', 'beta', 'gamma', 'delta', 'omega', 'kappa'].map(
      (name) => `loaded plugin ${name} from /opt/plugins/${name}.jar`,
    ),
  ],
  [
    'several values at once, each of which varies',
    'start task <num>:<*> for user<num> of <*>',
    ['com.a.mail', 'com.a.maps', 'com.b.cart', 'com.c.news'].map(
      (name, index) => `start task ${index}:${name} for user${index} of ${name}/.Main`,
    ),
  ],
  [
    'a quoted value of several words, or an object in braces',
    'took lock tag=<*>, source=<*>',
    [
      'took lock tag="main view", source=null',
      'took lock tag="alarm", source=Work{17}',
      'took lock tag="the radio link", source=null',
    ],
  ],
  [
    'a truth value that one word speaks of',
    'drawerOpen: <*>',
    ['drawerOpen: true', 'drawerOpen: false'],
  ],
  [
    'two values of a setting',
    'seat taken by=<*> row=<num>',
    ['seat taken by=kim row=4', 'seat taken by=lee row=7'],
  ],
  [
    'switches in brackets',
    'door locks ( <*> <*> )',
    ['door locks ( on off )', 'door locks ( off off )', 'door locks ( off on )'],
  ],
  [
    'names of several words in quotes',
    'room <num> named <*> is open',
    [
      'room 4 named "The Blue Hall" is open',
      'room 9 named "Attic" is open',
      'room 2 named "Old Mill" is open',
    ],
  ],
  [
    'dotted names by three in a sentence',
    'asked <*> for the price list',
    ['a.shop.example', 'b.mill.example', 'farm.example'].map(
      (host) => `asked ${host} for the price list`,
    ),
  ],
  [
    'words behind a preposition, by four',
    'shelf was moved to <*> by hand',
    ['attic', 'cellar', 'garage', 'yard'].map((room) => `shelf was moved to ${room} by hand`),
  ],
  [
    'words in a long sentence, by four',
    'the robot put item <num> upon a <*> shelf and left',
    ['red', 'blue', 'low', 'wide'].map(
      (look, at) => `the robot put item ${at} upon a ${look} shelf and left`,
    ),
  ],
  [
    'what stands alone in a row of values, constants too',
    'begin parcel <num> (lane <num>, <*>, <num> grams)',
    ['BY_HAND', 'BY_BELT', 'ANY'].map(
      (way, at) => `begin parcel ${at} (lane ${at}, ${way}, ${at} grams)`,
    ),
  ],
  [
    'hosts with their ports beside addresses',
    'call to <*> was refused by it',
    ['db.shop.example:5432', 'mill-api:443', 'localhost:80', '10.0.0.7:443', '10.0.0.9'].map(
      (host) => `call to ${host} was refused by it`,
    ),
  ],
  [
    'statuses where successes stand beside failures',
    '<ip> "GET /cart HTTP/<num>" status: <*> len: <num>',
    [
      '10.0.0.1 "GET /cart HTTP/1.1" status: 200 len: 17',
      '10.0.0.1 "GET /cart HTTP/1.1" status: 404 len: 9',
    ],
  ],
  [
    'quoted paths, short and long, and none',
    'lamp <*> is out in row <num>',
    [
      "lamp '/hall/a' is out in row 4",
      "lamp '/hall/of/the/mill/above/the/river/b.lamp' is out in row 7",
      "lamp '' is out in row 2",
    ],
  ],
  [
    'names in quotes, by two',
    'robot left the hall <*> at noon',
    ["robot left the hall 'attic' at noon", "robot left the hall 'cellar' at noon"],
  ],
  [
    'settings in quotes behind =, and constants',
    "belt started with mode='<*>' for it",
    ["belt started with mode='slow' for it", "belt started with mode='FULL_SPEED' for it"],
  ],
  [
    'a value in brackets that is sometimes nothing',
    'shelf was emptied by hand (<*>)',
    ['shelf was emptied by hand ()', 'shelf was emptied by hand (attic)'],
  ],
  [
    'labelled values in a row',
    'robot skipped parcel (shelf: <*>, lane: <*>)',
    [
      'robot skipped parcel (shelf: attic, lane: 4)',
      'robot skipped parcel (shelf: yard, lane: belt7)',
    ],
  ],
  [
    'lists of names of any length',
    'robots on duty today: [<*>]',
    ['[]', '[ada, bob]', '[cyd, dan, eve, fay]'].map((names) => `robots on duty today: ${names}`),
  ],
  [
    'identifiers, by three',
    'robot dropped item <*> from the belt',
    ['shelfLamp', 'door_bell', 'mainGate'].map(
      (item) => `robot dropped item ${item} from the belt`,
    ),
  ],
  [
    'sizes with one letter',
    'map takes <size> of it',
    ['map takes 12K of it', 'map takes 3.5G of it'],
  ],
];

const SEVERAL: readonly (readonly [why: string, lines: readonly string[]])[] = [
  [
    'services that something is said of',
    ['no instance of cart-service', 'no instance of stock-service'],
  ],
  [
    'the first word of a sentence',
    ['mailer', 'cron', 'proxy', 'cache', 'queue', 'index'].map(
      (name) => `${name} startup succeeded`,
    ),
  ],
  ['functions', ['getTasks: caller has no right', 'getUsers: caller has no right']],
  [
    'settings at the head of a sentence',
    ['minHeat', 'maxHeat', 'shelfTime', 'boxCount', 'doorTime'].map((name) => `${name} set to 7`),
  ],
  ['constants', ['action app.SCREEN_ON taken', 'action app.SCREEN_OFF taken']],
  ['methods', ['"GET /cart HTTP/1.1" is slow', '"POST /cart HTTP/1.1" is slow']],
  ['statuses of failures', ['answer HTTP 404 for it', 'answer HTTP 503 for it']],
  [
    'settings that say what happened',
    ['refused', 'late', 'full'].map((reason) => `cart left: reason=${reason}`),
  ],
  [
    'what such settings say in quotes',
    ['no route', 'too late', 'end of file'].map((error) => `cart left: lastError="${error}"`),
  ],
  [
    'what stands in front of a bracket',
    ['opened for it by (uid=0)', 'opened for it by LOGIN(uid=0)'],
  ],
  ['words beside one that would be a switch', ['robot arm: inactive', 'robot arm: greased']],
  [
    'phrases in quotes that say what happened',
    ['no route', 'too late', 'belt is torn'].map((why) => `robot left with error "${why}" at once`),
  ],
  ['three names of services', ['a', 'b', 'c'].map((name) => `no instance of ${name}-cart-service`)],
  [
    'words of a short sentence',
    ['lost', 'found', 'moved', 'sold'].map((verb) => `shelf is ${verb} again`),
  ],
  ['few words in a sentence', ['link is up again', 'link is down again']],
  [
    'one host beside an address',
    ['db.shop.example:5432', '10.0.0.7:5432'].map((host) => `call to ${host} was refused by it`),
  ],
  [
    'a size, and one that is told again in another unit',
    ['sent 812 bytes to the shelf', 'sent 3584 bytes (3.5 KB) to the shelf'],
  ],
  ['nobody, in a sentence', ['asked none for the key', 'asked guards for the key']],
  ['switches that a sentence goes on behind', ['gate: enabled lamp', 'gate: disabled lamp']],
  [
    'phrases in quotes behind a label that says what happened',
    ['no route', 'too late', 'belt is torn'].map((why) => `robot left the hall, reason: "${why}"`),
  ],
  ['dotted names by two', ['visible is app.time.format', 'visible is app.charge.show']],
];

describe('a value', () => {
  test('is shown by all lines of one sentence, whatever number of an error they give', () => {
    const lines = ['a.example', 'b.example', 'c.example', 'd.example'].flatMap((host, at) =>
      ['404', '503'].slice(at % 2).map((status) => `call to ${host} ended with status ${status}`),
    );
    expect(mineTemplates(lines).templates).toEqual([
      'call to <*> ended with status 404',
      'call to <*> ended with status 503',
    ]);
  });
});

describe('what is said before a reason', () => {
  test('is judged by all that begin like it, however many words the reason has', () => {
    const reasons = ['late', 'no route', 'belt is torn', 'out of oil again'];
    const lines = ['shelfLamp', 'doorBell', 'mainGate', 'sideGate'].map(
      (name, at) => `robot cannot reach ${name} today: ${reasons[at]}`,
    );
    expect(mineTemplates(lines).templates).toEqual(
      reasons.map((reason) => `robot cannot reach <*> today: ${reason}`).sort(),
    );
  });

  test('begins with what it is about, which all of it decides', () => {
    const lines = ['shelfLamp late', 'doorBell no route', 'mainGate belt is torn'].map((text) => {
      const [name, ...reason] = text.split(' ');
      return `${name} cannot be reached today: ${reason.join(' ')}`;
    });
    expect(mineTemplates(lines).templates).toHaveLength(lines.length);
  });
});

describe('one message', () => {
  test.each(ONE)('%s', (_, template, lines) => {
    expect(mineTemplates(lines).templates).toEqual([template]);
  });
});

describe('several messages', () => {
  test.each(SEVERAL)('%s', (_, lines) => {
    expect(mineTemplates(lines).templates).toHaveLength(lines.length);
  });
});
