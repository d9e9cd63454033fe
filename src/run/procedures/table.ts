// The procedures by name: a new one is a new file and a row here.
import type { Procedure } from '../context.ts';
import { analyzeErrors } from './analyze-errors.ts';
import { collectResults } from './collect-results.ts';
import { discoverLogGroups } from './discover-log-groups.ts';
import { findRootCauses } from './find-root-causes.ts';
import { recommend } from './recommend.ts';
import { runQueries } from './run-queries.ts';
import { validateLogGroups } from './validate-log-groups.ts';
import { verifyTools } from './verify-tools.ts';
import { writeReport } from './write-report.ts';

const ALL: readonly Procedure[] = [
  verifyTools,
  discoverLogGroups,
  validateLogGroups,
  runQueries,
  collectResults,
  analyzeErrors,
  findRootCauses,
  recommend,
  writeReport,
];

export const PROCEDURES: ReadonlyMap<string, Procedure> = new Map(
  ALL.map((procedure) => [procedure.name, procedure]),
);
