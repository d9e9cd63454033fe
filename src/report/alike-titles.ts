// Errors that have the same title are told apart by the place in the code that each comes from.
import { code } from './text.ts';
import type { ReportFinding } from './types.ts';

const MAX_PLACE_CHARS = 80;

/** By finding id what follows the title, for titles that several findings have; none where the place is not known. */
export function placesOfAlike(findings: readonly ReportFinding[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { title } of findings) counts.set(title, (counts.get(title) ?? 0) + 1);
  return new Map(
    findings
      .filter(({ title, location }) => (counts.get(title) ?? 0) > 1 && location !== null)
      .map((finding) => [finding.id, ` at ${code(placeIn(finding))}`]),
  );
}

function placeIn({ location }: ReportFinding): string {
  const { file = '', line = null } = location ?? {};
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return (line === null ? name : `${name}:${line}`).slice(0, MAX_PLACE_CHARS);
}
