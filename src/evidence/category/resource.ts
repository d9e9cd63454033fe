// Resources that run out: memory, descriptors, disk, the time of a Lambda, locks, and capacity that is bought or bounded.
import { beside, CLAUSE_END, CLAUSE_START, rule } from './rule.ts';

export const MEMORY = rule(
  'memory-exhausted',
  'resource',
  /OutOf(?:Direct)?Memory|\bout of (?:shared )?memory\b(?!\?)|\bNoMemoryError\b|\bbad_alloc\b|\bcould not allocate (?:shared )?memory\b|MemoryError\b|\bENOMEM\b/i,
  /\bOOM command not allowed\b|OOM[- ]?Killed?\b|\bwith result 'oom-kill'/i,
  /Java heap space|GC overhead limit|heap out of memory|(?:reached|near) heap limit/i,
  /\bcannot allocate memory\b|Allowed memory size of|insufficient memory for\b/i,
  /\b(?:memory|buffer) allocation (?:of \d+ bytes )?failed\b|\b(?:failed|unable) to allocate (?:memory\b|\d+(?:\.\d+)? ?(?:bytes?|[kmgt]i?b)\b)/i,
  /\bexceed(?:ed|ing|s)?(?: the)? (?:memory limits?|physical memory)|\bexceeded (?:the |its |hard |max(?:imum)? ){0,2}(?:buffer |heap |process )?memory\b|\bmemory (?:usage )?limit (?:(?:of \d+(?:\.\d+)? ?[kmgt]?i?b|\(\w+\)) )?(?:was |has been )?(?:exceeded|reached)|Memory Size: \d+ MB.{0,40}exceeded/i,
  /\bmemory (?:resource limit |high |watermark )?(?:alarm|watermark)\b|\bcircuit_breaking_exception\b|\bData too large, data for\b/i,
  /\bsignal: killed\b|(?<!\bwas sent )\bSIGKILL\b|\bexit(?:ed with)?(?: code| status)?:? 137\b/i,
);

export const DESCRIPTORS = rule(
  'descriptors-exhausted',
  'resource',
  /\btoo many open files\b|\bE[MN]FILE\b|\bworker_connections are not enough\b|\bfile descriptor limit (?:alarm set|exceeded|reached)\b|\bcannot raise FD limit\b|\bnot enough sockets\b/i,
  /unable to create (?:new )?native thread|can't start new thread|pthread_create failed/i,
  /\bfork: (?:retry: )?Resource temporarily unavailable|\b(?:cannot|unable to|failed to) fork\b/i,
  // Every local port is taken.
  /\bEADDRNOTAVAIL\b|\bcannot assign requested address\b/i,
);

