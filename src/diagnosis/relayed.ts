// What a database said, as the one writes it down who asked it: the failure is the database's, not that of who tells of it.
import type { Finding, Occurrence } from '../evidence/types.ts';
import { textOf } from './callees.ts';
import { namesOfServiceOf } from './service-name.ts';
import type { Signature } from './signature.ts';

const MAX_TEXT_CHARS = 4_000;
/** The row of the table for transactions that block each other. */
const LOCKS = 'database-lock';
/** Failures of a database server itself; that it knows no such column or user is told of who asks for it. */
const OF_SERVER =
  /^(?:too-many-connections|database-(?:lock|statement-time-out|read-only|shut-down|refused))$/;
/** Failures of any machine: whose it is, the driver's words before them tell. */
const OF_ANY = /^(?:disk-full|storage-not-responding)$/;
/** Drivers and the forms in which they hand on what the server said; an embedded database is a part of who uses it. */
const DRIVER =
  /\bpq: |\bpsycopg\d?\b|\bpgx\b|\bPG::\w|\bPSQLException\b|\bSQLSTATE\b|\bjdbc:(?!sqlite|h2|hsqldb|derby)\w|\bMySQL\w*(?:Error|Exception)\b|\bER_[A-Z_]{4,40}\b|\bSequelize\w*Error\b|\bSqlException\b|\bORA-\d{5}\b|\bMongo(?:Server|Network|Bulk)?\w*(?:Error|Exception)\b|\b(?:sqlalchemy\.exc|django\.db\.utils)\./;
const EMBEDDED = /\bsqlite|\bSQLITE_/i;
/** The words of a server by themselves, or behind the level that it gives them. */
const SEVERITY = /^(?:\[[^\]\n]{0,40}\] ?)*(?:(?:ERROR|FATAL|PANIC|Error)[: ]+)?$/;
/** What a database's log goes by. */
const DATABASE_NAME =
  /(?:^|[-_./\d])(?:db|database|postgres\w*|pg|mysqld?|mariadb|mongo\w*|oracle|mssql|rds|aurora)(?:$|[-_./\d])/i;

/** Names of the database, the more telling first: the host that was asked, then what it is called there. */
const NAMED: readonly RegExp[] = [
  /\bserver at "([A-Za-z0-9][\w.-]{1,150})"/,
  /\b(?:jdbc:[a-z:]{2,20}|postgres(?:ql)?:|mysql:|mongodb(?:\+srv)?:)\/\/(?:[^\s@/]{1,80}@)?([A-Za-z0-9][\w.-]{1,150}(?::\d{2,5})?)/,
  /\b(?:db_?)?host(?:name)?["']?[=: ]["' ]?([A-Za-z][\w.-]{1,150}(?::\d{2,5})?)/i,
  /\bdatabase "([A-Za-z][\w.-]{1,60})"/,
  /\b(?:dbname|database|db)=["']?([A-Za-z][\w.-]{1,60})/i,
  /\b(?:on|in|to|of|updating|reading) (?:the )?database ([a-z][a-z0-9]*[_.-][\w.-]{1,60})(?![\w.-])/,
];

/** Whether a service that is no database hands on what a database said of itself. */
export function isRelayed(finding: Finding, signature: Signature | null): boolean {
  if (finding.category !== 'connection' && finding.category !== 'resource') return false;
  if (isDatabase(finding)) return false;
  const ofServer = signature !== null && OF_SERVER.test(signature.name);
  if (signature !== null && !ofServer && !OF_ANY.test(signature.name)) return false;
  return [finding.sample, ...finding.samples].every((occurrence) => {
    const text = textOf(occurrence);
    if (EMBEDDED.test(text)) return false;
    return DRIVER.test(text) || (ofServer && isToldOf(occurrence, signature));
  });
}

/** Whether transactions wait for each other in a database server, as it says itself or who asks it hands on. */
export function waitsInServer(finding: Finding, signature: Signature | null): boolean {
  if (signature?.name !== LOCKS) return false;
  return isDatabase(finding) || isRelayed(finding, signature);
}

const isDatabase = (finding: Finding) =>
  namesOfServiceOf([finding]).some((name) => DATABASE_NAME.test(name));

/** There are words before those of the server: who tells them adds what it was about. */
function isToldOf({ peeled }: Occurrence, signature: Signature): boolean {
  const text = peeled.text.slice(0, MAX_TEXT_CHARS);
  const at = signature.any.flatMap((form) => form.exec(text)?.index ?? []);
  return at.length > 0 && !SEVERITY.test(text.slice(0, Math.min(...at)));
}

/** The one name that all samples give the database; null where they give none. */
export function databaseNamed({ sample, samples }: Finding): string | null {
  const named = [sample, ...samples].map((occurrence) => nameIn(textOf(occurrence)));
  const [first = null] = named;
  return named.every((name) => name === first) ? first : null;
}

function nameIn(text: string): string | null {
  for (const form of NAMED) {
    const name = form.exec(text)?.[1];
    if (name !== undefined) return name.replace(/[.:-]+$/, '');
  }
  return null;
}
