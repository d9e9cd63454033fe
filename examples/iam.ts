// Writes docs/iam.md: the least that IAM has to allow, by what the program is used for.
//   node --import tsx examples/iam.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Action, describedAction } from './iam/names.ts';
import { POLICIES, type Policy } from './iam/policies.ts';

const PATH = join(import.meta.dirname, '..', 'docs', 'iam.md');

const INTRODUCTION = `# What IAM has to allow

The program only reads. These policies are the least that each use of it needs, made from the operations that its code can
call, and each action is one that AWS itself calls listing or reading. Put together those that you use. Where one is missing,
the run says which call was refused; what a call was made for stands in \`audit.jsonl\` ([audit.md](audit.md)).

With \`--logs\` nothing is asked of AWS and none of this is needed. A role that a profile assumes needs \`sts:AssumeRole\` of
whoever assumes it. Tools of MCP servers of AWS act under the permissions of the credentials that sign the requests.`;

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** The policy as IAM takes it: actions that can be bound to resources apart from the others. */
export async function documentOf({ sid, actions, resources }: Policy): Promise<PolicyDocument> {
  const described = await Promise.all(actions.map(describedAction));
  const isBound = !resources.includes('*');
  const bound = described.filter(({ bindable }) => isBound && bindable);
  const free = described.filter((action) => !bound.includes(action));
  const Statement = [
    ...statement(isBound ? `${sid}Anywhere` : sid, free, ['*']),
    ...statement(sid, bound, resources),
  ];
  return { Version: '2012-10-17', Statement };
}

function statement(
  Sid: string,
  actions: readonly Action[],
  resources: readonly string[],
): readonly Statement[] {
  if (actions.length === 0) return [];
  const Action = actions.map(({ name }) => name).sort();
  const [only = '*', ...more] = resources;
  return [{ Sid, Effect: 'Allow', Action, Resource: more.length === 0 ? only : resources }];
}

/** The page as Markdown. */
export async function iamPage(): Promise<string> {
  const sections = await Promise.all(
    POLICIES.map(async (policy) => {
      const json = JSON.stringify(await documentOf(policy), null, 2);
      return `## ${policy.heading}\n\n${policy.why}\n\n\`\`\`json\n${json}\n\`\`\``;
    }),
  );
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PATH, await iamPage());
