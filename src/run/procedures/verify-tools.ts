// Step "verify tools": the tools must exist; none of them is called.
import { Failure } from '../../base/failure.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';

/** The tools that the procedures call. */
export const REQUIRED_TOOLS = [
  'describe-log-groups',
  'describe-log-streams',
  'start-query',
  'get-query-results',
  'stop-query',
] as const;

export const verifyTools: Procedure = {
  name: 'verify-tools',
  needs: [],
  usesTools: true,
  run: async (context) => {
    const listed = new Set((await context.world.tools.list()).map(({ name }) => name));
    const missing = REQUIRED_TOOLS.filter((name) => !listed.has(name));
    context.file.toolsChecked = true;
    context.file.missingTools = missing;
    if (missing.length === 0) return done(`${REQUIRED_TOOLS.length} tools available`);
    context.gap({
      what: `The ${missing.length === 1 ? 'tool' : 'tools'} ${missing.join(', ')} cannot be called.`,
      why: 'No connected MCP server offers it.',
      remedy: 'Connect a server that offers it, or use the built-in server cloudwatch-logs.',
    });
    await askWhetherToGoOn(context, missing);
    return incomplete(`missing: ${missing.join(', ')}`);
  },
};

async function askWhetherToGoOn(context: RunContext, missing: readonly string[]): Promise<void> {
  const question = `Missing: ${missing.join(', ')}. Go on without?`;
  context.emit({ kind: 'question', text: question });
  const goOn = await context.world.asker.confirm(question);
  const by = context.world.asker.interactive ? 'person' : 'default';
  context.emit({ kind: 'answer', text: goOn ? 'yes' : 'no', by });
  if (!goOn) throw new Failure('failed', 'Stopped, as tools are missing and the answer was no.');
}
