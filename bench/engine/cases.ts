// What is asked of the engine, and how others are asked for what comes nearest.
import type { Corpus } from './logs.ts';

export interface Case {
  readonly name: string;
  readonly on: keyof Corpus;
  readonly query: string;
  /** Whether only an hour of the day is asked for. */
  readonly hour: boolean;
  /** What ripgrep and grep count the lines of; null: they cannot tell. */
  readonly pattern: string | null;
  /** SQL over the view `logs`, whose one column of text files is `line`; null: nothing comes near. */
  readonly sql: string | null;
}

const ERRORS = '(error|fail|exception|timeout|unable|denied|invalid)';
/** A status of a client's or a server's fault: no three characters of it are certain. */
const STATUS = ' [45][0-9][0-9] ';
const ERROR_FILTER = `filter @message like /(?i)${ERRORS}/ | sort @timestamp desc | limit 100`;
const SQL_ERRORS = `select line from logs where regexp_matches(line, '(?i)${ERRORS}') order by line desc limit 100`;

export const CASES: readonly Case[] = [
  {
    name: 'error filter, sort, limit 100',
    on: 'text',
    query: ERROR_FILTER,
    hour: false,
    pattern: `(?i)${ERRORS}`,
    sql: SQL_ERRORS,
  },
  {
    name: 'the same in one hour of the day',
    on: 'text',
    query: ERROR_FILTER,
    hour: true,
    pattern: `(?i)${ERRORS}`,
    sql: null,
  },
  {
    name: 'count by bin(5m)',
    on: 'text',
    query: 'stats count(*) by bin(5m)',
    hour: false,
    pattern: null,
    sql: "select line[:15], count(*) from logs where line like '2026-%' group by 1",
  },
  {
    name: 'one rare word',
    on: 'text',
    query: 'filter @message like /PutItem/ | stats count(*)',
    hour: false,
    pattern: 'PutItem',
    sql: "select count(*) from logs where contains(line, 'PutItem')",
  },
  {
    name: 'regular expression without literal',
    on: 'text',
    query: `filter @message like /${STATUS}/ | stats count(*)`,
    hour: false,
    pattern: STATUS,
    sql: `select count(*) from logs where regexp_matches(line, '${STATUS}')`,
  },
  {
    name: 'JSON field aggregation',
    on: 'json',
    query: 'stats count(*), avg(durationMs), max(durationMs) by level',
    hour: false,
    pattern: null,
    sql: 'select level, count(*), avg(durationMs), max(durationMs) from logs group by 1',
  },
  {
    name: 'error filter in subscription records',
    on: 'records',
    query: ERROR_FILTER,
    hour: false,
    pattern: `(?i)${ERRORS}`,
    sql: null,
  },
  {
    name: 'error filter in gzip',
    on: 'gzip',
    query: ERROR_FILTER,
    hour: false,
    pattern: `(?i)${ERRORS}`,
    sql: SQL_ERRORS,
  },
];
