// Failures that an operating system's own programs, HAProxy, Postfix, npm and AWS's services report in lines that have no
// level. Each begins or ends its line as only that program writes it: who quotes it, or says that there was none, does otherwise.

const FAILURES: readonly RegExp[] = [
  // systemd; how the process ended stands in a line above it
  /^[\w:.@\\-]{1,256}\.(?:service|socket|mount|automount|swap|timer|path|scope|slice|device): Failed with result '[a-z-]{1,40}'/,
  // The kernel: block devices and file systems
  /^(?:[\w.-]{1,40}: )?(?:Buffer )?I\/O error(?:, dev| on dev(?:ice)?) \w/,
  /^(?:[\w.-]{1,40}: )?critical (?:medium|target|nexus|space allocation) error, dev \w/,
  /^(?:EXT[234]-fs|BTRFS|F2FS-fs)(?:: | )(?:error|critical)(?::)? \(device \w/,
  /^XFS \([\w.-]{1,40}\): (?:metadata |log )?I\/O error/,
  // The kernel: packets that it drops because its table of connections has no free row
  /^(?:nf_conntrack|ip_conntrack): (?:(?:nf|ip)_conntrack: )?table full, dropping packet\.?$/,
  // API Gateway's execution log: what went wrong behind it
  /^Execution failed due to (?:an? \w+ error|configuration error|\w+ error)\b/,
  // CodeBuild: the end of a phase, with its reason; npm, before its reason
  /^Phase context status code: [A-Z_]{3,40} Message: \S/,
  /^npm (?:ERR!|error) code E[A-Z0-9]\w{1,30}/,
  // Postfix: mail that waits because the other side can not be reached, not because it was asked to
  /^[0-9A-Za-z]{6,20}: to=<[^>\n]{0,320}>, [^\n]{0,400}\bstatus=deferred \((?:delivery temporarily suspended: )?(?:connect to|conversation with|lost connection with|Host or domain name not found)\b/,
  // What errno 28 is called, at the end as programs write it
  /: No space left on device(?: \(28\))?\.?$/,
  // HAProxy
  /^(?:Backup )?Server \S{1,200}\/\S{1,200} is DOWN[,.]/,
  /^(?:backend|proxy|frontend) \S{1,200} has no server available!/,
];

/** Whether a text, which has no level and no header any more, reports such a failure. */
export function isSystemFailure(text: string): boolean {
  return FAILURES.some((failure) => failure.test(text));
}
