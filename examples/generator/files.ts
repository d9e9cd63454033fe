// The files of the example by name: every byte follows from the seed.
import { alarmFile, changeLines, functionLines, metricLines } from './account.ts';
import { applicationEvents } from './application.ts';
import { lambdaEvents, stagingEvents } from './lambda.ts';
import { seededRandom } from './random.ts';
import { subscriptionLines } from './subscription.ts';
import { PROCESSOR, STAGING, VALIDATOR } from './truth.ts';

export interface ExampleFile {
  /** Ends in `.gz` where it is stored compressed. */
  readonly name: string;
  /** The text before compression. */
  readonly text: string;
}

/** One file a log group, and what lies beside the logs; the order of the calls is part of the result. */
export function exampleFiles(): readonly ExampleFile[] {
  const random = seededRandom(20_261_120);
  const processor = { logGroup: PROCESSOR, validator: false, memoryMb: 512, healthy: 1_900 };
  const validator = { logGroup: VALIDATOR, validator: true, memoryMb: 256, healthy: 1_200 };
  const processorEvents = lambdaEvents(processor, random);
  const validatorEvents = lambdaEvents(validator, random);
  const application = applicationEvents(random).toSorted((a, b) => a.timestampMs - b.timestampMs);
  return [
    { name: 'processor.jsonl.gz', text: subscriptionLines(processorEvents) },
    { name: 'validator.jsonl.gz', text: subscriptionLines(validatorEvents) },
    { name: 'application.jsonl', text: subscriptionLines(application) },
    {
      name: 'staging-processor.jsonl.gz',
      text: subscriptionLines(stagingEvents(STAGING, 60, random)),
    },
    { name: 'alarms.json', text: alarmFile() },
    { name: 'changes.jsonl', text: changeLines() },
    {
      name: 'metrics.jsonl',
      text: metricLines(application) + functionLines([...processorEvents, ...validatorEvents]),
    },
  ];
}
