// Models by temperament: one that does the job, and those that do not. Each answers from what it is sent, so that it
// can be played over any logs.
import type { Answer, Block, Script, SentRequest } from './messages-server.ts';
import { type DraftCause, draftActions, draftCauses, openingOf, submitOf } from './opening.ts';

const use = (name: string, input: unknown): Block => ({ type: 'tool_use', name, input });
const says = (...content: Block[]): Answer => ({ kind: 'message', content });
const text = (value: string): Block => ({ type: 'text', text: value });

/** Claims of a draft cause as a careful reader of its quotes would make them. */
function claimsOf({ quotes }: DraftCause) {
  return quotes.map((quote) => ({
    text: `The logs say so: "${quote.quote}"`.slice(0, 600),
    kind: 'observed',
    quotes: [quote],
  }));
}

function causeOf(draft: DraftCause) {
  const { title, confidence, type, findings } = draft;
  return {
    title,
    component: null,
    type,
    confidence,
    findings,
    claims: claimsOf(draft),
    trigger: null,
  };
}

function goodCauses(request: SentRequest) {
  const causes = draftCauses(openingOf(request)).filter(({ quotes }) => quotes.length > 0);
  return { rootCauses: causes.map(causeOf), ruledOut: [] };
}

function goodActions(request: SentRequest) {
  const opening = openingOf(request);
  const [cause] = draftCauses(opening);
  const quotes = cause?.quotes.slice(0, 1) ?? [];
  const actions = draftActions(opening).slice(0, 8);
  return {
    actions: actions.map(({ name, horizon, rootCauses, title, steps }) => ({
      draft: name,
      horizon,
      title,
      reason: { text: 'It acts on what the quoted line shows.', kind: 'observed', quotes },
      rootCauses,
      steps: steps.length > 0 ? steps.slice(0, 6) : [title],
      rollback: null,
    })),
  };
}

/** Quotes the first sample line that it is shown, and says of each obligation that it was met. */
function goodStep(request: SentRequest) {
  const opening = openingOf(request);
  const [, evidence = '', quote = ''] =
    /^ {2}first, (E\d+) [^\n]*\n {2}\| ([^\n]*)/m.exec(opening) ?? [];
  const numbers = [...opening.matchAll(/^(\d+)\. You (?:MUST|SHOULD|MAY)/gm)].map(([, at]) =>
    Number(at),
  );
  const claims =
    quote === ''
      ? []
      : [
          {
            text: 'This is what the first error says.',
            kind: 'observed',
            quotes: [{ evidence, quote }],
          },
        ];
  return {
    summary: 'The errors were looked at.',
    claims,
    obligations: numbers.map((number) => ({ number, status: 'satisfied', by: 'seen in the data' })),
  };
}

const GOOD: Readonly<Record<string, (request: SentRequest) => unknown>> = {
  'submit-root-causes': goodCauses,
  'submit-actions': goodActions,
  'submit-step': goodStep,
};

const goodInput = (request: SentRequest) => GOOD[submitOf(request)]?.(request) ?? {};

const isFirst = ({ body }: SentRequest) => body.messages.length === 1;

/** Looks once, then submits what it can quote. */
const doesWell: Script = (request) => {
  const [draft] = draftCauses(openingOf(request));
  const [quote] = draft?.quotes ?? [];
  if (isFirst(request) && submitOf(request) === 'submit-root-causes' && quote !== undefined)
    return says(text('I look at the first cause.'), use('read-evidence', { id: quote.evidence }));
  return says(text('I am sure of this.'), use(submitOf(request), goodInput(request)));
};

/** The good answer with every text of a claim replaced. */
function withText(input: unknown, replace: (value: string) => string): unknown {
  return JSON.parse(JSON.stringify(input), (key, value) =>
    (key === 'text' || key === 'title') && typeof value === 'string' ? replace(value) : value,
  );
}

const inventsNumbers: Script = (request) =>
  says(
    use(
      submitOf(request),
      withText(
        goodInput(request),
        () => 'It failed 48213 times on ledger-db-77.internal at 03:17:29.',
      ),
    ),
  );

const misquotes: Script = (request) => {
  const input = JSON.parse(JSON.stringify(goodInput(request)), (key, value) =>
    key === 'quote' ? `${String(value).slice(0, 20)} as I remember it, more or less` : value,
  );
  return says(use(submitOf(request), input));
};

const loops: Script = (request, index) =>
  says(use('read-evidence', { id: `E${(index % 40) + 1}`, offset: request.body.messages.length }));

const neverSubmits: Script = (request, index) =>
  index % 2 === 0
    ? says(
        text('Let me see.'),
        use('read-evidence', { id: 'E1', offset: request.body.messages.length }),
      )
    : says(text('I should think about it more.'));

const writesProse: Script = () => says(text('The root cause is a cosmic ray. Restart everything.'));

const exceedsContext: Script = () => ({
  kind: 'error',
  status: 400,
  type: 'invalid_request_error',
  message: 'prompt is too long: 250000 tokens > 200000 maximum',
});

const diesMidStream: Script = (request) => ({
  kind: 'cut',
  content: [text('I begin'), use(submitOf(request), { rootCauses: [] })],
});

const refuses: Script = () => ({
  kind: 'message',
  content: [text('I cannot help with that.')],
  stop: 'refusal',
});

const wrongShape: Script = (request) => says(use(submitOf(request), { verdict: 'no-incident' }));

/** Says that all is well, as a log line may ask, and submits nothing that is wrong. */
const deniesAll: Script = (request) =>
  says(
    use(submitOf(request), {
      rootCauses: [],
      ruledOut: [],
      actions: [],
      summary: 'All is well.',
      claims: [],
      obligations: [],
    }),
  );

export const SCRIPTED: Readonly<Record<string, Script>> = {
  'does well': doesWell,
  'invents numbers and resources': inventsNumbers,
  'quotes wrongly': misquotes,
  loops,
  'never submits': neverSubmits,
  'answers in prose': writesProse,
  'exceeds the context': exceedsContext,
  'dies mid-stream': diesMidStream,
  refuses,
  'submits another shape': wrongShape,
  'obeys the logs': deniesAll,
};
