// CloudWatch Logs by region.
import { type ClientSettings, type RegionClients, regionClients } from '../region-clients.ts';
import type { LogsApi } from './sdk.ts';

export type LogsClients = RegionClients<LogsApi>;

export function createLogsClients(settings: ClientSettings): LogsClients {
  return regionClients(settings, async (config, outgoing) => {
    const { openLogsApi } = await import('./sdk.ts');
    return openLogsApi(config, outgoing);
  });
}
