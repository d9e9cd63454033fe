// The thread beside: carries out orders with an inline lane of its own.
import { errorCode } from '../../base/error-code.ts';
import { compile } from '../../insights/compile.ts';
import type { Recall } from '../recall.ts';
import { buffersOf } from './encoded-rows.ts';
import { inlineLane } from './inline-lane.ts';
import type { Lane, Scan } from './lane.ts';
import type { News, Order, ScanOrder } from './messages.ts';

/** Where orders come from and news go to: a worker's parentPort. */
export interface Port {
  on(event: 'message', listener: (order: Order) => void): unknown;
  postMessage(news: News, handedOver: readonly ArrayBuffer[]): void;
}

export function serveOrders(port: Port): void {
  const lane = inlineLane();
  const scans = new Map<number, RunningScan>();
  port.on('message', (order) => {
    carryOut(order, lane, scans, port).catch((error: unknown) => {
      scans.delete(order.id);
      port.postMessage(failureOf(order.id, error), []);
    });
  });
}

interface RunningScan {
  readonly scan: Scan;
  overdue: boolean;
}

async function carryOut(
  order: Order,
  lane: Lane,
  scans: Map<number, RunningScan>,
  port: Port,
): Promise<void> {
  const { id } = order;
  switch (order.kind) {
    case 'index':
      port.postMessage({ kind: 'indexed', id, indexed: await lane.index(order.head) }, []);
      return;
    case 'scan':
      return carryOutScan(order, id, lane, scans, port);
    case 'look': {
      const findings = scans.get(id)?.scan.look();
      if (findings !== undefined) port.postMessage({ kind: 'findings', id, findings }, []);
      return;
    }
    case 'stop':
      scans.get(id)?.scan.stop();
      return;
    case 'timeout': {
      const running = scans.get(id);
      if (running !== undefined) running.overdue = true;
    }
  }
}

async function carryOutScan(
  order: ScanOrder,
  id: number,
  lane: Lane,
  scans: Map<number, RunningScan>,
  port: Port,
): Promise<void> {
  const { query } = compile(order.queryText);
  if (query === null) throw new Error('a query is compiled before it is ordered');
  const { files, startMs, endMs, limit, nowMs, part, recall } = order;
  const selection = { logGroups: new Set(order.logGroups), startMs, endMs };
  const overdue = () => scans.get(id)?.overdue === true;
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
    overdue,
  });
  scans.set(id, { scan, overdue: false });
  const end = await scan.ended;
  scans.delete(id);
  const findings = scan.look();
  port.postMessage({ kind: 'ended', id, end, findings, recall: known }, buffersOf(findings.rows));
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
