// What a service is called: by its log group or log stream, by the lines it writes. Its own name says where lines come from, not
// what fails.
import type { Finding } from '../evidence/types.ts';
import { logGroupOfWriter, serviceOfWriter } from '../evidence/writers.ts';

/** Last parts of names that say what is logged, not who logs. */
const NO_SERVICE =
  /^(?:app(?:lication)?|logs?|std(?:out|err)|all|main|default|output|prod(?:uction)?|containers?|access|errors?|events?|syslog|kern|dmesg|service|svc|server)$/i;

/** `/aws/rds/instance/orders-db/postgresql`: behind the name of the database stands which of its logs it is. */
const OF_RDS = /\/rds\/(?:instance|cluster|proxy)\/([^/]+)/;

/** The last telling part of a log group's name, which is the service's by common custom; of several in one group its own name. */
export function serviceIn(writer: string): string {
  const service = serviceOfWriter(writer);
  if (service !== null && !NO_SERVICE.test(service)) return service;
  const logGroup = logGroupOfWriter(writer);
  const [, database] = OF_RDS.exec(logGroup) ?? [];
  if (database !== undefined) return database;
  const parts = logGroup.split('/').filter((part) => part !== '');
  return parts.findLast((part) => !NO_SERVICE.test(part)) ?? parts.at(-1) ?? logGroup;
}

/** What the service that logs these findings is called, by their lines and by their log groups. */
export function namesOfServiceOf(own: readonly Finding[]): readonly string[] {
  const said = own.flatMap(({ samples }) => samples.flatMap(({ peeled }) => peeled.service ?? []));
  const groups = own.flatMap(({ logGroups }) => logGroups.map(({ name }) => serviceIn(name)));
  return [...new Set([...said, ...groups])];
}
