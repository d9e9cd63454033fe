// The shapes of log headers, each a sticky expression that is tried at one place only. Every repetition is bounded, so
// that a hostile line costs no more than its length.

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const UPPER =
  'FATAL|FATA|CRITICAL|CRIT|EMERGENCY|EMERG|ALERT|PANIC|DPANIC|FTL|ERROR|ERRO|ERR|SEVERE|WARNING|WARN|WRN|INFORMATION|INFO|INF|NOTICE|DEBUG|DEBU|DBG|CONFIG|FINEST|FINER|FINE|TRACE|TRC|VERBOSE|VRB|AUDIT|PANIK|FEHLER|SCHWERWIEGEND|WARNUNG|ERREUR|ERRORE|GRAVE';
export const CONTAINER = /\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP] /y;
export const PRIORITY = /<(\d{1,3})>/y;
/** Version, time, host, program, process, message id, structured data (RFC 5424 §6); the program is caught. */
export const RFC5424 =
  /1 (?:-|\S{10,40}) \S{1,255} (\S{1,48}) \S{1,128} \S{1,32} (?:-|(?:\[(?:[^\]"\n]|"(?:[^"\\\n]|\\.){0,200}"){0,200}\]){1,8}) ?(?:\uFEFF|\\ufeff)?/y;
/** The program in front of a message that has no host. */
export const SYSLOG_TAG = /([\w./@-]{1,64})\[\d{1,8}\]: /y;
export const SOURCE_FILE =
  /(?:[\w./-]{1,80}(?:\.log[\w.:-]{0,40}|\s{1,10}\|)\s(?=\[?\d{4}-|\{")|\[pod\/[^\]\n]{1,200}\] (?=\S)|(?:-|[A-Z][A-Z_]{2,15}) (?=1\d{9} \d{4}[.-]\d\d)|\[\d{1,8}\] (?=\d{4}[-/]\d\d[-/]\d\d ))/y;
export const HOST = /[\w./#@:-]{1,64} /y;
export const PIPE_ID = /\d{1,12}\|/y;
export const CONTEXT_ID = /\[(?:(req-[0-9a-f-]{36})[^\]\n]{0,200}|-(?: -)*)\]\s?/y;
export const COLUMN = /([A-Z][A-Z0-9]{1,11}) {2,}/y;
/** Host and program; a program with spaces in its name only where its process id follows. */
export const SYSLOG_APP =
  /(?![A-Z]{4,8} )[\w.@#/-]{1,128} ([\w./@()+-]{1,64}(?= ?[[:(])|[A-Z][\w.()+-]{0,30}(?: [\w.()+-]{1,30}){1,3}(?=\[\d))(?:\[\d{1,8}\])?(?: \([^()\n]{1,120}\))?: /y;
/** The same behind a time that other loggers write too: only with a process id, or from the kernel. */
export const SYSLOG_PROCESS =
  /(?![A-Z]{3,8} )[\w.-]{1,128} (?:([\w./@()+-]{1,64})\[\d{1,8}\]|(kernel)): /y;
/** Heroku's source and dyno: `app[web.1]: `, `heroku[router]: `. */
export const DYNO = /([a-z][\w-]{1,40}\[[a-z][\w.-]{1,40}\]): /y;
/** A row of the Windows event viewer: level, date, source, id, task category, then the message. */
export const WINDOWS =
  /(Critical|Error|Warning|Information|Verbose|Audit (?:Success|Failure))[,\t]\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} [\d:.]{5,12}(?: [AP]M)?[,\t]([^,\t\n]{1,120})[,\t]\d{1,8}[,\t][^,\t\n]{0,80}[,\t]"?/y;
/** A level in small letters or as a word begins, set off by a single blank: directly behind a time only. */
export const SPACED_LEVEL =
  /(fatal|critical|crit|error|err|warning|warn|info|debug|trace|Fatal|Critical|Error|Warning|Warn|Info|Information|Debug|Trace)(?= \S)/y;
/** Winston: `[label] error: `, the level in small letters. */
export const LABELLED_LEVEL =
  /\[([A-Za-z][\w./-]{0,60})\] (error|warn|info|debug|verbose|silly)(?=: \S)/y;
/** What such a word belongs to where it is one of a sentence: ` budget`, ` rate is`, ` in`. */
export const TERM =
  / (?:budgets?|rates?|counts?|counters?|queues?|handlers?|handling|pages?|logs?|logging|codes?|report(?:s|ing)?|messages?|boundar(?:y|ies)|polic(?:y|ies)|thresholds?|stat(?:s|istics)?|metrics?|recovery|correction|level|mode|tracking|notifications?|files?|responses?|status|summar(?:y|ies)|middleware|margins?|bars?|lights?|signs?|alarms?|alerts?|rules?|types?|classes|class|endpoints?|paths?|sections?|sessions?|is|was|are|were|has|had|and|or|of)\b/y;
/** Seconds since the kernel began. */
export const UPTIME = /\[ {0,8}\d{1,8}\.\d{6}\] (?=\S)/y;
/** What syslog says instead of a message that it has just said. */
export const REPEATED = /[\w.@#/-]{1,128} (?=(?:-{3} )?last message repeated \d)/y;
/** A row of a table: its number, a node with a number, up to three further columns, seconds since 1970 and a flag. */
export const COLUMNS =
  /\d{1,12} (?=[\w.:-]{0,40}\d)[\w.:-]{1,64} (?:[\w.:-]{1,64} ){0,3}1\d{9} \d{1,3} (?=\S)/y;
export const KLOG =
  /([IWEF])(?:20\d\d)?\d{4} \d\d:\d\d:\d\d\.\d{3,6}\s{1,8}\d{1,8} ([\w./-]{1,80}:\d{1,6})\] /y;
/** CockroachDB: an initial, a short date, the goroutine, a file, then what runs it in brackets and a counter. */
export const COCKROACH =
  /([IWEF])\d{6} \d\d:\d\d:\d\d\.\d{3,9} {1,8}\d{1,12} (?:\d{1,2}@)?([\w./-]{1,120}\.go:\d{1,6}) (?:⋮ )?(?=\[)/y;
/** `[Nest] 12  - 03/01/2026, 10:00:00 AM   ERROR [Context] `: the date in the words of any locale. */
export const NEST =
  /\[\w[\w -]{0,40}\] \d{1,8} {1,3}- [^A-Za-z\n]{8,28}(?:[AaPp][Mm])?\s{1,8}(FATAL|ERROR|WARN|LOG|DEBUG|VERBOSE) (?:\[([^\]\n]{1,120})\] )?/y;
/** `[#|time|LEVEL|product|logger|_ThreadID=…;|`; the message follows, often on the next line. */
export const GLASSFISH =
  /\[#\|[^|\n]{10,40}\|(EMERGENCY|ALERT|SEVERE|WARNING|INFO|CONFIG|FINEST|FINER|FINE)\|[^|\n]{0,80}\|([^|\n]{0,120})\|(?:[^|\n]{0,300}\|)?/y;
/** Passenger: `[ E 2026-11-20 10:00:00.1234 77/T1 file.cpp:12 ]: `. */
export const PASSENGER = /\[ ([CEWNID])\w? \d{4}-\d\d-\d\d [\d:.]{8,16} [^\]\n]{1,160}\]: /y;
/** Erlang's `=ERROR REPORT==== 20-Nov-2026::10:00:00.123 ===`; the message follows on the next lines. */
export const ERLANG =
  /=([A-Z]{4,10}) REPORT==== \d{1,2}-[A-Z][a-z]{2}-\d{4}::[\d:.]{7,16}(?: UTC)? ===/y;
/** WebLogic: time, level and subsystem; machine, server, thread, user and others; an id, and the message behind it. */
export const WEBLOGIC =
  /####<[^>\n]{10,80}> <(Emergency|Alert|Critical|Error|Warning|Notice|Info|Debug|Trace)> <([^>\n]{0,60})> (?:<(?!BEA-)[^\n]{0,120}?> ){0,9}(?:<BEA-\d{4,8}> )?/y;
/** WebSphere behind its time: thread, short name and an initial in a column of its own. */
export const WEBSPHERE = /[0-9a-f]{8} (\S{1,13}) {1,13}([FEWAICD]) {3}/y;
/** Db2 behind its time: the zone in minutes, the record's id and the level. */
export const DB2 =
  /(?:[+-]\d{3} )?[A-Z]\d{1,12}[A-Z]?\d{0,8} {1,24}LEVEL: (Critical|Severe|Error|Warning|Event|Info)\b/y;
/** Celery: `: ERROR/ForkPoolWorker-1] ` behind the time, whose bracket is still open; Python's multiprocessing opens one. */
export const SLASHED_LEVEL = new RegExp(`\\[?(${UPPER})/([\\w.:-]{1,80})\\](?=\\s|$)`, 'y');
/** Minecraft and Log4j: `[Server thread/ERROR]: `. */
export const THREAD_LEVEL = new RegExp(`\\[([^\\][/\\n]{1,80})/(${UPPER})\\](?=:? |:?$)`, 'y');
/** `[12] user@db ERROR:  ` and, on RDS, `:10.0.0.1(1234):user@db:[12]:ERROR:  `. */
export const POSTGRES =
  /(?:\[\d{1,10}(?:-\d{1,8})?\] (?:[^\s@]{1,64}@[^\s@]{1,64} )?|:(?:[^\s@]{0,255}:)?[^\s@:]{0,64}@[^\s@:]{0,64}:\[\d{1,10}\]:)(PANI[CK]|FATAL|ERRORE?|FEHLER|ERREUR|WARN(?:ING|UNG)|NOTICE|LOG|INFO|DEBUG\d?|HINT|DETAIL|STATEMENT|CONTEXT|QUERY|LOCATION|ANWEISUNG|INSTRUCTION ?|ISTRUZIONE): {2}/y;
/** A session or a part of SQL Server in its column, then the kind of message. */
export const SQL_SERVER =
  /(spid\d{1,6}s?|Server|Logon|Backup) {2,16}(Error|Warning)(?=: (?:\d{1,6}, Severity: (\d{1,2}),)?)/y;
/** PostgreSQL's csvlog: up to twelve columns behind the time, the level, its SQLSTATE and the message. */
export const POSTGRES_CSV =
  /(?:(?:"[^"\n]{0,80}"|[^,"\n]{0,40}),){8,12}(PANIC|FATAL|ERROR|WARNING|NOTICE|LOG|INFO|DEBUG\d?),[0-9A-Z]{5},"?/y;
/** The id of the request, with which Rails tags each of its lines. */
export const RAILS_TAG = new RegExp(`\\[(${UUID})\\] `, 'iy');
export const RAILS = /([DIWEFAU]), \[[^\]]{1,80}\]\s{1,4}(\w{1,12}) -- ([^:\n]{0,80}): ?/y;
export const LOGRUS = /(INFO|WARN|ERRO|DEBU|FATA|PANI|TRAC)\[\d{1,12}\] /y;
export const ANDROID =
  /([VDIWEF])\/(?:([\w.$-]{1,80})\s{0,4}\(\s{0,6}\d{1,8}\)|([A-Za-z][\w.$-]{1,80})): /y;
/**
 * A bare initial of a level behind the time. `I`, `D` and `V` also begin prose (`I think`, `D drive`): a mark, a gap, a
 * bracket or a capitalized word must follow them.
 */
export const INITIAL =
  /(?:([EWDFVI])(?=\s?[|:](?:\s|$)|\t| {2,}\S| [[(])|([EWF]) (?=\S)|([DVI]) (?=[A-Z][a-z]))/y;
export const PYTHON = /(CRITICAL|ERROR|WARNING|WARN|INFO|DEBUG):([\w.-]{1,120}):/y;
export const MONOLOG = new RegExp(`([\\w-]{1,60})\\.(${UPPER}): `, 'y');
export const PHP =
  /(?:PHP )?((?:Catchable |Recoverable )?[Ff]atal error|Parse error|Warning|Notice|Deprecated):\s{1,4}/y;
/** Brackets as East Asian text has them, at full width; a header may stand in these as in those of ASCII. */
export const WIDE_OPEN = '【［（〔〖「『＜〈《';
export const WIDE_CLOSE = '】］）〕〗」』＞〉》';
export const UPPER_LEVEL = new RegExp(
  `[[(<"*#${WIDE_OPEN}]?(${UPPER})(?:[\\])>"*#${WIDE_CLOSE}]|(?=[\\s:|,;/-]|\\[\\d|$))(?!-\\w|/\\w)`,
  'y',
);
export const ANY_LEVEL = new RegExp(
  `(?:(?:##)?[[(<${WIDE_OPEN}]\\s?([A-Za-z]{1,13})\\s{0,8}[\\])>${WIDE_CLOSE}]|([A-Za-z]{3,13})(?=\\s?[:|]\\s|\\t|\\s{2,}\\S|\\s?[|]))`,
  'y',
);
export const PROSE =
  /^(?:[Nn]ote|[Ll]og|[Ss]ystem|[Ss]uccess|[Aa]udit|[Cc]onfig|[Ff]ine|[Ff]ail|[Ff]ailure|[Aa]lert|[Nn]otice|[Ii]nformation|[Ss]illy|[Dd]isaster)$/;
export const DOTNET_FAIL = /fail: [\w.+`]{1,200}\[\d{1,6}\]/y;
export const REDIS = /\d{1,8}:[XCSM] \d{2} [A-Z][a-z]{2} \d{4} [\d:.]{8,16} ([.*#-]) /y;
export const ANDROID_COLUMNS = /\d{1,8}\s{1,6}\d{1,8} ([VDIWEF]) ([\w.$-]{1,80})\s{0,8}: /y;
export const MODULE_LEVEL = /\[([\w-]{1,30}):([a-z]{4,6})\]/y;
export const JUL_LEVEL =
  /\n(SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST|SCHWERWIEGEND|WARNUNG|INFORMATION|GRAVE|AVERTISSEMENT|AVVERTENZA|ADVERTENCIA|INFOS|INFORMAZIONI): /y;
export const NGINX_IDS = /\d{1,8}#\d{1,8}: (?:\*\d{1,12} )?/y;
export const CALLER = /[\w./-]{1,120}\.[a-z]{1,5}:\d{1,6}(?:\t|\s-\s|: )/y;
export const SPRING_PID = /\d{1,8} ---(?=\s)/y;
/** A process of Erlang. */
export const ERLANG_PID = /<\d{1,6}\.\d{1,10}\.\d{1,6}>(?=\s|$)/y;
/** Behind a level in brackets, which some loggers pad. */
export const CLOSED = / {0,8}[\]】］]/y;
export const GAP = /[\s|,;]*(?:(?:-{1,3}|:)(?=\s)[\s|,;]*)?/y;
export const TOKEN = new RegExp(
  String.raw`\[(?:[^[\]\n]|\[[^[\]\n]{0,80}\]){0,200}\]|\([^()\n]{0,120}\)|[${WIDE_OPEN}][^${WIDE_OPEN}${WIDE_CLOSE}\n]{0,120}[${WIDE_CLOSE}]|[^\s|;]{1,160}`,
  'y',
);
export const BRACKET = /\[((?:[^[\]\n]|\[[^[\]\n]{0,80}\]){0,200})\]|\(([^()\n]{1,120})\)/y;
export const REQUEST_ID = new RegExp(`(?:RequestId: )?(${UUID})(?=\\s|$)`, 'iy');
/** A word of a sentence: no logger is named so. */
export const PLAIN_WORD = /[A-Za-z]?[a-z]+[,;:.!]?(?=\s)/y;
/** The name is caught behind its longest run of characters, which a lookahead takes whole (no backtracking). */
export const LOGGER =
  /(?=((?:[\w.$/@#<>-]|::){2,160}))(\1(?::[\w<>]{1,80})?(?::\d{1,6}|\[\d{1,6}\])?(?:#\d{1,6})?)(?: \*(?:32|64)(?= - ))?(?:\s?:\s|\s-\s|\s?\|\s?|\t|\]\s| {2,}:\s)/y;
/** Tomcat names the logger of a servlet by its containers: `o.a.c.c.C.[.[.[/].[dispatcherServlet]`. */
export const CONTAINER_LOGGER =
  /((?:\w{1,60}\.){1,12}(?:\[[\w./-]{0,60}\]?\.){1,4}\[[\w./-]{1,60}\](?:#\d{1,6})?)(?:\s*:\s|\s-\s|\s)/y;
export const DOTTED_LOGGER =
  /((?:[\w$]{1,60}\.){2,12}[\w$]{1,60}(?:[#:]\d{1,6})?|(?:[\w$]{1,60}\.){1,12}[A-Z][\w$]{0,60}(?:[#:]\d{1,6})?|[\w.$]{2,160}\[\d{1,6}\])(?=\s|$)/y;
/** `payments.db [4242] `: the process behind the name of a Python logger. */
export const LOGGER_PROCESS =
  /((?:[A-Za-z_]\w{0,60}\.){1,12}[A-Za-z_]\w{0,60}) \[\d{1,8}\](?: -|:)? {1,2}(?=\S)/y;
/** What ends a host's name, and no logger's. */
export const HOST_END =
  /\.(?:com|net|org|io|dev|cloud|internal|local|localdomain|lan|corp|example)$/;
export const BARE_WORD = /^[a-z][a-z']*[,.;]?$/i;
