// Passwords on command lines and in calls that are known by the program before them: `mysql -pX`, `redis-cli -a X`,
// `docker login -p X`, `curl -u user:X`, `BasicAuth(user, X)`. Each stretch of text after a program is read once.
import { isPlaceholder, isProse, mark } from './mark.ts';

/** How far behind the program's name its flags are looked for, in characters. */
const MAX_COMMAND_CHARS = 300;

/** A flag of its own, bare or as an element of an argument list; the value may be quoted. */
const GAP = '(?:["\']?,?[ \\t]{1,4}["\']?|["\'],["\']|=["\']?)';
const VALUE = '(?<value>[^\\s"\'`;|&\\\\[<]{1,200})';
const DATABASE_FLAG = `(?<before>[\\s"']-p)${VALUE}`;
/** The archive that is written, where no password was given. */
const ARCHIVE = /\.(?:zip|7z|jar|war|cbz)$/i;
const PORT_NUMBER = /^\d{1,5}(?::\d{1,5})?$/;

/** What the program is called, and which of its flags takes a password. */
const COMMANDS: readonly (readonly [program: RegExp, flag: RegExp])[] = [
  [/^(?:mysql|mariadb)/, new RegExp(DATABASE_FLAG, 'g')],
  [/^redis-cli/, new RegExp(`(?<before>[\\s"'](?:-a|--pass)${GAP})${VALUE}`, 'g')],
  [/^sshpass/, new RegExp(`(?<before>[\\s"']-p(?:${GAP})?)${VALUE}`, 'g')],
  [/^(?:mongo|login)/, new RegExp(`(?<before>[\\s"'](?:-p|--pass)${GAP})${VALUE}`, 'g')],
  [/^ldap/, new RegExp(`(?<before>[\\s"']-w${GAP})${VALUE}`, 'g')],
  [/^snmp/, new RegExp(`(?<before>[\\s"']-[cAX]${GAP})${VALUE}`, 'g')],
  [/^(?:un)?zip/, new RegExp(`(?<before>[\\s"']-P${GAP})${VALUE}`, 'g')],
  [/^7z/, new RegExp(`(?<before>[\\s"']-p)${VALUE}`, 'g')],
  [
    /^smbclient/,
    new RegExp(`(?<before>[\\s"'](?:-U|--user)${GAP}[\\w.\\\\/-]{1,64}%)${VALUE}`, 'g'),
  ],
  [
    /^(?:sqlplus|expdp|impdp)/,
    /(?<before>\s["']?[A-Za-z]\w{0,30}\/)(?<value>[^\s"'@/]{1,200})(?=@)/g,
  ],
  [/^(?:sqlcmd|bcp)/, new RegExp(`(?<before>[\\s"']-P(?:${GAP})?)${VALUE}`, 'g')],
  [
    /^(?:curl|wget)/,
    new RegExp(
      `(?<before>[\\s"'](?:-u|-a|-U|--user|--proxy-user)(?:${GAP})?[\\w.@%+-]{1,64}:)${VALUE}`,
      'g',
    ),
  ],
];
const PROGRAM =
  /(?<![\w-])(?<!\.(?=zip|7z))(?:mysql(?:dump|admin|import|show|check|sh)?|mariadb(?:-dump|-admin)?|redis-cli|sshpass|mongo(?:sh|dump|restore|export|import)?|login|ldap(?:search|add|modify|whoami|passwd)|sqlcmd|bcp|curl|wget|snmp(?:walk|get|getnext|set|bulkget|bulkwalk|trap|inform|table)|zip|unzip|7z|smbclient|sqlplus|expdp|impdp)(?![\w-])/g;

/** Rare beginnings inside the programs' names, for the word gate. */
export const COMMAND_WORDS =
  'mysql iadb s-cli sshpass ngo ogin ldap lcmd bcp curl wget snm zip 7z smb lpl pdp h=( th( al( ls( dau';

export const COMMAND_HINT =
  /mysql|mariadb|redis-cli|sshpass|mongo|login|ldap|sqlcmd|bcp|curl|wget|snmp|zip|7z|smbclient|sqlplus|pdp|auth=\(|[aA]uth\w{0,20}\(|Credentials?\(/;

export function redactCommands(text: string): string {
  return redactCalls(redactFlags(text));
}

function redactFlags(text: string): string {
  const programs = [...text.matchAll(PROGRAM)];
  let result = '';
  let done = 0;
  for (const [position, { 0: program, index }] of programs.entries()) {
    const from = index + program.length;
    const next = programs[position + 1]?.index ?? text.length;
    const stretch = text.slice(from, Math.min(next, from + MAX_COMMAND_CHARS));
    const command = stretch.slice(0, (stretch.search(/[\n|;]|&&/) + 1 || stretch.length + 1) - 1);
    const safe = redactFlag(program, command);
    if (safe === command) continue;
    result += text.slice(done, from) + safe;
    done = from + command.length;
  }
  return done === 0 ? text : result + text.slice(done);
}

function redactFlag(program: string, command: string): string {
  const flag = COMMANDS.find(([name]) => name.test(program))?.[1];
  if (flag === undefined) return command;
  return command.replace(flag, (...found) => {
    const { before = '', value = '' }: Readonly<Record<string, string | undefined>> = found.at(-1);
    const harmless =
      isPlaceholder(value) ||
      value.startsWith('$') ||
      PORT_NUMBER.test(value) ||
      isProse(value) ||
      (/zip$/.test(program) && ARCHIVE.test(value));
    return harmless && !(program === 'sshpass') ? String(found[0]) : before + mark('password');
  });
}

/** `BasicAuth("bob", "X")`, `new UsernamePasswordCredentials(user, X)`. */
const CALL =
  /((?:\w{0,20}BasicAuth|\w{0,20}basic_auth|\w{0,20}NetworkCredential|\w{0,20}PasswordCredentials?|\w{0,20}PasswordAuthentication|\bauth=)\(\s{0,4}(\\{0,7}["'])?[^,()"'\\\s]{1,64}\\{0,7}["']?,\s{0,4})(\\{0,7}["'])?([^\s,)"'\\]{1,200})/g;
/** A variable of the source line, not its value. */
const VARIABLE =
  /^(?:[A-Za-z_$][\w$]*[._([].*|[a-zA-Z_]*(?:pass|pwd|pw|secret|token|key|cred)\w*)$/i;

function redactCalls(text: string): string {
  return text.replace(
    CALL,
    (all, head: string, _quote: string | undefined, open: string | undefined, value: string) => {
      const bare = open === undefined && (VARIABLE.test(value) || head.startsWith('auth='));
      if (isPlaceholder(value) || bare) return all;
      return `${head}${open ?? ''}${mark('password')}`;
    },
  );
}
