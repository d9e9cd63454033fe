// Services by the names that sentences have for them: `pricing` for shop-pricing, `payment` for payment-service. Such a
// word stands for a service only where a failed call has the one who is called.
import { remembered } from '../base/remembered.ts';

const CALL =
  '(?:call(?:ing|ed|s)?|request(?:ing|s)?|connect(?:ing|ion|ed)?|talk(?:ing)?|reach(?:ing)?|invok(?:e|ing)|response|reply|answer)';
const BEHIND_CALL = new RegExp(
  `\\b(?:${CALL}(?: (?:to|from|of|on|by))?|upstream|backend|service|dependency)[ =:"'\`]{1,3}(?:the )?([a-z][\\w-]{3,60})(?![\\w-])`,
  'gi',
);
const BEFORE_SERVICE = /(?<![\w-])([a-z][\w-]{3,60})[- ]service\b/gi;
/** Parts of a name that say that it is one. */
const SERVICE_END = /-(?:service|svc|api|server|backend)$/;
/** So many services with one beginning are a family, whose name goes without saying. */
const MIN_KIN = 2;
const MIN_CHARS = 4;
const MAX_REMEMBERED = 1_000;

/** Whether a text says of a call that it went to the service, by a shorter name than its own. */
export function callsByShortName(
  text: string,
  service: string,
  services: ReadonlySet<string>,
): boolean {
  const shorts = shortNames(service, services);
  if (shorts.length === 0) return false;
  const called = namesCalled(text);
  return shorts.some((name) => called.has(name));
}

/** The same texts are asked about for each service. */
const namesCalled = remembered(
  (text): ReadonlySet<string> =>
    new Set(
      [BEHIND_CALL, BEFORE_SERVICE].flatMap((form) =>
        [...text.matchAll(form)].map(([, name = '']) => name.toLowerCase()),
      ),
    ),
  MAX_REMEMBERED,
);

function shortNames(service: string, services: ReadonlySet<string>): readonly string[] {
  const [family = '', ...rest] = service.split('-');
  const kin = [...services].filter((other) => other.startsWith(`${family}-`)).length;
  const inFamily = kin >= MIN_KIN ? rest.join('-') : service;
  const all = [inFamily, inFamily.replace(SERVICE_END, ''), service.replace(SERVICE_END, '')];
  return [...new Set(all)].filter((name) => name.length >= MIN_CHARS && name !== service);
}
