// What a change names that set an incident off: a setting with both of its values, or a build. To undo it is then
// said with these names, and so is the way back. Only plain words count: the line is hostile text.
import { peel } from '../evidence/peel.ts';
import { triggerKindOf } from './trigger-kinds.ts';

export type Undoing =
  | {
      readonly kind: 'setting';
      readonly name: string;
      readonly before: string;
      readonly after: string;
    }
  | { readonly kind: 'build'; readonly build: string; readonly before: string | null };

const NAME = String.raw`(?<name>[A-Za-z][\w-]{0,40}(?:[./][\w-]{1,40}){0,6})`;
const WORD = String.raw`[\w.:%/+-]{1,60}`;
/** Within quotes a value may be some words. */
const QUOTED = String.raw`(?<=["'\`])${WORD}(?: ${WORD}){0,4}(?=["'\`])`;
const VALUE = `(?:${QUOTED}|${WORD}?)`;
/** One that nothing has to follow is told whole or not at all. */
const LAST_VALUE = String.raw`(?:${QUOTED}|(?<!["'\`])${WORD}?)`;
const END = String.raw`(?=["'\`]?(?:[\s,;)\]}]|[.](?:\s|$)|$))`;
const QUOTE = String.raw`["'\`]?`;
/** `Model reloaded: b (was a)`: the word for what was done is no part of the name. */
const DONE =
  '(?: (?:(?:re)?loaded|changed|updated|upgraded|switched|set|moved|applied|activated|replaced))?';
/** `x changed from 2 to 14`, `x: 2 -> 14`, `x was 2, now 14`, `x old=2 new=14`, and the same in JSON. */
const SETTING_FORMS: readonly RegExp[] = [
  new RegExp(
    `${NAME}${QUOTE}[ :=]{1,3}(?:(?:was|has been|is) )?(?:changed |set |raised |lowered |reduced |increased |updated |switched )?from ${QUOTE}(?<before>${VALUE})${QUOTE} to ${QUOTE}(?<after>${LAST_VALUE})${END}`,
    'i',
  ),
  // A link and what it leads to: `current -> releases/2 (was releases/1)`.
  new RegExp(
    `${NAME}${QUOTE} ?(?:->|=>|→) ?${QUOTE}(?<after>${VALUE})${QUOTE} \\((?:was|previously|formerly) ${QUOTE}(?<before>${VALUE})${QUOTE}\\)`,
  ),
  new RegExp(
    `${NAME}${QUOTE}${DONE}[ :=]{1,3}${QUOTE}(?<before>${VALUE})${QUOTE} ?(?:->|=>|→) ?${QUOTE}(?<after>${LAST_VALUE})${END}`,
  ),
  new RegExp(
    `${NAME}${QUOTE} (?:changed|updated|switched|set|moved): ?${QUOTE}(?<before>${VALUE})${QUOTE} ?(?:->|=>|→|to) ?${QUOTE}(?<after>${LAST_VALUE})${END}`,
    'i',
  ),
  new RegExp(
    `${NAME}${QUOTE}${DONE}[ :=]{1,3}${QUOTE}(?<after>${VALUE})${QUOTE} \\((?:was|previously|formerly|before:?) ${QUOTE}(?<before>${VALUE})${QUOTE}\\)`,
    'i',
  ),
  new RegExp(
    `${NAME}${QUOTE}[ :=]{1,3}was ${QUOTE}(?<before>${VALUE})${QUOTE},? (?:is )?now ${QUOTE}(?<after>${LAST_VALUE})${END}`,
    'i',
  ),
  new RegExp(
    `(?:key|name|setting|flag|parameter|property|option)["']?[=:] ?${QUOTE}${NAME}${QUOTE}[ ,]{1,2}["']?(?:old|from|before|previous)(?:_?value)?["']?[=:] ?${QUOTE}(?<before>${VALUE})${QUOTE}[ ,]{1,2}["']?(?:new|to|after|current)?(?:_?value)?["']?[=:] ?${QUOTE}(?<after>${LAST_VALUE})${END}`,
    'i',
  ),
  new RegExp(
    `${NAME}[ :]{1,2}old(?:_value)?=${QUOTE}(?<before>${VALUE})${QUOTE},? new(?:_value)?=${QUOTE}(?<after>${LAST_VALUE})${END}`,
    'i',
  ),
];
/** Words that stand where a setting's name would. */
const NO_SETTING =
  /^(?:cname|alias|record|aaaa|a|txt|mx|srv|ns|ptr|redirect|route|mapping|symlink|link|config|configuration|setting|settings|changed|updated|(?:re)?loaded|upgraded|switched|moved|applied|activated|replaced|value|values|it|was|is|level|info|warn|status|state|time|traffic)$/i;

