// CloudWatch's rules of age: queries see no event from before its group was made, or older than its retention.

const DAY_MS = 86_400_000;

/** UTC ms; `held`: when a client made the group, null where it was read from files. */
export function firstVisibleMs(
  { now }: { readonly now: () => number },
  group: {
    readonly createdMs: number;
    readonly retentionInDays: number | null;
    readonly held?: { readonly createdMs: number } | null;
  },
): number {
  const { retentionInDays, held, createdMs } = group;
  const kept = retentionInDays === null ? 0 : now() - retentionInDays * DAY_MS;
  return Math.max(held?.createdMs ?? createdMs, kept);
}
