// The thread beside: carries out orders with an inline lane of its own. Scans are done one after the other: those that wait
// here are begun at once when their turn comes, however busy the thread is that ordered them.
import { errorCode } from '../../base/error-code.ts';
import { compile, compileAhead } from '../../insights/compile.ts';
import type { Recall } from '../recall.ts';
import { buffersOf } from './encoded-rows.ts';
import { inlineLane } from './inline-lane.ts';
import type { KeptPiece } from './kept-pieces.ts';
import type { Lane, Scan } from './lane.ts';
import type { News, Order, ScanOrder } from './messages.ts';

/** Where orders come from and news go to: a worker's parentPort. */
export interface Port {
  on(event: 'message', listener: (order: Order) => void): unknown;
  postMessage(news: News, handedOver: readonly ArrayBuffer[]): void;
}

export function serveOrders(port: Port): void {
  const lane = inlineLane();
  const scans = new Map<number, OrderedScan>();
  let turn: Promise<void> = Promise.resolve();
  port.on('message', (order) => {
    const carried =
      order.kind === 'scan'
        ? inTurn(turn, order, order.id, lane, scans, port)
        : carryOut(order, lane, scans, port);
    const done = carried.catch((error: unknown) => {
      scans.delete(order.id);
      port.postMessage(failureOf(order.id, error), []);
    });
    if (order.kind === 'scan') turn = done;
  });
}

interface OrderedScan {
  /** null: its turn has not come. */
  scan: Scan | null;
  stopped: boolean;
  overdue: boolean;
}

async function inTurn(
  before: Promise<void>,
  order: ScanOrder,
  id: number,
  lane: Lane,
  scans: Map<number, OrderedScan>,
  port: Port,
): Promise<void> {
  const ordered: OrderedScan = { scan: null, stopped: false, overdue: false };
  scans.set(id, ordered);
  await before;
  const { last } = await carryOutScan(order, id, lane, ordered, port);
  if (last) scans.delete(id);
}

/** The next piece of what a part keeps. */
async function handOver(id: number, scans: Map<number, OrderedScan>, port: Port): Promise<void> {
  const kept = await scans.get(id)?.scan?.nextKept();
  if (kept === undefined) return;
  if (kept.last) scans.delete(id);
  port.postMessage({ kind: 'kept', id, kept }, []);
}

async function carryOut(
  order: Exclude<Order, { kind: 'scan' }>,
  lane: Lane,
  scans: Map<number, OrderedScan>,
  port: Port,
): Promise<void> {
  const { id } = order;
  switch (order.kind) {
    case 'index':
      port.postMessage({ kind: 'indexed', id, indexed: await lane.index(order.head) }, []);
      return;
    case 'expect':
      compileAhead(order.queryText);
      return;
    case 'look': {
      const findings = scans.get(id)?.scan?.look();
      if (findings !== undefined) port.postMessage({ kind: 'findings', id, findings }, []);
      return;
    }
    case 'stop': {
      const ordered = scans.get(id);
      if (ordered !== undefined) ordered.stopped = true;
      ordered?.scan?.stop();
      return;
    }
    case 'kept':
      await handOver(id, scans, port);
      return;
    case 'timeout': {
      const ordered = scans.get(id);
      if (ordered !== undefined) ordered.overdue = true;
    }
  }
}

async function carryOutScan(
  order: ScanOrder,
  id: number,
  lane: Lane,
  ordered: OrderedScan,
  port: Port,
): Promise<KeptPiece> {
  const { query } = compile(order.queryText);
  if (query === null) throw new Error('a query is compiled before it is ordered');
  const { files, startMs, endMs, limit, nowMs, part, recall } = order;
  const selection = { logGroups: new Set(order.logGroups), startMs, endMs };
  let known: Recall | null = null;
  const remember = (news: Recall) => {
    known = news;
  };
  const scan = lane.scan({
    query,
    files,
    selection,
    limit,
    nowMs,
    part,
    memory: { recall, remember },
    overdue: () => ordered.overdue,
  });
  ordered.scan = scan;
  if (ordered.stopped) scan.stop();
  const end = await scan.ended;
  const [findings, kept] = [scan.look(), await scan.nextKept()];
  const news: News = { kind: 'ended', id, end, findings, recall: known, kept };
  port.postMessage(news, buffersOf(findings.rows));
  return kept;
}

function failureOf(id: number, error: unknown): News {
  const code = errorCode(error);
  return {
    kind: 'failed',
    id,
    message: error instanceof Error ? error.message : String(error),
    code,
  };
}
