// A model whose turns are kept for a later life of the run, and answered from there where the same was asked before.
import { createHash } from 'node:crypto';
import type { AssistantBlock, Model, Turn, TurnRequest } from '../../agent/model.ts';
import { redact } from '../../base/redact.ts';
import type { RunContext } from '../context.ts';

export function recordedModel({ world, notice }: RunContext, model: Model): Model {
  const recall = world.earlier?.recall;
  let told = false;
  const tellAskedAgain = () => {
    if (told || (recall?.count('turn').left ?? 0) === 0) return;
    told = true;
    notice(`${model.id} is asked again: what it is asked now is not what it had answered.`);
  };
  return {
    id: model.id,
    turn: async (request, options) => {
      const asked = digestOf(request);
      const known = recall?.turn(asked) ?? null;
      if (known !== null) {
        for (const block of known.content) if (block.type === 'text') options.onText(block.text);
        return known;
      }
      tellAskedAgain();
      const turn = await model.turn(request, options);
      if (isFitToKeep(turn))
        world.store.appendAnswer({ head: { kind: 'turn', request: asked }, body: turn });
      return turn;
    },
  };
}

/** What a model is told; how long its answer may be does not count. */
const digestOf = ({ system, tools, messages }: TurnRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([system, tools, messages]))
    .digest('hex');

/** A turn that holds what is redacted elsewhere is not written down: the model is asked again. */
function isFitToKeep({ content }: Turn): boolean {
  const text = JSON.stringify(content.map(readable));
  return redact(text) === text;
}

/** Without what only its maker can read. */
function readable(block: AssistantBlock): unknown {
  if (block.type !== 'opaque') return block;
  const { signature: _, data: __, ...rest } = block.block;
  return rest;
}
