// Obligations of "verify tools": the tools are there before anything is asked.
import type { RunContext } from '../context.ts';
import { always, met, metIf, moot, type Obligation, type Ruling, unmet } from './ruling.ts';

const ofMissing =
  (judge: (context: RunContext) => Ruling): Obligation['check'] =>
  (context) => {
    if (!context.file.toolsChecked) return unmet('the tools were not checked');
    return context.file.missingTools.length === 0 ? moot('no tool is missing') : judge(context);
  };

export const VERIFY_TOOLS: readonly Obligation[] = [
  {
    says: [
      'You MUST check that the tools `describe-log-groups`, `describe-log-streams`, `start-query`, `get-query-results` and `stop-query` are offered',
    ],
    check: ({ file }) =>
      metIf(file.toolsChecked, 'the list of tools of every connected server', 'not checked'),
  },
  {
    says: [
      'You MUST NOT call a tool to find out whether it exists',
      'You MUST ONLY check for tool existence and MUST NOT attempt to run the tools',
    ],
    check: always('only the list of tools was read'),
  },
  {
    says: [
      'You MUST name each missing tool and say how to get it',
      'You MUST inform the user about any missing tools with a clear message',
    ],
    check: ofMissing(({ file }) => {
      const silent = file.missingTools.filter(
        (tool) => !file.gaps.some(({ what, remedy }) => what.includes(tool) && remedy !== ''),
      );
      return metIf(
        silent.length === 0,
        `told, and a gap: ${file.missingTools.join(', ')}`,
        `not told: ${silent.join(', ')}`,
      );
    }),
  },
  {
    says: ['You MUST ask whether to go on when a tool is missing and somebody can answer'],
    check: ofMissing(({ world }) =>
      world.asker.interactive ? met('asked') : moot('nobody could answer'),
    ),
  },
  {
    says: ['You MUST ask if the user wants to proceed anyway despite missing tools'],
    check: ofMissing(({ world }) =>
      metIf(world.asker.interactive, 'asked', 'nobody could be asked'),
    ),
  },
  {
    says: [
      'You MUST follow the answer, and end without a further call where it is no',
      "You MUST respect the user's decision to proceed or abort",
    ],
    check: ofMissing(({ world }) =>
      world.asker.interactive ? met('the answer was to go on') : moot('nobody could answer'),
    ),
  },
  {
    says: [
      'You MUST NOT use a tool that changes anything in the account, since an investigation only reads; stopping its own queries is the one exception',
    ],
    check: always('the procedures call describe, query and stop-query tools only'),
  },
];
