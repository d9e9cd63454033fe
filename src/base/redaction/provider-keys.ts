// Keys and tokens that providers mark by a prefix of their own: one row each.
// No shape can fail after a long match, so each search is linear.
import { looksRandom, mark } from './mark.ts';

/** Not inside a longer word; an escaped `\n` may stand before. */
const START = '(?:(?<![A-Za-z0-9_])|(?<=\\\\[nrt]))';
const END = '(?![A-Za-z0-9])';

/** The shape begins with what PROVIDER_HINT looks for. */
const SHAPES: readonly (readonly [kind: string, shape: RegExp])[] = [
  ['github-token', /gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}/g],
  ['gitlab-token', /gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[\w.-]{18,}/g],
  [
    'slack-token',
    /xox[a-z]-[\w-]{10,}|xapp-\d-[\w-]{10,}|hooks\.slack\.com\/services\/[\w/]{20,}/g,
  ],
  ['stripe-key', /[spr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,}/g],
  ['google-key', /AIza[\w-]{35}|GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,}/g],
  ['anthropic-key', /sk-ant-[\w-]{16,}/g],
  ['sendgrid-key', /SG\.[\w-]{16,64}\.[\w-]{16,}/g],
  ['npm-token', /npm_[A-Za-z0-9]{36,}/g],
  ['vault-token', /hv[sbr]\.[\w-]{20,}/g],
  ['huggingface-token', /hf_[A-Za-z0-9]{30,}/g],
  ['digitalocean-token', /do[opr]_v1_[a-f0-9]{40,}/g],
  ['shopify-token', /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,}/g],
  ['aws-session-token', /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[\w+/=%-]{40,}/g],
  ['docker-token', /dckr_[po]at_[\w-]{20,}/g],
  ['twilio-key', anchored('SK[0-9a-f]{32}|(?<=AC[0-9a-f]{32}:)[0-9a-f]{32}')],
  // The number before the colon is the bot's public id.
  ['telegram-token', /(?<=(?<!\d)\d{6,12}:)AA[\w-]{33}(?![\w-])/g],
  ['age-key', /AGE-SECRET-KEY-1[A-Z0-9]{20,}/gi],
  ['azure-secret', /[\w.~-]{3}\dQ~[\w.~-]{31,40}/g],
  ['square-token', /sq0[a-z]{3}-[\w-]{20,}|EAAA[\w-]{60,}/g],
  ['mailgun-key', anchored('key-[0-9a-f]{32}')],
  ['mailchimp-key', anchored('[0-9a-f]{32}-us\\d{1,2}')],
  ['newrelic-key', /NR(?:AK|II|RA|IQ)-[\w-]{20,}|[0-9a-f]{36}NRAL/g],
  ['sentry-token', /sntry[su]_[\w+/=-]{30,}/g],
  ['terraform-token', /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}/g],
  ['atlassian-token', /AT[AC]TT3x[\w=-]{30,}|ATBB[A-Za-z0-9]{30,}/g],
  ['linear-key', /lin_(?:api|oauth)_[A-Za-z0-9]{30,}/g],
  ['notion-token', /ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43}(?![A-Za-z0-9])/g],
  ['pypi-token', /pypi-[\w-]{40,}/g],
  ['rubygems-key', /rubygems_[0-9a-f]{40,}/g],
  ['crates-token', anchored('cio[A-Za-z0-9]{32}')],
  ['heroku-key', /HRKU-[\w-]{30,}/g],
  ['databricks-token', anchored('dapi[0-9a-f]{32}(?:-\\d)?')],
  ['grafana-token', /glsa_\w{32,}|glc_[A-Za-z0-9+/=]{32,}/g],
  ['discord-webhook', /(?<=discord(?:app)?\.com\/api\/webhooks\/\d{1,20}\/)[\w-]{40,}/g],
  ['webhook', /(?<=IncomingWebhook\/)[\w/-]{20,}|(?<=hooks\.zapier\.com\/hooks\/)[\w/]{10,}/g],
  // Hashes of passwords as crypt writes them.
  [
    'password-hash',
    /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$(?:[156y]|apr1)\$[^\s$:"']{1,40}\$(?:[./A-Za-z0-9]{22,}|[^\s$:"']{1,40}\$[./A-Za-z0-9]{22,})|\$argon2(?:id?|d)\$[\w=,$+/]{30,}|pbkdf2_sha\d{1,3}\$\d{1,8}\$[^\s$]{1,60}\$[\w+/=]{20,}/g,
  ],
  ['dynatrace-token', /dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}/g],
  ['doppler-token', /dp\.(?:pt|st|sa|ct|scim|audit)\.[A-Za-z0-9._-]{36,}/g],
  ['planetscale-token', /pscale_(?:tkn|pw|oauth)_[\w.-]{30,}/g],
  ['postman-key', /PMAK-[0-9a-f]{24}-[0-9a-f]{34}/g],
  ['brevo-key', /xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}/g],
  ['mapbox-token', /sk\.eyJ[\w-]{20,}\.[\w-]{16,}/g],
  ['api-key', anchored('(?:gsk_|r8_|pplx-|xai-)[A-Za-z0-9]{36,}')],
  ['access-token', anchored('(?:sbp_|pul-|nfp_|figd_|bkua_|sgp_)[A-Za-z0-9_-]{36,}')],
  // Base64 of `-----BEGIN `, then anything but CERTIFICATE and PUBLIC KEY.
  ['private-key', /LS0tLS1CRUdJTi(?!BDRVJU|BQVUJM)[A-Za-z0-9+/=]{20,}/g],
];

