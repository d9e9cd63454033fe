// What log groups of the class INFREQUENT_ACCESS cannot be asked. Source: CloudWatch Logs User Guide, "Log classes".

const COMMAND_OF_STANDARD = /(?:^|\|)\s*(pattern|anomaly|diff|unmask|filterIndex)\b/im;
/** Where words and bars are no commands. */
const LITERAL = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|\/(?:\\.|[^/\\\n])+\/|#[^\n]*/g;

/** The first command of a query that only log groups of the class STANDARD can run; null: there is none. */
export function standardCommand(queryText: string): string | null {
  const bare = queryText.replace(LITERAL, (text) => (text.startsWith('#') ? '' : '""'));
  return COMMAND_OF_STANDARD.exec(bare)?.[1] ?? null;
}
