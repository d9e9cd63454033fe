// Reports as MCP resources: report.md and report.json of each finished run.
import { resolve } from 'node:path';
import { grouped } from '../../base/grouped.ts';
import type { ResourceEntry, ServedResources } from '../../mcp/served/served.ts';
import { runFile, runsIn } from './run-folders.ts';

/** Clients end a connection over which one message has too many bytes. */
const MAX_REPORT_CHARS = 4_000_000;
const REPORT_URI = /^troubleshoot:\/\/reports\/([^/]+)\/(report\.(?:md|json))$/;
const MIME_TYPES = { 'report.md': 'text/markdown', 'report.json': 'application/json' } as const;

export function reportResources(out: string): ServedResources {
  return {
    list: async () => (await runsIn(out)).flatMap(entriesOfRun),
    read: async (uri) => {
      const [, run = '', file = ''] = REPORT_URI.exec(uri) ?? [];
      if (!isReport(file)) return null;
      const text = await runFile(out, decoded(run), file);
      if (text === null || text.length <= MAX_REPORT_CHARS)
        return text === null ? null : { uri, mimeType: MIME_TYPES[file], text };
      const where = resolve(out, decoded(run), file);
      const told = `The report has ${grouped(text.length)} characters, too many for one message: read ${where}`;
      return { uri, mimeType: 'text/plain', text: told };
    },
  };
}

/** What is no encoding of a name stays: no run is named like it. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const isReport = (file: string): file is keyof typeof MIME_TYPES => Object.hasOwn(MIME_TYPES, file);

/** The resources of a run, by the name of its folder. */
export const entriesOfRun = (run: string): readonly ResourceEntry[] =>
  (['report.md', 'report.json'] as const).map((file) => ({
    uri: `troubleshoot://reports/${encodeURIComponent(run)}/${file}`,
    name: `${run}/${file}`,
    description: file === 'report.md' ? 'Incident report' : 'The facts of the report, as data',
    mimeType: MIME_TYPES[file],
  }));