/** Beginnings of what the hint looks for, for the word gate. */
export const PROVIDER_WORDS =
  'gho ghp ghu ghs ghr github_pat glpat gldt- glrt- glcbt glptt glft- glimt glagent gloas glsoat xox xapp ks. gWe twi pbk $2a $2b $2x $2y $1$ $5$ $6$ $y$ $ap $ar k_live k_test whsec aiza gocspx ya29 sk- sg. npm_ hvs. hvb. hvr. hf_ dop_v1 doo_v1 dor_v1 shpat shpca shppa shpss iqojb fwogz dckr :aa y-1 sq0 eaaa ey- -us nrak nrii nrra nriq ral ys_ yu_ .atlasv t3x atbb n_api n_oauth tn_ et_ pypi- ubygems cio hrku- dapi glsa_ glc_ ooks/ dt0 dp. pscale pmak xkeysib sk. gsk_ r8_ plx- xai- sbp_ pul- nfp_ gd_ bkua_ sgp_ ls0tls 0q~ 1q~ 2q~ 3q~ 4q~ 5q~ 6q~ 7q~ 8q~ 9q~ sk0 sk1 sk2 sk3 sk4 sk5 sk6 sk7 sk8 sk9 ska skb skc skd ske skf';

/** Where it does not match, no row does. */
export const PROVIDER_HINT =
  /gh[pousr]_|github_pat|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-|xox[a-z]-|xapp-|hooks\.slack|hooks\.zapier|IncomingWebhook|\$(?:2[abxy]|[156y]|apr1|argon2[id]{1,2})\$|AC[0-9a-f]{32}:|pbkdf2_sha|k_(?:live|test)_|whsec_|AIza|GOCSPX|ya29|sk-|SG\.|npm_|hv[sbr]\.|hf_|do[opr]_v1|shp[acps][ast]_|IQoJb3|FwoGZX|dckr_|SK[0-9a-f]{32}|:AA[\w-]{33}|[aA][gG][eE]-[sS][eE][cC]|\dQ~|sq0|EAAA|key-[0-9a-f]{8}|[0-9a-f]-us\d|NR(?:AK|II|RA|IQ|AL)|sntry|\.atlasv1|AT[AC]TT3x|ATBB|lin_|ntn_|secret_[A-Za-z0-9]{43}|pypi-|rubygems_|cio[A-Za-z0-9]{32}|HRKU-|dapi[0-9a-f]|glsa_|glc_|webhooks\/|dt0[a-z]|dp\.[a-z]{2,5}\.|pscale_|PMAK|xkeysib|sk\.eyJ|gsk_|r8_|pplx-|xai-|sbp_|pul-|nfp_|figd_|bkua_|sgp_|LS0tLS1CRUdJTi/;

/** OpenAI and others that copied the prefix: known only by `sk-`, so the value must look made by a machine. */
const SK_KEY = /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))sk-[\w-]{20,}/g;

export function redactProviderKeys(text: string): string {
  let result = text;
  for (const [kind, shape] of SHAPES) result = result.replace(shape, mark(kind));
  return result.replace(SK_KEY, (key) => (looksRandom(key) ? mark('api-key') : key));
}

function anchored(shape: string): RegExp {
  return new RegExp(`${START}(?:${shape})${END}`, 'g');
}
