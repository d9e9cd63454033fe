// What to do first about the one host, zone, tenant, message or version whose value nearly all failures carry: an
// engineer on call begins there, and not at the code.
import { percent } from '../base/percent.ts';
import type { Dimension, Finding } from '../evidence/types.ts';
import { markOf } from './mark.ts';

interface Kind {
  readonly field: RegExp;
  /** Sentences; `{mark}` is `field=value`. */
  readonly steps: readonly string[];
}

/** So few of the other events carry what only failures do. */
const MAX_ALONE_SHARE = 0.01;
/** With so much of the errors it is all of them. */
const WHOLE_SHARE = 0.95;

const KINDS: readonly Kind[] = [
  {
    field:
      /^@?(?:host(?:name)?|node|instance|pod|container|server|machine|zone|az|availability[_-]?zone|region|shard|partition|replica|broker|worker|cell|rack|log ?stream)(?:[._-]?(?:id|name))?$/i,
    steps: [
      'Compare {mark} with those that work: its version, settings, clock, disk and way to what it calls.',
      'If the others can carry the load, take it out of service and see whether the failures end; put it back once it works.',
    ],
  },
  {
    field:
      /^(?:tenant|customer|merchant|account|org(?:ani[sz]ation)?|shop|store|client|user|workspace|project)(?:[._-]?(?:id|name))?$/i,
    steps: [
      'Look at what is special about {mark}: its data, settings, limits and number of calls, beside those of others that work.',
      'If what it does harms others, limit its calls until that is mended, and tell its owner.',
    ],
  },
  {
    field:
      /^(?:app[._-]?)?(?:version|build|release|revision|commit|sha|image)(?:[._-]?(?:id|tag|name))?$/i,
    steps: ['Compare {mark} with the version before it, and send its traffic there meanwhile.'],
  },
  {
    field:
      /^(?:message|msg|event|record|order|document|doc|file|task|job|item|key|entry|payload|path)?[._-]?(?:id|key|uuid|offset|name)?$/i,
    steps: [
      'All of them are about {mark} alone: set it aside, with a copy, where the rest goes on without it, and see whether the failures end.',
      'Look at what is in it that the others lack; try it again once that is mended.',
    ],
  },
];

/** One of several that serve, whatever the field is called. */
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5})?$/;

/** Steps that come before the search in the code; none where the failures share no such value. */
export function markSteps(finding: Finding): readonly string[] {
  const mark = markOf(finding);
  if (mark === null || mark.share < WHOLE_SHARE || mark.value === '') return [];
  const kind = ADDRESS.test(mark.value)
    ? KINDS[0]
    : KINDS.find(({ field }) => field.test(mark.field));
  // One thing of many is set aside only where hardly anything else speaks of it.
  if (kind === undefined || (kind === KINDS.at(-1) && mark.baselineShare > MAX_ALONE_SHARE))
    return [];
  return kind.steps.map((step) => step.replace('{mark}', () => told(mark, finding.id)));
}

function told({ field, value, share, baselineShare }: Dimension, id: string): string {
  return `${field}=${value} (in ${percent(share)} of ${id}, ${percent(baselineShare)} of the other events)`;
}
