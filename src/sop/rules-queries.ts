// Rules about query blocks and `${…}` placeholders.
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { didYouMean } from '../base/did-you-mean.ts';
import type { Draft } from './draft.ts';
import { type Block, linesOf } from './lines.ts';
import { type FilledQuery, fillQuery } from './query-values.ts';
import { type DraftQuery, isQueryInfo } from './read-steps.ts';
import type { Fault, LintKnowledge } from './rule.ts';
import { isSnakeCase } from './rules-parameters.ts';
import { RUN_TIME_VALUES } from './run-time-values.ts';
import { isSopName } from './sop-name.ts';
import { type Placeholder, placeholdersIn } from './substitute.ts';

export function queryNames(draft: Draft): readonly Fault[] {
  return queriesOf(draft)
    .filter(({ query }) => !isSopName(query.name))
    .map(({ query, opener }) => {
      const message =
        query.name === '' ? 'The query block has no name' : `\`${query.name}\` is no query name`;
      const help = 'open it with ```insights some-name, the name in kebab-case';
      return { message, span: opener, help };
    });
}

export function duplicateQueries(draft: Draft): readonly Fault[] {
  const queries = queriesOf(draft);
  const names = queries.map(({ query }) => query.name);
  return queries
    .filter(({ query }, index) => query.name !== '' && names.indexOf(query.name) < index)
    .map(({ query, opener }) => {
      return { message: `A query \`${query.name}\` stands before this one`, span: opener };
    });
}

/** Of the procedures one alone asks queries; in a step without a procedure a model may. */
export function strayQueries({ steps }: Draft, { procedures }: LintKnowledge): readonly Fault[] {
  return steps.flatMap(({ step: { procedure }, queries }) =>
    procedure === null || procedure === 'run-queries' || !procedures.has(procedure)
      ? []
      : queries.map(({ query, opener }) => {
          const message = `\`${procedure}\` asks no queries: \`${query.name}\` would never be asked`;
          return { message, span: opener, help: 'move it to a step with `run-queries`' };
        }),
  );
}

/** What reads as a query in a step that asks queries, and is not marked as one: it would be prose. */
export function unaskedBlocks(draft: Draft, { compileQuery }: LintKnowledge): readonly Fault[] {
  return draft.steps
    .filter(({ step }) => step.procedure === 'run-queries')
    .flatMap(({ fences }) => fences)
    .filter(({ query }) => compileQuery(fill(query.text, draft).text).length === 0)
    .map(({ opener }) => {
      const message = 'This block reads as a query and is not asked';
      return { message, span: opener, help: 'open it with ```insights some-name, if it is one' };
    });
}

export function querySyntax(draft: Draft, { compileQuery }: LintKnowledge): readonly Fault[] {
  return queriesOf(draft).flatMap((entry) => {
    const filled = fill(entry.query.text, draft);
    if (filled.unfit.length > 0) return [];
    return compileQuery(filled.text).map((diagnostic) => toFault(diagnostic, filled, entry));
  });
}

/** A default that cannot stand where a query has its parameter, and a parameter that may have no value there. */
export function queryValues(draft: Draft): readonly Fault[] {
  return queriesOf(draft).flatMap(({ query, lineStarts }) => {
    const told = ({ name, start, end }: Placeholder, what: string, help: string) => {
      const at = (offset: number) => offsetInFile(query.text, lineStarts, offset);
      const message = `In the query \`${query.name}\`: ${what.replace('NAME', () => name)}`;
      return { message, span: { start: at(start), end: at(end) }, help };
    };
    return [
      ...fill(query.text, draft).unfit.map(({ placeholder, allowed }) =>
        told(placeholder, 'the default of `NAME` cannot stand here', `allowed here: ${allowed}`),
      ),
      ...placeholdersIn(query.text)
        .filter(({ name }) => mayBeAbsent(name, draft))
        .map((placeholder) => told(placeholder, ABSENT, 'give it a default, or make it required')),
    ];
  });
}

const ABSENT =
  '`NAME` has no default: where it is not given, the query is sent with it as it stands';

const mayBeAbsent = (wanted: string, { parameters }: Draft) =>
  parameters.some(
    ({ name, required, defaultValue }) => name === wanted && !required && defaultValue === null,
  );

/** A misspelt parameter is an error, as is a placeholder that a query would send to CloudWatch as it stands. */
export function placeholders(draft: Draft): readonly Fault[] {
  const parameters = [...draft.parameters, ...draft.oddParameterLines].flatMap(
    ({ name }) => name ?? [],
  );
  return draft.outline.sections
    .filter(({ name }) => name !== 'Troubleshooting')
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) =>
      linesOf(block).flatMap((line) =>
        placeholdersIn(line.text).flatMap((placeholder) =>
          judge(placeholder, line.start, isQuery(block), parameters),
        ),
      ),
    );
}

function judge(
  { name, start, end }: Placeholder,
  offset: number,
  inQuery: boolean,
  parameters: readonly string[],
): readonly Fault[] {
  if (parameters.includes(name) || (!inQuery && RUN_TIME_VALUES.has(name))) return [];
  const span = { start: offset + start, end: offset + end };
  const near = didYouMean(name, parameters.filter(isSnakeCase));
  if (near !== null) {
    const message = `There is no parameter \`${name}\``;
    return [{ message, span, help: `did you mean \`\${${near}}\`?`, severity: 'error' }];
  }
  if (inQuery) {
    const message = `\`\${${name}}\` is no parameter: the query would be sent with it as it stands`;
    const help = `parameters: ${parameters.join(', ') || 'none'}`;
    return [{ message, span, help, severity: 'error' }];
  }
  const message = `\`\${${name}}\` is neither a parameter nor a value known at run time`;
  const help = `declare it under ## Parameters, or use one of ${[...RUN_TIME_VALUES.keys()].join(', ')}`;
  return [{ message, span, help }];
}

function isQuery(block: Block): boolean {
  return block.kind === 'fence' && isQueryInfo(block.info);
}

function queriesOf({ steps }: Draft): readonly DraftQuery[] {
  return steps.flatMap(({ queries }) => queries);
}

/** Stands in for a required parameter: valid as a number, in a string and in a regular expression. */
const SAMPLE_VALUE = '1';

function fill(text: string, { parameters }: Draft): FilledQuery {
  const values = placeholdersIn(text).map(({ name }) => {
    const value = parameters.find((parameter) => parameter.name === name)?.defaultValue;
    return [name, value ?? SAMPLE_VALUE];
  });
  return fillQuery(text, Object.fromEntries(values));
}

function toFault(
  diagnostic: Diagnostic,
  { shifts }: FilledQuery,
  { query, lineStarts }: DraftQuery,
): Fault {
  const { message, severity, help } = diagnostic;
  const unfill = (offset: number) =>
    shifts.reduce((sum, { at, growth }) => (offset >= at ? sum - growth : sum), offset);
  const inFile = (offset: number) => offsetInFile(query.text, lineStarts, unfill(offset));
  const span: Span =
    diagnostic.span === null
      ? query.span
      : { start: inFile(diagnostic.span.start), end: inFile(diagnostic.span.end) };
  const shown = `In the query \`${query.name}\`: ${message}`;
  return { message: shown, span, severity, ...(help !== null && { help }) };
}

function offsetInFile(text: string, lineStarts: readonly number[], offset: number): number {
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return (lineStarts[line] ?? lineStarts.at(-1) ?? 0) + (offset - (before.lastIndexOf('\n') + 1));
}
