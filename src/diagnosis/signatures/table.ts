// The table of known failures in the order in which they are tried: the specific before the general.
import type { Signature } from '../signature.ts';
import { ACCESS } from './access.ts';
import { AWS_SERVICES } from './aws-services.ts';
import { CACHE } from './cache.ts';
import { CLUSTER } from './cluster.ts';
import { CONFIGURATION } from './configuration.ts';
import { COORDINATION } from './coordination.ts';
import { DATA } from './data.ts';
import { DATABASE } from './database.ts';
import { DATABASE_SERVER } from './database-server.ts';
import { DELIVERY } from './delivery.ts';
import { EXPIRY_AND_LIMITS } from './expiry-and-limits.ts';
import { HTTP } from './http.ts';
import { LAMBDA } from './lambda.ts';
import { MAIL_SERVER } from './mail.ts';
import { MEMORY } from './memory.ts';
import { MISSING_RESOURCE } from './missing-resource.ts';
import { NETWORK } from './network.ts';
import { ORCHESTRATION } from './orchestration.ts';
import { PLATFORM } from './platform.ts';
import { PROXY } from './proxy.ts';
import { RESOURCE } from './resource.ts';
import { RUNTIME } from './runtime.ts';
import { THROTTLING } from './throttling.ts';
import { TOKEN } from './token.ts';

export const SIGNATURES: readonly Signature[] = [
  ...LAMBDA,
  ...PLATFORM,
  ...AWS_SERVICES,
  ...DELIVERY,
  ...ORCHESTRATION,
  ...MISSING_RESOURCE,
  ...ACCESS,
  ...THROTTLING,
  ...MEMORY,
  ...RESOURCE,
  ...EXPIRY_AND_LIMITS,
  ...CACHE,
  ...COORDINATION,
  ...DATABASE_SERVER,
  ...DATABASE,
  ...DATA,
  ...CLUSTER,
  ...MAIL_SERVER,
  ...TOKEN,
  ...CONFIGURATION,
  ...PROXY,
  ...NETWORK,
  ...RUNTIME,
  ...HTTP,
];
