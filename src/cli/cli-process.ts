// The process as the command line sees it.

/** The streams and signals of a process; `process` itself fits. */
export type CliProcess = Pick<
  NodeJS.Process,
  'stdin' | 'stdout' | 'stderr' | 'on' | 'off' | 'exit'
>;
