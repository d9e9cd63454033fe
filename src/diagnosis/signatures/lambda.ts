// Failures of AWS Lambda itself: time-outs, memory, start-up, imports, concurrency.
import type { Signature } from '../signature.ts';

const CONFIGURATION_OF =
  "aws lambda get-function-configuration --function-name {function} --query '{Timeout:Timeout,MemorySize:MemorySize,Runtime:Runtime,Handler:Handler,LastModified:LastModified,CodeSha256:CodeSha256}'";
const VERSIONS_OF = 'aws lambda list-versions-by-function --function-name {function}';

export const LAMBDA: readonly Signature[] = [
  {
    name: 'lambda-memory',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /Runtime exited with error: signal: killed/,
      /\bmemorySizeMB=(?<limit>\d{2,6}) maxMemoryUsedMB=\k<limit>\b/,
      /Runtime\.OutOfMemory/,
      /Memory Size: (?<limit>\d{2,6}) MB\s+Max Memory Used: \k<limit> MB/,
    ],
    title: '{functionNamed|A Lambda function} is killed for lack of memory',
    meaning:
      'The Lambda runtime was killed because the function used up its memory{limitText|}. The invocation is lost, and asynchronous callers try it again.',
    component: ['function'],
    checks: [
      'Compare "Max Memory Used" with "Memory Size" in the REPORT lines around the first kill.',
      'Check whether the size of the input grew, or whether memory climbs from one invocation to the next in the same log stream, which speaks for a leak.',
    ],
    immediate: {
      title: 'Give function {function|named in the log group} more memory',
      reason:
        'More memory ends the kills at once and buys the time to find what fills the memory; it also gives the function more CPU.',
      steps: [
        'Raise the memory size one step (double it), and watch "Max Memory Used" in the next REPORT lines.',
      ],
      commands: [
        CONFIGURATION_OF,
        'aws lambda update-function-configuration --function-name {function} --memory-size {memoryDoubled}',
      ],
      rollback: 'Set the memory size back to the value that get-function-configuration printed.',
    },
    shortTerm: {
      title: 'Bound the memory that one invocation can take',
      reason:
        'Memory that follows the size of the input is used up again by the next larger input.',
      steps: [
        'Stream or page the input instead of holding it whole.',
        'Empty caches and global collections that live across invocations.',
      ],
    },
    longTerm: {
      title: 'Size the memory by measurement',
      reason: 'A limit that was measured under load leaves a known reserve.',
      steps: [
        'Run a load test with the largest real input, and keep a reserve of a third above the observed maximum.',
      ],
    },
    fix: 'lambda-limits',
  },
  {
    name: 'lambda-time-out',
    category: 'resource',
    type: 'infrastructure',
    layer: 'wait',
    any: [
      /Task timed out after (?<seconds>\d{1,4}(?:\.\d{1,3})?) seconds/,
      /\bplatform\.report status=timeout\b/,
      /Sandbox\.Timedout/,
    ],
    title: '{functionNamed|A Lambda function} runs into its time limit',
    meaning:
      'Invocations did not finish within the time limit of the function{secondsText|} and were stopped. The limit itself is seldom the fault: look for the call that the function was waiting for when it was stopped.',
    component: ['function'],
    checks: [
      'Read the last line that each stopped invocation wrote: the call after it is the one that hangs.',
      'Compare the durations in the REPORT lines before and after the first time-out: a jump speaks for a dependency, a slow climb for growing input.',
      'If the function is in a VPC, check that its subnets still have a route to the services that it calls.',
    ],
    immediate: {
      title:
        'Give function {function|named in the log group} more time, and find the call that hangs',
      reason:
        'A longer limit lets invocations finish where the dependency is merely slow; where it hangs, only a client time-out helps.',
      steps: [
        'Raise the limit only as far as the caller is willing to wait, then read which call takes the time.',
      ],
      commands: [
        CONFIGURATION_OF,
        'aws lambda update-function-configuration --function-name {function} --timeout {secondsDoubled}',
      ],
      rollback: 'Set the time limit back to the value that get-function-configuration printed.',
    },
    shortTerm: {
      title: 'Set a time-out on every outgoing call, well below the limit of the function',
      reason:
        'A call that fails after some seconds leaves time to answer, to try again and to log which call it was.',
      steps: [
        'Give every client a connect time-out and a read time-out.',
        'Log the start and the end of each outgoing call with its duration.',
      ],
    },
    longTerm: {
      title: 'Move long work out of the synchronous path',
      reason: 'Work whose duration is not bounded does not belong behind a hard limit.',
      steps: [
        'Split the work by a queue or a state machine, so that a slow part can be tried again alone.',
        'Turn on active tracing to see where the time goes.',
      ],
    },
    fix: 'lambda-limits',
  },
  {
    name: 'lambda-import-error',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /Runtime\.(?:ImportModuleError|HandlerNotFound|UserCodeSyntaxError|MalformedHandlerName)/,
      /Unable to import module '(?<module>[\w./-]{1,100})'/,
      /Error loading class [\w.$]{1,150}: /,
    ],
    title: '{functionNamed|A Lambda function} can not load its handler',
    meaning:
      'The Lambda runtime could not load the code of the function, so every invocation fails before the handler runs. The package lacks a file or a library, or the handler setting names something that is not in it.',
    component: ['function', 'module'],
    checks: [
      'Compare the handler setting with the file and function names in the package.',
      'Check that the libraries were built for the runtime and the architecture of the function.',
      'Compare the time of the last change of the function with the first error.',
    ],
    immediate: {
      title: 'Go back to the last version of {function|the function} that loaded',
      reason: 'No invocation can succeed until the code loads again.',
      steps: [
        'Find the version that was published before the first error, and point the alias at it or publish the old package again.',
      ],
      commands: [CONFIGURATION_OF, VERSIONS_OF],
      rollback: 'Point the alias forward again once the new package loads.',
    },
    shortTerm: {
      title: 'Invoke the function once in the pipeline before traffic reaches it',
      reason: 'A package that does not load is found by a single call.',
      steps: ['Deploy to a version, invoke it, and move the alias only if the call answers.'],
    },
    longTerm: {
      title: 'Build the package in an image of the runtime, with locked dependencies',
      reason: 'A package built where it runs holds what it needs.',
      steps: [
        'Use the public build image of the runtime, and keep the lock file in the repository.',
      ],
    },
  },
  {
    name: 'lambda-init-error',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /INIT_REPORT [^\n]{0,200}Status: (?:error|timeout)/,
      /Runtime exited without providing a reason/,
      /Runtime exited with error: exit status \d/,
      /Runtime\.(?:ExitError|InvalidEntrypoint|InvalidRuntime)/,
      /Extension\.(?:Crash|InitError|LaunchError|ExitError)/,
    ],
    title: '{functionNamed|A Lambda function} fails while it starts',
    meaning:
      'The execution environment of the function ended during its start-up, before or while the first event was handled. Mostly code outside the handler, an extension or a missing setting is at fault, not the event.',
    component: ['function'],
    checks: [
      'Read the lines between INIT_START and the first failure in one log stream.',
      'Check what runs outside the handler: connections opened there, secrets read there, settings demanded there.',
    ],
    immediate: {
      title: 'Undo the last change to code, settings or layers of {function|the function}',
      reason: 'An environment that can not start serves nobody.',
      steps: [
        'Compare the last change of the function with the first failure, and go back to the version before it.',
      ],
      commands: [CONFIGURATION_OF, VERSIONS_OF],
      rollback: 'Apply the change again once the start-up succeeds in a test version.',
    },
    shortTerm: {
      title: 'Make the start-up say what it lacks',
      reason: 'A start-up that names the missing setting is mended in minutes.',
      steps: [
        'Check all settings at the start, and log the name of each one that is missing.',
        'Open connections on first use instead of at start-up.',
      ],
    },
    longTerm: {
      title: 'Roll out new versions by weighted aliases',
      reason: 'A version that can not start then hits only a small share of the traffic.',
      steps: ['Shift the traffic in steps, with an alarm on errors that turns it back.'],
    },
  },
  {
    name: 'lambda-concurrency',
    category: 'resource',
    type: 'infrastructure',
    layer: 'wait',
    any: [
      /(?:Reserved|Concurrent)[A-Za-z]{0,30}InvocationLimitExceeded/,
      /TooManyRequestsException[^\n]{0,200}(?:[Ll]ambda|[Rr]ate [Ee]xceeded)/,
      /[Ll]ambda[^\n]{0,120}TooManyRequestsException/,
    ],
    title: 'Lambda throttles {function|the function}: no concurrency left',
    meaning:
      'Lambda refused invocations because the concurrency of the function or of the account was used up. Either more events arrive than before, or each takes longer.',
    component: ['function'],
    checks: [
      'Look at ConcurrentExecutions and Throttles of the function, and at Duration: longer runs use up concurrency without more traffic.',
    ],
    immediate: {
      title: 'Give {function|the function} enough reserved concurrency',
      reason: 'Throttled synchronous calls fail at once.',
      steps: [
        'Check which function takes the concurrency of the account, then set the reserve of each.',
      ],
      commands: [
        'aws lambda get-function-concurrency --function-name {function}',
        'aws lambda get-account-settings',
      ],
      rollback:
        'Set the reserved concurrency back to the value that get-function-concurrency printed.',
    },
    shortTerm: {
      title: 'Try throttled calls again with back-off and jitter',
      reason: 'Short peaks pass without a lost event.',
      steps: ['Use the retry settings of the SDK, and a dead-letter queue for what still fails.'],
    },
    longTerm: {
      title: 'Put a queue in front of the function',
      reason: 'A queue turns a peak into a delay.',
      steps: [
        'Let the queue deliver with a bounded concurrency, and ask for a higher account limit if the steady load needs it.',
      ],
    },
    fix: 'back-off',
  },
];
