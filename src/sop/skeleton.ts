// The text that `sop new` writes: a small SOP that lints clean, whose comments teach the format.

/** A skeleton for an SOP of this (kebab-case) name. */
export function newSop(name: string): string {
  const words = name.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return SKELETON.replace('TITLE', () => title);
}

const SKELETON = `# TITLE

<!-- Comments like this one are not read. Check this file with: troubleshoot sop lint PATH -->

## Overview

Say in two or three sentences which failure this procedure looks into and what its report answers.

## Parameters

<!-- Required ones first, names in snake_case. \${name} stands for the value in the text and in queries. -->

- **application_name** (required): The application, as its log groups name it
- **region** (required): The AWS region that it runs in
- **time_window_hours** (optional, default: 2): How many hours to look back
- **search_text** (optional, default: "timed out"): Text that marks a failing request

## Steps

<!--
Steps run in this order. A step with a procedure is carried out by code, a step without one needs a model.
Each MUST and MUST NOT ends in the report as satisfied, not applicable or a gap.
-->

### 1. Find the log groups

Search the log groups of \${application_name} in \${region}.

**Procedure:** \`discover-log-groups\`

**Constraints:**

- You MUST present every log group found with the reason why it is relevant or not, and have the relevant ones confirmed where somebody can answer
- You MUST NOT read a log group outside the confirmed ones, because it may belong to somebody else

### 2. Check the log groups

**Procedure:** \`validate-log-groups\`

**Constraints:**

- You MUST fit the window to the logs that exist, and say how

### 3. Run the queries

<!-- A block \`insights NAME\` is run over the confirmed log groups; its rows stand in the report.
     A parameter within quotes or a /regular expression/ is plain text; outside of them it takes a number or a name. -->

\`\`\`insights failing-requests
filter @message like "\${search_text}"
| stats count(*) as requests by @log
| sort requests desc
\`\`\`

**Procedure:** \`run-queries\`

**Constraints:**

- You MUST run every query over the same window

### 4. Collect the results

**Procedure:** \`collect-results\`

**Constraints:**

- You MUST wait until each query has ended, and report those that failed

### 5. Analyze the errors

**Procedure:** \`analyze-errors\`

**Constraints:**

- You MUST count each distinct error exactly

### 6. Find the root causes

**Procedure:** \`find-root-causes\`

**Constraints:**

- You MUST give evidence for each root cause
- You MUST NOT name a cause that the logs do not show, since a guess sends people the wrong way

### 7. Recommend actions

**Procedure:** \`recommend\`

**Constraints:**

- You MUST order the actions into immediate, short-term and long-term ones

### 8. Write the report

**Procedure:** \`write-report\`

**Constraints:**

- You MUST name everything that could not be seen or counted

## Examples

### Example Input

application_name: web-shop
region: eu-central-1
search_text: deadline exceeded

## Troubleshooting

### No log groups found

Name them with \`--log-group\`.
`;
