// What journald writes of a line from a program's output: the priority is its own choice, and says nothing of the line.
// https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html

/** The record with the line as a shipper's `log` and without that priority; any other record as it is. */
export function withoutOwnPriority(record: object): object {
  // Nearly all records are none of journald's: they are not to be copied.
  if (!('PRIORITY' in record && 'MESSAGE' in record)) return record;
  const { PRIORITY, MESSAGE, ...rest } = record as Readonly<Record<string, unknown>>;
  const isOutput = rest._TRANSPORT === 'stdout' || typeof rest.CONTAINER_NAME === 'string';
  return isOutput && typeof MESSAGE === 'string' ? { log: MESSAGE, ...rest } : record;
}
