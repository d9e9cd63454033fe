// Order is precedence: what surely names a mechanism stands before what only tends to, a cause before the classes that
// report it. The first row that matches decides.
import { ACCESS_WORDS, CREDENTIALS, DENIED, LOGIN_FAILED, STATUS_401_403 } from './access.ts';
import {
  APPLICATION_WORDS,
  GENERAL_CLASSES,
  OWN_500,
  RUNTIME_ERRORS,
  STATEMENTS,
} from './application.ts';
import { CONFIGURATION_WORDS, MODULES, RESOURCES, SETTINGS, STARTUP } from './configuration.ts';
import {
  CONNECTION_WORDS,
  DNS,
  POOL,
  REFUSED,
  RESET,
  TLS,
  UNREACHABLE,
  WRONG_NODE,
} from './connection.ts';
import { ANSWER_TIMEOUT, ANSWERED_5XX, EXTERNAL_WORDS, RATE_LIMITED, TIMEOUT } from './external.ts';
import {
  CAPACITY,
  CONSUMER_TIME,
  DESCRIPTORS,
  DISK,
  DISK_FAILING,
  FUNCTION_TIMEOUT,
  LAMBDA_LIMIT,
  LOCKS,
  MEMORY,
  QUOTA,
  RESOURCE_WORDS,
} from './resource.ts';
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [
  // What runs out on this machine: everything else follows from it.
  ...[MEMORY, DESCRIPTORS, DISK, DISK_FAILING, LAMBDA_LIMIT, FUNCTION_TIMEOUT],
  // Ways to a peer, and capacity, that have words of their own.
  ...[TLS, POOL, LOCKS, CAPACITY, CONSUMER_TIME],
  // Before 401 and 403 reach a connection's words: the peer answered.
  ...[DENIED, CREDENTIALS, STATUS_401_403],
  ...[ANSWER_TIMEOUT, DNS, REFUSED, RESET, WRONG_NODE, UNREACHABLE],
  ...[MODULES, SETTINGS, RESOURCES],
  ...[RUNTIME_ERRORS, OWN_500],
  ...[RATE_LIMITED, QUOTA, ANSWERED_5XX, TIMEOUT],
  // The same in free words, less sure each.
  ...[RESOURCE_WORDS, CONNECTION_WORDS, ACCESS_WORDS, EXTERNAL_WORDS, CONFIGURATION_WORDS],
  // What only says where it failed.
  ...[LOGIN_FAILED, STARTUP, STATEMENTS, APPLICATION_WORDS, GENERAL_CLASSES],
];
