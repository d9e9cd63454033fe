// Entry of a worker thread that indexes and scans log files. Bundled beside main.js.
import { parentPort } from 'node:worker_threads';
import { serveOrders } from './serve-orders.ts';

if (parentPort !== null) serveOrders(parentPort);
