// Step "recommend": actions, fixes and monitoring that follow from the causes.
import { advise } from '../../diagnosis/advise.ts';
import { count } from '../../report/format.ts';
import { done, incomplete, type Procedure } from '../context.ts';
import { caseOf } from './find-root-causes.ts';

export const recommend: Procedure = {
  name: 'recommend',
  needs: ['find-root-causes'],
  usesTools: false,
  run: async (context) => {
    const input = caseOf(context);
    if (input === null || context.file.diagnosis === null)
      return incomplete('there is no diagnosis to act on');
    const advice = advise(input, context.file.diagnosis);
    context.file.advice = advice;
    const { actions, fixes, monitoring } = advice;
    const parts = [
      count(actions.length, 'action'),
      count(fixes.length, 'fix', 'fixes'),
      count(monitoring.length, 'monitoring item'),
    ];
    return done(parts.join(', '));
  },
};
