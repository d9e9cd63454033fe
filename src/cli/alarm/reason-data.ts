// What an alarm's state says of its own data: JSON within JSON, of which only the beginning of the data is of use.
import { z } from 'zod';

const REASON_DATA = z.looseObject({ startDate: z.string() });

/** Where the data begin that an alarm was judged by; null where that does not stand there. */
export function startOfData(reasonData: unknown): number | null {
  const data = typeof reasonData === 'string' ? parsed(reasonData) : reasonData;
  const read = REASON_DATA.safeParse(data);
  return read.success ? timeOf(read.data.startDate) : null;
}

/** `+0000`, as CloudWatch writes it, is no form that every reader knows. */
export function timeOf(text: string): number | null {
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isFinite(ms) ? ms : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
