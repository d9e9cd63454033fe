// Step "analyze errors": facts from the candidates – findings, counts, rhythms, timeline – and the context around them.

import { grouped } from '../../base/grouped.ts';
import type { LogEvent } from '../../base/log-event.ts';
import { once } from '../../base/once.ts';
import { beside } from '../../base/side-by-side.ts';
import { analyze, findingsOf, type Prepared, prepare } from '../../evidence/analyze.ts';
import { MAX_WHOLE_ROWS } from '../../evidence/candidates.ts';
import { sketcher } from '../../evidence/sketch.ts';
import { surveyOf } from '../../evidence/survey.ts';
import type { Analysis } from '../../evidence/types.ts';
import { keepChanges, lookUpChanges } from '../account-changes.ts';
import { readSignals } from '../account-signals.ts';
import { readBaseline, shareRead, startBaseline } from '../baseline.ts';
import type { CaseFile } from '../case-file.ts';
import { readMore } from '../collect.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
import { readContext } from '../context-events.ts';
import { ensureWindow } from '../plan.ts';
import { isCounted, type Meanwhile, readBeyond, withCounts } from '../recount.ts';
import { readSurvey, startSurvey } from '../survey-events.ts';
import { tellUnclear } from '../unclear-events.ts';

export const analyzeErrors: Procedure = {
  name: 'analyze-errors',
  needs: ['collect-results'],
  usesTools: false,
  run: async (context) => {
    const { file } = context;
    const window = ensureWindow(context).analyzed;
    // They run while the candidates are looked at.
    const asked = await startSurvey(context);
    const read = prepare(file.candidates ?? [], window, file.seen, sampling(file));
    const normal = await startBaseline(context, read);
    const surveyed = once(() => readSurvey(context, asked));
    const usual = async () => (await surveyed()).usual();
    const { prepared, readShare } = await prepareAll(context, read, usual);
    tellUnclear(context, prepared.unclear);
    file.seen = sketcher();
    const survey = await surveyed();
    const first = findingsOf(prepared);
    const changes = beside(lookUpChanges(context, first));
    const signals = beside(readSignals(context, first.totalErrors));
    const lines = await readContext(context, first, survey);
    file.survey = surveyOf(lines, survey.whole);
    file.analysis = analyze(prepared, lines);
    file.context = inOrder([...lines, ...keepChanges(context, await changes)]);
    file.baseline =
      normal === null ? null : await readBaseline(context, normal, prepared, readShare);
    (await signals)();
    file.exact = file.exact && file.uncounted === 0 && file.candidates !== null;
    const summary = inWords(file.analysis);
    return file.candidates === null
      ? incomplete(`${summary}; the candidates could not be read`)
      : done(summary);
  },
};

interface All {
  readonly prepared: Prepared;
  /** Of the candidates, how many were read one by one, 0..1. */
  readonly readShare: number;
}

/** All candidates, read or counted. What a sample cannot tell apart is sought in as many as a run reads. */
async function prepareAll(context: RunContext, read: Prepared, meanwhile: Meanwhile): Promise<All> {
  const { file, world } = context;
  const isSample = (file.candidates?.length ?? 0) <= MAX_WHOLE_ROWS;
  const first = await lookBeyond(context, read, meanwhile);
  const isWhole = file.unreadCandidates === 0 && file.miscounted === 0;
  if (isWhole || !isSample || world.signal.aborted) return concluded(context, first);
  const { events, unread } = await readMore(context);
  file.candidates = events;
  file.unreadCandidates = unread;
  file.miscounted = 0;
  const more = prepare(events, read.window, sketcher(), sampling(file));
  return concluded(context, await lookBeyond(context, more, meanwhile));
}

const sampling = ({ unreadCandidates }: CaseFile) => ({ isSample: unreadCandidates > 0 });

async function lookBeyond(context: RunContext, read: Prepared, meanwhile: Meanwhile) {
  const { file } = context;
  const readShare = shareRead(file);
  const beyond = await readBeyond(context, read, meanwhile);
  if (beyond === null || beyond.events === file.candidates)
    return { readShare, beyond, prepared: read };
  // What was counted stays what it was; of the rest all is known now.
  const before = read.drafts.filter((draft) => isCounted(draft, beyond));
  return {
    readShare,
    beyond,
    prepared: prepare(beyond.events, read.window, file.seen, { before }),
  };
}

function concluded(
  context: RunContext,
  { readShare, beyond, prepared }: Awaited<ReturnType<typeof lookBeyond>>,
): All {
  return {
    readShare,
    prepared: beyond === null ? prepared : withCounts(context, prepared, beyond),
  };
}

const inOrder = (events: readonly LogEvent[]) =>
  [...events].sort((a, b) => a.timestampMs - b.timestampMs);

function inWords({ findings, totalErrors, part }: Analysis): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const parts = [
    `${part === undefined ? '' : 'at least '}${grouped(totalErrors)} error${totalErrors === 1 ? '' : 's'}`,
    `${errors} finding${errors === 1 ? '' : 's'}`,
  ];
  if (warnings > 0) parts.push(`${warnings} warning${warnings === 1 ? '' : 's'}`);
  return parts.join(', ');
}
