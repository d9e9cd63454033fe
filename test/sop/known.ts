// What the lint tests know of procedures and queries, and small SOPs.
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import type { LintKnowledge } from '../../src/sop/rule.ts';

/** Refuses the word `bogus` wherever it stands, with its span. */
function compileQuery(text: string): readonly Diagnostic[] {
  const start = text.indexOf('bogus');
  if (start === -1) return [];
  const span = { start, end: start + 'bogus'.length };
  const message = 'there is no command `bogus`';
  return [{ severity: 'error', code: 'unknown-command', message, span, help: 'try `filter`' }];
}

export const KNOWN: LintKnowledge = {
  procedures: new Map([
    ['verify-tools', { needs: [] }],
    ['discover-log-groups', { needs: [] }],
    ['validate-log-groups', { needs: ['discover-log-groups'] }],
    ['run-queries', { needs: ['discover-log-groups'] }],
    ['collect-results', { needs: ['run-queries'] }],
    ['analyze-errors', { needs: ['collect-results'] }],
    ['find-root-causes', { needs: ['analyze-errors'] }],
    ['recommend', { needs: ['find-root-causes'] }],
    ['write-report', { needs: [] }],
  ]),
  isChecked: (_, text) => !text.includes('no code'),
  compileQuery,
};

/** It asks and never collects. */
export const ASKING = `# Queue check

## Overview

Looks at a queue. It ends in a report.

## Parameters

- **application_name** (required): The application
- **threshold_ms** (optional, default: 250): What counts as slow

## Steps

### 1. Find

Search for \${application_name}, then read \${log_group_name}.

**Procedure:** \`discover-log-groups\`

**Constraints:**

- You MUST search all pages
- You MUST NOT guess a name, because a guess hits somebody else's logs

### 2. Ask

\`\`\`insights slow-requests
filter duration > \${threshold_ms}
| stats count(*) as requests by @log
\`\`\`

**Procedure:** \`run-queries\`

**Constraints:**

- You SHOULD count requests

## Examples

### Example Input

application_name: any

## Troubleshooting

### Nothing found

Look elsewhere.
`;

/** Without a fault. */
export const CLEAN = ASKING.replace(
  '## Examples',
  `### 3. Collect

**Procedure:** \`collect-results\`

**Constraints:**

- You MUST wait for each query

## Examples`,
);
