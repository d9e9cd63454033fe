// What a model may not say in words of its own, whatever it quotes beside them: that nothing failed where errors were
// counted, that it did something, a time of day or a stretch in words that no evidence can bear out. What it repeats
// in quotation marks from the evidence is not its own.
import { DAY_MS, type TimeRange } from '../../base/time-range.ts';

const THINGS =
  '(?:customers?|users?|clients?|payments?|orders?|requests?|calls?|jobs?|transactions?|services?)';
/** That the whole incident is none. What is said of a part ("no errors before 14:15") is another thing. */
const DENIALS: readonly RegExp[] = [
  /\bfalse (?:alarm|positive)s?\b/i,
  /\b(?:planned|scheduled) (?:test|drill|exercise)\b/i,
  /\b(?:only|just|merely|simply) an? (?:\w+ )?(?:test|drill|exercise|simulation)\b/i,
  /\b(?:all|everything) (?:is|was|went|runs?|ran|works?|worked) (?:\w+ )?(?:well|fine|normal(?:ly)?|healthy|ok|okay|smoothly)\b/i,
  /\bnothing (?:at all )?(?:has |had |ever )?(?:fail(?:ed|s)|happened|broke|is wrong|was wrong|went wrong)\b/i,
  /\bwithout (?:any|a single) (?:failure|error|problem|incident|fault)s?\b/i,
  /\bno (?:failure|error|fault|outage|problem)s? (?:at all|whatsoever|of the (?:service|application|system))\b/i,
  /\b(?:there (?:was|is|were|are)|it (?:was|is)) (?:really )?no(?:t an?)? (?:real )?(?:incident|outage|emergency)\b/i,
  new RegExp(
    String.raw`\bno ${THINGS} (?:was|were|is|are|has been|have been) (?:hit|affected|lost|harmed|touched|failing)\b`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:all|every) (?:the )?${THINGS} (?:went through|succeed(?:s|ed)?|passed|(?:was|were) (?:served|successful|fine))\b`,
    'i',
  ),
  /\b(?:errors?|failures?|incident|outage|exceptions?) (?:is|are|was|were) (?:\w+ly )?(?:benign|harmless|expected|intended|intentional|negligible|cosmetic|irrelevant|noise)\b/i,
  /\b(?:impact|damage) (?:is|was) (?:\w+ )?(?:negligible|none|nil|cosmetic|zero)\b/i,
  /\bno (?:real |actual )?(?:impact|damage|harm)\b/i,
  /\bno (?:\w+ )?(?:action|follow-up|intervention|response) (?:is |was |will be )?(?:needed|required|necessary)\b/i,
  /\b(?:can|may|should|could) (?:be |safely be |safely )?(?:ignored?|disregarded?|dismissed)\b/i,
  /\b(?:resolved|healed|fixed|recovered) (?:by )?itself\b/i,
  new RegExp(
    String.raw`\b${THINGS} (?:is|was|were|are|stayed|remained|kept) (?:\w+ly )?(?:healthy|available|stable|unaffected|fine|up)\b`,
    'i',
  ),
  /\b(?:ignore|disregard|discard|close) (?:this|the|that) (?:report|incident|alarm|alert|finding)s?\b/i,
];

const PAST =
  '(?:rolled ?back|reverted|re-?started|rebooted|(?:re-?)?deployed|deleted|removed|erased|disabled|enabled|stopped|killed|scaled|patched|fixed|repaired|resolved|mitigated|drained|switched|turned|changed|updated|raised|increased|applied|rotated|restored|cleared|notified|paged|informed|alerted|created|opened|sent|published|called|silenced)';
const OWN_DEED = new RegExp(
  String.raw`\b(?:I|we|the (?:model|agent|analyst))(?:['’]ve| have| has| had)?(?: \w+ly| already| just| then| now| also| since)* ${PAST}\b`,
  'i',
);
/** Without a quote nothing shows that it was done. */
const DONE = new RegExp(
  String.raw`(?:^|[.;,!?]\s*|\band |\b(?:was|were|been|got) (?:\w+ly |already |then |now )?)${PAST}\b`,
  'i',
);

const SPOKEN_HOUR = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2})';
const SPOKEN_TIMES: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:half|quarter|(?:five|ten|twenty|\d{1,2})(?: minutes)?) (?:past|to|after|before) ${SPOKEN_HOUR}\b`,
    'gi',
  ),
  new RegExp(
    String.raw`\b${SPOKEN_HOUR} (?:o['’]clock|in the (?:morning|afternoon|evening)|at night)\b`,
    'gi',
  ),
  /\b\d{1,2} ?[ap]\.?m\b/gi,
  /\b(?:at (?:midnight|noon|midday|dawn|dusk|night)|(?:middle|dead) of the night|in the (?:morning|afternoon|evening|night)|overnight)\b/gi,
];

/** Days and months, and what is relative to a day that nobody tells. */
const CALENDAR =
  /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b|\b(?:in|since|until|of|last) May\b|\b(?:yesterday|tomorrow|tonight|(?:last|previous|this|next) (?:night|morning|afternoon|evening|week|weekend|month|quarter|year))\b|\b\d{1,2}h\d{2}\b/g;

const NUMBER_WORDS =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const STRETCH = new RegExp(
  String.raw`\b(?<many>an?|${NUMBER_WORDS.join('|')}|several|many|\d{1,6}(?:\.\d+)?)[ -](?<unit>hour|day|week|month|year)s?\b`,
  'gi',
);
const HOUR = DAY_MS / 24;
const UNIT_MS: Readonly<Record<string, number>> = {
  hour: HOUR,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};

/** What the text denies although `errors` were counted. */
export function denialFaults(text: string, errors: number): readonly string[] {
  if (errors === 0) return [];
  const found = DENIALS.flatMap((denial) => denial.exec(text)?.[0] ?? []);
  return found.slice(0, 1).map((words) => `"${words}" denies what was counted: ${errors} errors`);
}

/** Deeds that the text claims; `quoted`: lines stand beside it that may show what others did. */
export function deedFaults(text: string, quoted: boolean): readonly string[] {
  const claims = OWN_DEED.test(text) || (!quoted && DONE.test(text));
  return claims ? ['it says that something was done: an investigation changes nothing'] : [];
}

/** Times of day and stretches in words: the first cannot be checked, the second cannot be longer than what was seen. */
export function spokenFaults(text: string, { startMs, endMs }: TimeRange): readonly string[] {
  const times = [...SPOKEN_TIMES, CALENDAR]
    .flatMap((form) => text.match(form) ?? [])
    .map((words) => `the time "${words}" is written in words: write it as the data has it`);
  const stretches = [...text.matchAll(STRETCH)]
    .filter(({ groups }) => stretchMs(groups?.many ?? '', groups?.unit ?? '') > endMs - startMs)
    .map(([words]) => `"${words}" is longer than the window`);
  return [...times, ...stretches];
}

function stretchMs(many: string, unit: string): number {
  const word = NUMBER_WORDS.indexOf(many.toLowerCase()) + 1;
  const count = /^\d/.test(many) ? Number(many) : Math.max(1, word);
  return count * (UNIT_MS[unit.toLowerCase()] ?? 0);
}
