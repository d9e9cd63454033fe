// Answers that another program can take in: clients end a connection over which one message has too many bytes (the
// TypeScript SDK at 10 MB), and an answer goes twice, structured and as text.

/** Of an answer as JSON. */
export const MAX_CONTENT_CHARS = 1_500_000;

type Content = Readonly<Record<string, unknown>>;

/** Of the longest list so many items as fit, the first ones; `leftOut` then says how many there are. */
export function boundedContent(content: Content, maxChars: number): Record<string, unknown> {
  const whole = JSON.stringify(content).length;
  if (whole <= maxChars) return { ...content };
  const [member, items] = longestList(content);
  const listChars = JSON.stringify(items).length;
  let room = maxChars - (whole - listChars);
  const shown = items.findIndex((item) => {
    room -= JSON.stringify(item).length + 1;
    return room < 0;
  });
  const leftOut = { member, shown: Math.max(shown, 0), of: items.length, help: HELP };
  return { ...content, [member]: items.slice(0, leftOut.shown), leftOut };
}

const HELP =
  'The answer is too long for one message. Ask again for a smaller page (maxItems, limit) or for less; nextToken goes on behind what was left out.';

function longestList(content: Content): readonly [string, readonly unknown[]] {
  const lists = Object.entries(content).filter((entry): entry is [string, unknown[]] =>
    Array.isArray(entry[1]),
  );
  const [longest = ['items', []]] = lists.sort(
    (a, b) => JSON.stringify(b[1]).length - JSON.stringify(a[1]).length,
  );
  return longest;
}
