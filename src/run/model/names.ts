// Words of a text that name something – a host, a resource, a class, a setting, a product – and not just anything.

/** Words in code marks or quotes. */
export const QUOTED = /`([^`]{1,400})`|"([^"\n]{2,500})"|“([^”]{2,500})”/g;
const WORD = /[\p{L}\p{N}_$@#/\\.:+~*=<>[\]{}|&%-]+/gu;
const EDGE = /^[.:=*~<>[\]{}|&+-]+|[.:=*~<>[\]{}|&+-]+$/g;
const PRODUCED_ID = /^[FEA]\d{1,4}$/;
const QUANTITY = /^[~<>=-]*\d[\d.,:]*(?:%|ms|s|sec|m|min|h|d|[kKMGT]i?B?|x|st|nd|rd|th)?$/;
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?$/;
/** Letters and digits mixed, or letters with anything but letters and a hyphen between them. */
const MIXED = /\p{L}.*\d|\d.*\p{L}/u;
const STRUCTURED = /[\p{L}\p{N}][_$@#/\\:.=][\p{L}\p{N}]|^[/$@#]/u;
const CAMEL = /\p{Ll}\p{Lu}/u;
const HYPHENATED = /^\p{L}+(?:-\p{L}+)+$/u;
/** Words on both sides of a slash: "read/write", "and/or". */
const EITHER_OR = /^[a-z]{2,12}\/[a-z]{2,12}$/i;
const ABBREVIATION = /^(?:e\.g|i\.e|a\.m|p\.m|vs|etc|approx)$/i;

/** Parts of ordinary compounds; one that holds another word is looked for in the evidence. */
const COMPOUND_PARTS = new Set(
  'a able access all and application at auto back based bound by call caller case cause cold connection correct cross cut data day dead depth down downstream due driven early end error event ever existing facing fail failed failing fast first five follow for free full further general grained group half handling hand hard high hour in inter intermittent internal known last late later lead left level life like lived load local lock log long loop low made memory mid minute more most multi near new no non not null of off on once one only open out over own part party per pool post pre process queue rate re read ready real related request response retry right risk root run running same second self server service set setting short side single size slow small so specific start state steady step still stop storm sub system term the then third thread three through time to top trace two under up upstream use used user wait wide window wise with word work write zero'.split(
    ' ',
  ),
);
/** Names of products that are written in small letters too, or begin a sentence. */
const PRODUCTS = new Set(
  'redis kafka postgres postgresql mysql mariadb mongodb mongo elasticsearch opensearch rabbitmq activemq memcached cassandra dynamodb aurora kinesis sqs sns rds ec2 ecs eks fargate cloudfront route53 elasticache redshift oracle sqlserver clickhouse influxdb neo4j couchbase zookeeper etcd consul vault istio envoy nginx haproxy traefik tomcat jetty hikari hikaricp pgbouncer celery sidekiq airflow spark flink hadoop kubernetes docker terraform jenkins datadog grafana prometheus splunk stripe paypal okta auth0 keycloak twilio sendgrid salesforce github gitlab azure cloudflare akamai fastly'.split(
    ' ',
  ),
);
/** Abbreviations that are no names of this system. */
const TRADE = new Set(
  'ACID AMQP API ARN ASG AZ CA CDN CI CIDR CLI CPU CRUD CSV CVE DB DLQ DNS DTO EOF ETL FIFO FTP GB GC GET GPU GRPC HTML HTTP HTTPS IAM ID IDE INFO IO IOPS IP IPV JDBC JDK JIT JMS JMX JSON JVM JWT KB KMS LAN LIFO LRU MB MQ MTTR NAT NFS NPE NTP OOM ORM OS PDF PEM PID POST PUT QPS RAM REST RPC RPS RTT SDK SIGKILL SIGTERM SLA SLI SLO SMTP SOP SQL SRE SSD SSH SSL TB TCP TLS TTL UDP UI URI URL UTC UTF UUID VM VPC VPN WAN WARN XML YAML AND OR NOT NULL'.split(
    ' ',
  ),
);
/** Capitalised words that are no names of this system. */
const COMMON_CAPITALS = new Set(
  'AWS Amazon CloudWatch Lambda Logs Insights Java JavaScript Python Node Go Ruby PHP Rust Linux Windows English Unix Internet I UTC JSON HTTP HTTPS TCP DNS TLS SQL API CPU GC JVM SDK IAM ARN URL'.split(
    ' ',
  ),
);

/** Names in the text, each once: what is quoted stands for itself, and is left out of the rest. */
export function namesIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(QUOTED)].map((match) => match.slice(1).find(Boolean) ?? '');
  const rest = text.replace(QUOTED, ' , ');
  const words = [...rest.matchAll(WORD)].map((match) => ({
    word: match[0].replace(EDGE, ''),
    isFirst: startsSentence(rest, match.index),
  }));
  const named = words
    .filter(({ word, isFirst }) => isName(word, isFirst) || PRODUCTS.has(word.toLowerCase()))
    .map(({ word }) => word);
  return [...new Set([...quoted.filter((one) => !PRODUCED_ID.test(one)), ...named])];
}

/** Ids of findings and evidence in the text. */
export function idsIn(text: string): readonly string[] {
  return [...new Set(text.match(/\b[FE]\d{1,4}\b/g) ?? [])];
}

const startsSentence = (text: string, at: number): boolean =>
  /(?:^|[.!?:;]|\n)[\s"'(*-]*$/.test(text.slice(Math.max(0, at - 12), at));

function isName(word: string, isFirst: boolean): boolean {
  if (word.length < 2 || PRODUCED_ID.test(word) || QUANTITY.test(word) || ISO_TIME.test(word))
    return false;
  if (EITHER_OR.test(word) || ABBREVIATION.test(word)) return false;
  if (HYPHENATED.test(word))
    return !word
      .toLowerCase()
      .split('-')
      .every((part) => COMPOUND_PARTS.has(part));
  if (MIXED.test(word) || STRUCTURED.test(word) || CAMEL.test(word)) return true;
  return !isFirst && isProperNoun(word);
}

/** A capital inside of a sentence; some abbreviations are words of the trade. */
function isProperNoun(word: string): boolean {
  if (!/^\p{Lu}\p{L}+$/u.test(word) || COMMON_CAPITALS.has(word)) return false;
  return !TRADE.has(word.replace(/s$/, ''));
}
