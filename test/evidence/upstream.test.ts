import { describe, expect, test } from 'vitest';
import { namesUpstream } from '../../src/evidence/upstream.ts';

const REQUEST =
  '136.90.211.49 - - [13/Nov/2026:15:56:03 +0000] "GET /album/890 HTTP/1.1" 504 167 "-" "Mozilla/5.0"';

describe('namesUpstream', () => {
  test.each([
    'rt=60.013 uct="0.001" urt="60.013" ua="10.0.5.7:80"',
    'rt=60.013 uct=0.001 uht=60.010 urt=60.013',
    'ua="10.0.5.7:80, 10.0.5.8:80"',
    'us=[fd00::7]:8080',
    'upstream="10.0.5.7:80"',
    'upstream_addr=10.0.5.7:80',
    'upstream_host=cart.internal',
    'backend=cart-2',
    'proxy_host=cart.internal',
    '"proxyHost":"cart.internal"',
  ])('an access record names it by a usual field: %s', (fields) => {
    expect(namesUpstream(`${REQUEST} ${fields}`)).toBe(true);
  });

  test.each([
    'rt=60.013',
    'rt=0.001 uct="-" urt="-" ua="-"',
    'ua="Mozilla/5.0 (X11; Linux x86_64)"',
    'ua="curl/8.5.0"',
    'upstream_addr=- upstream_response_time=-',
    'group=10.0.5.7:80',
    'path=/ua=10.0.5.7:80',
  ])('and names none where nobody was asked, or the field is another: %s', (fields) => {
    expect(namesUpstream(`${REQUEST} ${fields}`)).toBe(false);
  });
});
