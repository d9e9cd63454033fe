// The names behind which a secret stands, with what a value must be to count as one.

/** `strong`: any value is a secret. `weak`: only one that no person would write, since the name has other uses. */
export type Strength = 'strong' | 'weak';

/** What forms and programs add to the name of a password. */
const PASSWORD_SUFFIX =
  '(?:[_-]?(?:hash|confirm(?:ation)?|confirmed|repeat|again|new|old|value|text|plain|[12](?!\\d)))?';
const LATIN_PASSWORDS =
  'passwort|kennwort|wachtwoord|l(?:ö|o)senord|adgangskode|salasana|heslo|jelsz(?:ó|o)|senha|contrase(?:ñ|n|\\\\u00f1|\\\\xf1|%c3%b1)a|mot[ _-]?de[ _-]?passe|mdp|parola|(?:ş|s)ifre|has(?:ł|l)o';
const OTHER_PASSWORDS = 'пароль|密[码碼]|パスワード|비밀번호';

export const NAMES: readonly (readonly [kind: string, strength: Strength, name: string])[] = [
  ['aws-secret-key', 'strong', 'secret[ _-]?access[ _-]?key'],
  [
    'password',
    'strong',
    `(?:pass(?:word|wd|phrase|code)|(?:${LATIN_PASSWORDS})(?<![a-z](?:${LATIN_PASSWORDS}))|${OTHER_PASSWORDS})${PASSWORD_SUFFIX}|(?:pass|pwd|pw)(?<![a-z](?:pass|pwd|pw))|(?:pass|pwd)(?<=(?:store|key|trust|bind|user|admin|root|db)(?:pass|pwd))|psk(?<![a-z]psk)|identified by`,
  ],
  [
    'secret',
    'strong',
    '(?:client|app|shared|consumer|webhook)[_-]?secret|secret[_-]?(?:key(?:_base)?|value|token)',
  ],
  ['private-key', 'strong', 'client[_-]?key[_-]?data'],
  ['cvv', 'strong', 'cv[vc]2?(?<![a-z]cv[vc]2?)'],
  [
    'secret',
    'weak',
    'secret|code[_-]?verifier|client[_-]?assertion(?![_-]?type)|saml[_-]?(?:response|assertion)',
  ],
  ['token', 'weak', 'token'],
  [
    'api-key',
    'weak',
    'api[ _-]?key|(?:access|account|app|application|private|encryption|signing|subscription|shared|auth|license|integration|functions|storage|master|fastly)[_-]?key',
  ],
  [
    'authorization',
    'weak',
    'authorization|code(?<=[?&]code)|auth(?<=[?&_-]auth|["\']auth(?=\\\\{0,7}["\']))',
  ],
  ['credential', 'weak', 'credentials?'],
  ['signature', 'weak', 'signature|sig(?<=[?&;]sig)'],
  ['cookie', 'weak', '(?:set-)?cookie'],
  [
    'session',
    'weak',
    '(?:php|j|asp)sess(?:ion)?id[a-z]{0,8}|asp\\.net_sessionid|connect\\.sid|laravel_session',
  ],
];

/** What may follow a name: for names that are too short for the word gate. A backtick stands for a blank, too. */
const FOLLOWERS = ['=', ':', '"', "'", '\\', '%', '>', '`', '\t'];
const SHORT_WORDS = ['pw', '密码', '密碼'].flatMap((name) => FOLLOWERS.map((next) => name + next));

/** Rare beginnings inside the names, for the word gate. */
export const NAME_WORDS = [
  'pas pwd psk ecret tok key riz edential okie rif t_assertion aml "au \'au ?au &au _au -au cvv cvc gna tif &si ?si ;si &co ?co jse hps sps t_s ct. l_s mdp enh ras nwo woo eno öse dga asa esl lsz ola ifr asl asł пар スワー 비밀번',
  ...SHORT_WORDS,
].join(' ');

/** Where nothing of this occurs, no name does. */
export const NAME_HINT =
  /pass|pwd|psk|(?<![a-z])pw|secret|token|(?:pi|ss|nt|app|ion|ate|ing|red|uth|nse|ons|age|ter|tly)[ _-]?key|key[_-]?data|authorization|verifier|assertion|saml|[?&"'_-]auth|credential|cookie|cvv|cvc|signature|identified|[?&;]sig|[?&]code|sessi|connect\.sid|mdp|senha|contrase|wort|woord|senord|lösenord|adgangskode|salasana|heslo|jelsz|parola|ifre|has[łl]o|пароль|密[码碼]|パスワード|비밀번호/i;
