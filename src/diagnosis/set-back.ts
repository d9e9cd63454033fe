// Whether a line takes back just what another changed: a setting has its earlier value again, or it says the opposite.
import { peel } from '../evidence/peel.ts';
import { saysOpposite } from './opposite.ts';
import { settingIn, undoingOf } from './undo.ts';

const MAX_TEXT_CHARS = 500;

/** `change` and `message` are whole lines, the later one second. */
export function setsBack(change: string, message: string): boolean {
  return hasValueAgain(change, message) || saysOpposite(textOf(change), textOf(message));
}

function hasValueAgain(change: string, message: string): boolean {
  const undoing = undoingOf(change);
  if (undoing?.kind !== 'setting') return false;
  const setting = settingIn(message);
  const isSame = setting?.kind === 'setting' && setting.name === undoing.name;
  return isSame && setting.after === undoing.before;
}

const textOf = (message: string): string => peel(message).text.slice(0, MAX_TEXT_CHARS);