const VOLUME = '(?:disk|file ?system|volume|partition|tablespace|transaction log)';
export const DISK = rule(
  'disk-full',
  'resource',
  /\bno space(?: left on device\b|(?=$|["'\n,;)}]))|\b(?:database|disk|storage|volume) space (?:has been |is |was )?(?:exceeded|exhausted)\b|\bENOSPC\b|\bEDQUOT\b|\bnot enough space (?:on|in|left)\b|\bout of (?:disk |storage )?space\b/i,
  /(?:disk|storage|space|inode|file ?system|volume) ?quota (?:of \S{1,80} )?(?:has been |is |was )?(?:exceeded|exhausted|reached)/i,
  /disk usage exceeded|flood[- ]stage (?:disk )?watermark|\bDiskPressure\b|\blow on (?:resource: )?(?:ephemeral-storage|disk|storage)\b/i,
  /could not extend file|\bunable to extend (?:table|index|segment|lob)\b|\b(?:InnoDB|mysqld)\b.{0,40}\bThe table \S{1,120} is full\b|\bThe table ['`]\S{1,120}['`] is full\b/i,
  new RegExp(`${CLAUSE_START}${VOLUME} (?:is |was )?full${CLAUSE_END}`, 'im'),
  new RegExp(`\\b${VOLUME}(?: /\\S{1,80})? (?:is|was) (?:completely )?full${CLAUSE_END}`, 'im'),
  /\btransaction log for database \S{1,120} is full\b/i,
);

/** As the kernel tells of a device, or of the file system on it. */
export const DISK_FAILING = rule(
  'disk-failing',
  'resource',
  /\b(?:I\/O|critical (?:medium|target)) error(?:, dev| on dev(?:ice)?) \w|\b[Ii]nput\/output error\b(?!: Connection)|\bEIO\b|\b[Rr]ead-only file ?system\b|\bEROFS\b|\bMISCONF (?:Redis|Valkey)\b/,
  /^(?:EXT[234]-fs|BTRFS|F2FS-fs)(?:: | )(?:error|critical)(?::)? \(device \w|^XFS \(\S{1,40}\): (?:metadata |log )?I\/O error/m,
);

export const LAMBDA_LIMIT = rule(
  'lambda-timeout',
  'resource',
  /\bTask timed out after \d|\bplatform\.report status=timeout\b|Function\.ResponseSizeTooLarge|Sandbox\.Timedout/i,
);

export const LOCKS = rule(
  'lock-contention',
  'resource',
  /\bdeadlock (?:found when|detected)\b|\bdeadlocked on\b|\bdeadlock victim\b|Deadlock(?:\w{0,30}(?:Exception|Error)|Detected\b)/i,
  /\b(?:due to|because of|encountered|caused by|java-level) (?:an? )?deadlock\b|\bORA-00060\b|\b40P01\b|\b55P03\b|ER_LOCK_DEADLOCK/i,
  /\bdue to lock time-?out\b|\block (?:wait |request |acquisition )?time-?d? ?out (?:exceeded|expired|period|after|while|waiting)\b/i,
  /could not (?:obtain (?:a )?lock|acquire (?:a |the )?(?:\S+ )?lock|serialize access)|database (?:table )?is locked/i,
  /(?:CannotAcquire|LockAcquisition|LockTimeout|LockNotAvailable|LockWaitTimeout)/i,
);

/** A member of a group of consumers that was put out because the time for one batch was up. */
export const CONSUMER_TIME = rule(
  'consumer-too-slow',
  'resource',
  /CommitFailed(?:Exception|Error)|\bpoll timeout has expired\b|\bmax\.poll\.interval\.ms\b|\bOffset commit cannot be completed since the consumer is not part of an active group\b/i,
);

const BUSY = '(?:exhausted|busy|saturated|starv(?:ed|ation))';
export const CAPACITY = rule(
  'capacity-throttled',
  'resource',
  /Throttl(?:ing|ed)(?:Exception|Error)\b|\(Throttl(?:ing|ed)\)|\bThrottling: |\bRequestThrottled\b|KMSThrottl/i,
  /["']?(?:\bcode|__type|\berror)["']?\s?[:=]\s?["']?Throttl(?:ing|ed)["']?\s{0,2}(?:$|[\n,;)}])/i,
  /\b(?:was|were|is|are|been|being|got) throttled\b|\bthrottled by\b/i,
  /ProvisionedThroughputExceeded|RequestLimitExceeded(?!\))|\bRate exceeded\b|TooManyRequestsException|LimitExceeded(?:Exception\b|: )|ServiceQuotaExceeded/i,
  /\bSlowDown\b|\breduce your request rate\b|Request rate is large|BandwidthLimitExceeded|OverLimit\b|\brequest limit for \S{1,80}(?: \S{1,80}){0,2} is \d+ and has been reached/i,
  /ConcurrentInvocationLimit|ReservedFunctionConcurrent|\bquotaExceeded\b|\b403\b[^\n]{0,20}\bquota exceeded\b|\bexceeded quota: |\b(?:memory|cpu|compute|capacity) quota exceeded|\bRESOURCE_EXHAUSTED\b|ResourceExhausted\b(?![^\n]{0,200}\b(?:status code 429|too many requests)\b)/i,
  /\binsufficient (?:cpu|memory|capacity)\b|InsufficientInstanceCapacity|\bcapacity is (?:currently )?unavailable\b|\bRESOURCE:(?:MEMORY|CPU|GPU|ENI|PORTS?)\b/i,
  /\b(?:no container instance met|evicted\b.{0,40}(?:memory|disk))/i,
  /\bserver reached (?:pm\.max_children|max_children|MaxRequestWorkers|MaxClients)\b|\bno (?:available|free) instances?\b|conntrack: table full\b|\btoo[ _]many[ _](?:parts|simultaneous[ _]queries)\b/i,
  /RejectedExecution|\brejected execution\b|\bthread ?pool\b(?: \S+)?(?: is)? (?:exhausted|full|saturated|starvation)|\bqueue (?:is )?full\b/i,
  new RegExp(
    `\\ball (?:workers|threads)(?: \\(\\d+\\))? (?:are )?(?:currently )?busy|\\bno (?:free |idle |available )?worker threads?\\b|\\bworker (?:threads?|pool) (?:are |is )?(?:all )?${BUSY}\\b`,
    'i',
  ),
);

/** In free words: a thing of the machine, and that there is no more of it. */
export const RESOURCE_WORDS = rule(
  'resource-words',
  'resource',
  /\bOOM\b|\bran out of (?:\w+ )?(?:memory|space|disk|threads|connections)\b|\bquota\b(?:(?!\bnot\b|\bnever\b|n't\b|\bno longer\b).){0,60}\b(?:exceeded|exhausted)|\b(?:connection|socket|session|process|thread|memory|buffer|queue) limit (?:was |has been |is )?(?:reached|exceeded|hit)\b|\bqueue full\b|\bQ FULL\b|\b(?:\w*full|over\w*) osd|\b(?:Memory|Disk|Storage|Heap|Cpu|Space)\w{0,20}(?:Exceeded|Exhausted|Full)\w{0,20}|\black of (?:memory|disk|space)/i,
  beside(
    '(?:heap|virtual|physical|native|shared|resident|available)? ?memory|heap|disk (?:space|usage)|inodes?|inode table|swap|ephemeral[- ]storage|cpu|file (?:descriptors?|handles?)|(?:worker )?threads?|buffer(?: pool)?|ring buffer|backlog',
    'exhausted|full|exceed(?:ed|s|ing)?|insufficient|not enough|starv(?:ed|ing|ation)|saturated|(?:limit|maximum|capacity) (?:was |is )?(?:reached|hit)|running (?:low|out)|ran out|cannot allocate|depleted|100 ?%',
  ),
  /\b(?:100 ?%|9[5-9](?:\.\d+)? ?%) (?:full|used|of (?:memory|disk|heap|inodes))\b|\b(?:disk|memory|heap|inode|volume|storage)(?: usage| utili[sz]ation)?\b.{0,40}\b(?:at|is|reached) (?:100|9[5-9])(?:\.\d+)? ?%/i,
  /\blow (?:on )?(?:memory|disk|swap|heap|inodes?|space)\b|\b(?:memory|disk|pid|cpu|io) pressure\b|\b(?:queue|buffer|backlog|ring|mailbox)\b.{0,20}\b(?:overflow(?:ed)?|overrun)\b|\b(?:descriptors|handles|inodes|threads|ports)\b.{0,20}\bused up\b/i,
  /\b(?:cannot|could not|failed to|unable to) (?:create|start|spawn) (?:a |an |new )?(?:\w+ )?(?:thread|process)\b|\b(?:memory|disk|heap|cpu) usage (?:is )?critical\b|\b(?:requests?|calls?|writes?|reads?) throttled\b|\bhas no (?:free )?space\b|\b(?:memory|disk|heap|cpu) (?:usage )?(?:is )?(?:above|over|beyond) (?:the |its )?(?:limit|threshold)\b/i,
  /\bresources? (?:limits? )?(?:are |is |was |were )?(?:insufficient|exceeded|exhausted|used up)\b|\btoo many concurrent \w+|\b(?:executor|scheduler|worker pool|thread ?pool|workers) (?:is |are )?(?:saturated|exhausted|overloaded)\b/i,
  /\block (?:wait|acquisition) time-?out|\bwaiting (?:too long )?for (?:an? |the )?(?:table |row |exclusive )?lock\b|\btoo many (?:processes|threads|tasks)\b|\b(?:capacity|concurrency|throughput)(?: limit)?(?: of \S{1,60}(?: \S{1,60})?)? (?:was |is |has been )?(?:exceeded|reached|exhausted)/i,
);

/** The time that a program has for itself, in the words of those who watch it. */
export const FUNCTION_TIMEOUT = rule(
  'lambda-timeout',
  'resource',
  /\b(?:lambda|cloud) function\b.{0,60}\btimed out\b|\bMaximum execution time of \d{1,6} seconds? exceeded\b/i,
);

/** Weaker than an answer of a dependency that says 429. */
export const QUOTA = rule(
  'quota-exceeded',
  'resource',
  /\bquota (?:has been |is |was )?(?:exceeded|exhausted)\b/i,
);