const BUILD = String.raw`(?:v?\d{1,5}(?:\.\d{1,6}){1,3}(?:[-+][\w.]{1,40})?|(?=[a-z]*\d)[0-9a-f]{7,40}|(?:build|rel|release|r|b)[-.#_]?\d[\w.-]{0,40})`;
const BUILD_WORD = '(?:version|build|release|revision|rev|image|tag|commit|sha)';
const BUILD_FORMS: readonly RegExp[] = [
  new RegExp(
    `\\bfrom ${QUOTE}(?:${BUILD_WORD} )?(?<before>${BUILD})${QUOTE} to ${QUOTE}(?:${BUILD_WORD} )?(?<build>${BUILD})${END}`,
    'i',
  ),
  new RegExp(`(?<before>${BUILD}) ?(?:->|=>|→) ?(?<build>${BUILD})${END}`, 'i'),
  new RegExp(
    `\\b${BUILD_WORD}s?["']?[ :=#]{1,3}${QUOTE}(?<build>[\\w.+-]{0,60}\\d[\\w.+-]{0,60}?)${END}`,
    'i',
  ),
  new RegExp(`:(?<build>v?\\d{1,5}(?:\\.\\d{1,6}){1,3})${END}`),
  new RegExp(`(?<![\\w.-])(?<build>${BUILD})${END}`, 'i'),
];
const BEFORE = new RegExp(
  `\\b(?:previous|prev|old|replac(?:es|ing))(?:[ _-]?${BUILD_WORD})?["']?[ :=]{1,3}${QUOTE}(?<before>${BUILD})${END}`,
  'i',
);
const MAX_LINE_CHARS = 500;

/** Kinds of change that set a value. */
const SETS_A_VALUE: ReadonlySet<string> = new Set(['configuration-change', 'scaling', 'change']);

/** Words of a new build on its way, however it is told. */
const ROLLED_OUT = /\b(?:roll(?:ed|ing)?[ -]?out|canary|upgraded?|promoted?)\b/i;

/** What the trigger changed, by name: a deployment a build or a setting; of what no kind knows, a setting too. */
export function undoingOf(message: string): Undoing | null {
  const kind = triggerKindOf(peel(message).text) ?? triggerKindOf(message);
  if (kind?.name === 'deployment') return buildIn(message) ?? settingIn(message);
  if (kind === null && ROLLED_OUT.test(message)) return settingIn(message) ?? buildIn(message);
  return kind === null || SETS_A_VALUE.has(kind.name) ? settingIn(message) : null;
}

/** The setting that the line says was changed; null where it does not name it with both values. */
export function settingIn(message: string): Undoing | null {
  for (const text of textsOf(message)) {
    for (const form of SETTING_FORMS) {
      const { name, before, after } = form.exec(text)?.groups ?? {};
      if (name === undefined || before === undefined || after === undefined) continue;
      if (!NO_SETTING.test(name) && before !== after)
        return { kind: 'setting', name: ofWhat(text, name), before, after };
    }
  }
  return null;
}

/** `memory limit of web-worker`, where the line says what of it was changed. */
function ofWhat(text: string, name: string): string {
  const [, what] =
    /\b([a-z]\w*(?: [a-z]\w*)?) of (?:the )?$/i.exec(text.slice(0, text.indexOf(name))) ?? [];
  return what === undefined ? name : `${what} of ${name}`;
}

/** The build that the line says went live; null where it names none. */
export function buildIn(message: string): Undoing | null {
  for (const text of textsOf(message)) {
    for (const form of BUILD_FORMS) {
      const { build, before } = form.exec(text)?.groups ?? {};
      if (build === undefined) continue;
      return { kind: 'build', build, before: before ?? BEFORE.exec(text)?.groups?.before ?? null };
    }
  }
  return null;
}

/** Words that may stand between what was done and a build, and name no service. */
const NO_SERVICE =
  /^(?:(?:new|latest|next|app(?:lication)?|service|code|package|chart|image|tag|to|as|at|of|from|in|on|with|by|prod(?:uction)?|live|successfully|now|v|r|hotfix|candidate|patch)$|(?:version|build|release|revision|rev|commit|sha)\b)/i;
const DEPLOYED =
  /\b(?:deployed|deploying|rolled out|rolling out|released|upgraded|promoted)[ :]{1,2}(?<service>[a-z][a-z\d]*(?:[-_][a-z\d]+){0,5})[ :@]{1,2}(?:(?:version|build|release) )?(?:v\d|\d{1,5}\.\d)/i;

/** The service whose new build the line announces: `deployed reporting 2.2`; null where it names none. */
export function deployedService(message: string): string | null {
  const name = DEPLOYED.exec(message.slice(0, MAX_LINE_CHARS))?.groups?.service;
  return name === undefined || NO_SERVICE.test(name) ? null : name;
}

/** The message proper first: a time stamp in front of it looks like many things. */
function textsOf(message: string): readonly string[] {
  const inner = peel(message).text.slice(0, MAX_LINE_CHARS);
  return inner === message ? [inner] : [inner, message.slice(0, MAX_LINE_CHARS)];
}

/** What undoes it, as the title of an action. */
export function undoTitle(undoing: Undoing, component: string | null): string {
  if (undoing.kind === 'setting') {
    return `Set ${undoing.name} back from ${undoing.after} to ${undoing.before}`;
  }
  const of = component === null || component === undoing.build ? '' : ` of ${component}`;
  return undoing.before === null
    ? `Roll back build ${undoing.build}${of} to the one before it`
    : `Roll back build ${undoing.build}${of} to ${undoing.before}`;
}

/** The way back from undoing it. */
export function undoRollback(undoing: Undoing): string {
  return undoing.kind === 'setting'
    ? `Set ${undoing.name} to ${undoing.after} again, once it was tested under load.`
    : `Deploy build ${undoing.build} again, once the fault in it is mended.`;
}
