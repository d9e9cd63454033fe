// A log event as the whole program sees it: one line of one stream, and the evidence that it came from.

/** One CloudWatch log event. Times are UTC milliseconds. */
export interface LogEvent {
  readonly timestampMs: number;
  /** Log group name, without account id. */
  readonly logGroup: string;
  readonly logStream: string;
  /** The raw text, redacted and free of control characters once it has passed the border of `run`. */
  readonly message: string;
  /** `@ptr` or event id: the same event fetched twice has the same id. */
  readonly eventId: string;
  /** Id of the recorded tool result that holds this event (`E7`). */
  readonly evidenceId: string;
  /** Of a longer message, about how many characters of it were kept; left out where it is whole. */
  readonly keptChars?: number;
}
