// What node:fs and its like call a fault: ENOENT, EACCES.

/** null where it has no such name. */
export function errorCode(fault: unknown): string | null {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : null;
}
