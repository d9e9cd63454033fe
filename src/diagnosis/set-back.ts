// Whether a line takes back just what another changed: a setting has its earlier value again, or it says the opposite.
import type { LogEvent } from '../base/log-event.ts';
import { remembered } from '../base/remembered.ts';
import { NOT_TELLING } from '../evidence/contrast.ts';
import { peel } from '../evidence/peel.ts';
import { saysOpposite } from './opposite.ts';
import { settingIn, undoingOf } from './undo.ts';

const MAX_TEXT_CHARS = 500;
/** One change is held against every line behind it. */
const MAX_CHANGES = 8;
const undoingOfChange = remembered(undoingOf, MAX_CHANGES);

/** Of two lines, the later one second. Another log group has switches of the same name. */
export function setsBack(change: LogEvent, line: LogEvent): boolean {
  if (hasValueAgain(change.message, line.message)) return true;
  return (
    change.logGroup === line.logGroup &&
    saysOpposite(textOf(change.message), textOf(line.message)) &&
    concernsSame(change.message, line.message)
  );
}

function hasValueAgain(change: string, message: string): boolean {
  const undoing = undoingOfChange(change);
  if (undoing?.kind !== 'setting' || !mayTell(message, undoing.before)) return false;
  const setting = settingIn(message);
  const isSame = setting?.kind === 'setting' && setting.name === undoing.name;
  return isSame && setting.after === undoing.before;
}

/** Whether the value stands in the line at all: most lines are done with here. */
const mayTell = (message: string, value: string): boolean =>
  message.includes(value) || peel(message).text.includes(value);

const textOf = (message: string): string => peel(message).text.slice(0, MAX_TEXT_CHARS);

/** Who did it, which may differ. */
const WHO = /user|actor|author|by$/i;

/** Fields name what was changed: those of both have the same values. */
function concernsSame(change: string, message: string): boolean {
  const [own, others] = [peel(change).fields, peel(message).fields];
  return Object.entries(own).every(([name, value]) => {
    const other = others[name];
    return other === undefined || other === value || NOT_TELLING.test(name) || WHO.test(name);
  });
}
