// Cuts a row of counts into blocks of constant rate: the cut that explains the counts best, where every block costs
// something, a short one more than a long one, as there are more places for it to turn up by chance.
// Idea: Scargle et al. 2012, "Studies in Astronomical Time Series Analysis VI. Bayesian Blocks".

/** What is counted: `counts[i]` events where, at a steady pace, `weights[i]` of the whole are expected (they sum to 1). */
export interface Counts {
  readonly counts: readonly number[];
  readonly weights: readonly number[];
  /** Variance over mean: log likelihoods are worth so many times less. */
  readonly dispersion: number;
}

/** A block of bins [from, to). */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly events: number;
  /** Of the whole, what the bins stand for at a steady pace. */
  readonly weight: number;
}

export interface Cut {
  readonly blocks: readonly Block[];
  /** Log likelihood less the blocks' costs, against one block that costs nothing; comparable for the same counts. */
  readonly value: number;
}

const BLOCK_COST = 3;

/** By how much a place to cut has to be behind to be given up: more than what rounding may take or give. */
const SLACK = 1e-6;

/**
 * Quadratic in the number of bins with events at worst. Two blocks explain counts at least as well as the one that they
 * make up: a beginning from which the way to here is worse than to begin anew, by more than what the longer block can be
 * cheaper, will never be the best again (Killick et al. 2012, "Optimal detection of changepoints").
 */
export function cutIntoBlocks({ counts, weights, dispersion }: Counts): Cut {
  const edges = edgesOf(counts);
  const events = sumsAt(edges, counts);
  const weight = sumsAt(edges, weights);
  const best = new Float64Array(edges.length);
  const cameFrom = new Int32Array(edges.length);
  const logs = logsUpTo(events.at(-1) ?? 0);
  /** Beginnings that may still be the best, ascending, and what the counts from each to here are worth. */
  let froms: number[] = [];
  const worth = new Float64Array(edges.length);
  for (let to = 1; to < edges.length; to++) {
    let top = Number.NEGATIVE_INFINITY;
    const eventsTo = events[to] ?? 0;
    const weightTo = weight[to] ?? 0;
    froms.push(to - 1);
    for (const from of froms) {
      const inside = eventsTo - (events[from] ?? 0);
      const logWeight = Math.log(weightTo - (weight[from] ?? 0));
      const so = (best[from] ?? 0) + (inside * ((logs[inside] ?? 0) - logWeight)) / dispersion;
      const value = so - BLOCK_COST + logWeight;
      worth[from] = so;
      if (value <= top) continue;
      top = value;
      cameFrom[to] = from;
    }
    best[to] = top;
    const cheaper = -Math.log((weight[to + 1] ?? 1) - weightTo);
    froms = froms.filter((from) => (worth[from] ?? 0) + cheaper >= top - SLACK);
  }
  return { blocks: blocksAt(edges, cameFrom, events, weight), value: best.at(-1) ?? 0 };
}

function logsUpTo(most: number): Float64Array {
  const logs = new Float64Array(most + 1);
  for (let count = 1; count <= most; count++) logs[count] = Math.log(count);
  return logs;
}

function blocksAt(
  edges: readonly number[],
  cameFrom: Int32Array,
  events: Float64Array,
  weight: Float64Array,
): Block[] {
  const blocks: Block[] = [];
  for (let to = edges.length - 1; to > 0; to = cameFrom[to] ?? 0) {
    const from = cameFrom[to] ?? 0;
    blocks.unshift({
      from: edges[from] ?? 0,
      to: edges[to] ?? 0,
      events: (events[to] ?? 0) - (events[from] ?? 0),
      weight: (weight[to] ?? 0) - (weight[from] ?? 0),
    });
  }
  return blocks;
}

/** Where a block may begin or end: beside bins with events. A cut between two empty bins never pays. */
function edgesOf(counts: readonly number[]): number[] {
  const edges = [0];
  for (let at = 1; at < counts.length; at++) {
    if ((counts[at - 1] ?? 0) > 0 || (counts[at] ?? 0) > 0) edges.push(at);
  }
  return [...edges, counts.length];
}

function sumsAt(edges: readonly number[], values: readonly number[]): Float64Array {
  const sums = new Float64Array(edges.length);
  let sum = 0;
  let next = 0;
  for (let at = 0; at <= values.length; at++) {
    if (edges[next] === at) sums[next++] = sum;
    sum += values[at] ?? 0;
  }
  return sums;
}
