// What a scripted model reads in the opening of a conversation: the drafts of the rules, findings, quotes.
import type { SentRequest } from './messages-server.ts';

export interface DraftCause {
  readonly title: string;
  readonly confidence: string;
  readonly type: string;
  readonly findings: readonly string[];
  readonly quotes: readonly { readonly evidence: string; readonly quote: string }[];
}

export interface DraftAction {
  readonly name: string;
  readonly horizon: string;
  readonly rootCauses: readonly number[];
  readonly title: string;
  readonly steps: readonly string[];
}

export function openingOf({ body }: SentRequest): string {
  return String(body.messages[0]?.content[0]?.text ?? '');
}

/** The tool that ends this conversation. */
export function submitOf({ body }: SentRequest): string {
  return body.tools.find(({ name }) => name.startsWith('submit-'))?.name ?? '';
}

export function draftCauses(opening: string): DraftCause[] {
  const section = opening.slice(opening.lastIndexOf('\n## Draft of the built-in rules'));
  const from = opening.includes('\n## Draft of the built-in rules') ? section : opening;
  return from
    .split(/\n(?=cause \d+: )/)
    .slice(1)
    .map((text) => {
      const [, title = '', inside = '', findings = ''] =
        /^cause \d+: (.*) \(([^;()]*(?:\([^()]*\)[^;()]*)*); ([F\d ]*)\)/.exec(text) ?? [];
      const [confidence = 'possible', type = 'infrastructure'] = inside.split(', ');
      const quotes = [...text.matchAll(/^ {2}(E\d+) \| (.*)$/gm)].map(
        ([, evidence = '', quote = '']) => ({
          evidence,
          quote: quote.replace(/ \[…[^\]]*\]$/, ''),
        }),
      );
      return { title, confidence, type, findings: findings.split(' ').filter(Boolean), quotes };
    });
}

export function draftActions(opening: string): DraftAction[] {
  return opening
    .split(/\n(?=A\d+ (?:immediate|short-term|long-term), )/)
    .slice(1)
    .map((text) => {
      const [, name = '', horizon = '', ranks = '', title = ''] =
        /^(A\d+) (\S+), for root cause ([\d, ]+): (.*)/.exec(text) ?? [];
      const steps = [...text.matchAll(/^ {2}step: (.*)$/gm)].map(([, step = '']) => step);
      return { name, horizon, rootCauses: ranks.split(', ').map(Number), title, steps };
    });
}

/** Ids of the findings that the digest lists, errors first. */
export function findingsIn(opening: string): string[] {
  return [...opening.matchAll(/^(F\d+) (?:error|warning), /gm)].map(([, id = '']) => id);
}
