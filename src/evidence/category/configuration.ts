// What is missing or wrong before any request: modules, settings, and the tables, queues and buckets that they name.
import { beside, rule } from './rule.ts';

const CATEGORY = 'configuration';

export const MODULES = rule(
  'missing-module',
  CATEGORY,
  /ImportModuleError|ModuleNotFound|MODULE_NOT_FOUND|No module named|cannot import name|Cannot find (?:module|package)|\bImportError: /i,
  /ClassNotFound|NoClassDefFound|NoSuchMethodError|AbstractMethodError|IncompatibleClassChange|UnsupportedClassVersion|No suitable driver\b/i,
  /cannot open shared object|LoadError\b|cannot load such file|Could not load file or assembly|DllNotFound|Class ["'][^"']{1,120}["'] not found/i,
  /HandlerNotFound|Handler '[^']{0,80}' missing|InvalidEntrypoint|exec format error|exec: .{0,80}(?:not found|no such file)|executable file not found|\bunable to access jarfile\b/i,
  /\bfailed to resolve import\b|\bcould not resolve dependenc|\bcould not find artifact\b|\bno matching version\b|\bcould not find a version that satisfies\b|\bno such package\b/i,
  /\bmanifest unknown\b|\bfailed to resolve ref\b.{0,160}not found|\bmanifest for \S{1,200} not found/i,
);

const SETTING = '(?:config(?:uration)?|setting|property|variable|option)s?';
const ABSENT =
  'not (?:set|defined|found|configured|provided|specified)|missing|undefined|invalid|required';
const SETTINGS_FILE =
  '[\\w./-]{0,120}(?:\\bconf(?:ig(?:uration)?)?\\b|\\bsettings\\b|\\.(?:ya?ml|toml|ini|conf|properties|env|cfg|cf|cnf)\\b)[\\w.-]{0,80}';
/** `DB_HOST`: how variables of the environment are named. */
const VARIABLE = '[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,60}';
export const SETTINGS = rule(
  'missing-setting',
  CATEGORY,
  /environment variables?\b|env(?:ironment)?[ _]var\b|\bos\.environ\b|could not resolve placeholder|required key not found/i,
  new RegExp(`\\bKeyError: ['"]${VARIABLE}['"]|\\bkey not found: \\\\?"${VARIABLE}\\\\?"`),
  new RegExp(
    `(?:\\brequired (?:key|variable|setting) ${VARIABLE}|["'\`]?\\b${VARIABLE}\\b["'\`\\\\]{0,2} (?:setting )?(?:is|must be|was) (?:required|not set|missing|set|empty))`,
  ),
  /missing (?:required )?(?:config|setting|env|property|parameter store|variable)|(?:must specify|no) (?:a )?region\b|\bregion is missing\b/i,
  new RegExp(`\\b${SETTING}(?: \\S{1,80})? (?:is |are |was |isn't )?(?:${ABSENT})\\b`, 'i'),
  /\binvalid (?:config|configuration|setting|value for (?:config|property)|scheme, expected connection string|connection string)\b|\bkeyword not supported: .{0,80}connectionString/i,
  /ParameterNotFound|not configured|misconfigur|bad configuration|\bsetting must not be empty\b|\b\w{3,60}(?:Key|Secret|Token|Url|Host) must (?:have a value|not be empty|be (?:set|given|provided|specified))\b|\bno (?:\w+ )?encryption key has been specified\b|\battribute is not specified\b/i,
  new RegExp(`(?:open )?${SETTINGS_FILE}["']?(?::|,)? \\(?no such file or directory`, 'i'),
  new RegExp(
    `(?:error|failed|failure|cannot|unable to|could not)(?: \\w+){0,2} (?:load|parse|pars|read|decod)(?:e|ing)? (?:the )?(?:\\S{1,40} )?${SETTINGS_FILE}`,
    'i',
  ),
  /\byaml: (?:line|unmarshal)|\bparsing YAML\b|\bparsing \[[^\]]{1,200}\.cfg|\bConfig\(missing field|\bcannot load certificate\b.{0,200}no such file/i,
  /\bflag provided but not defined\b|\bunknown (?:directive|keyword|flag|option|variable|command line|configuration|encoder|codec|dialect|driver|plugin)\b|\bunsupported argument\b|\bunrecognized (?:options?|arguments?|command)\b/i,
  /\binvalid duration\b|\bin the configuration file\b|\bvalidation error for (?:\w*Settings|\w*Config)\b|\bconfig(?:uration)? validation (?:error|failed)\b/i,
  /\b(?:config ?map|secret) \\?["']?\S{1,120}["'\\]{0,4} not found|\bcouldn't find key \S{1,120} in (?:config ?map|secret)\b|can't find the specified secret/i,
  /NoSuchBeanDefinition|\bNo qualifying bean\b|\bUnable to resolve service for type\b/i,
  new RegExp(`\\b(?:add|set) \\S{1,100} (?:to|in) ${VARIABLE}\\b`),
  new RegExp(
    `\\b(?:undefined|unset|unbound|missing) (?:env |environment )?var(?:iable)? ${VARIABLE}\\b`,
  ),
  // A port that another process holds: two programs were given the same setting.
  /\bEADDRINUSE\b|\baddress already in use\b/i,
);

const NAMED =
  'table|relation|database|schema|index|queue|bucket|topic|column|view|collection|stream|log group|exchange|entrypoint|middleware|namespace|conn_id';
export const RESOURCES = rule(
  'missing-resource',
  CATEGORY,
  /ResourceNotFoundException|NoSuchBucket|QueueDoesNotExist|NonExistentQueue|TableNotFound|UndefinedTable|index_not_found|UNKNOWN_TOPIC|UnknownTopic|\bTopic does not exist\b/i,
  new RegExp(`\\b(?:${NAMED}) (?:\\S{1,80} )?(?:(?:does not|doesn't) exist|isn't defined)`, 'i'),
  new RegExp(
    `\\bno (?:such )?(?:${NAMED}) (?:[\\['"\`]|in vhost\\b)|\\bno such (?:table|column|index)`,
    'i',
  ),
  /\bquery requires an? (?:\w+ )?index\b|\bentity \S{1,200} could not be found\b|\bCannot open database \S{1,120} requested by the login\b|Unknown (?:column|database|table)|\btable or view (?:does not exist|not found)|\bPendingMigration|\bmigrations are pending\b|does not host this topic/i,
);

/** Classes of a start-up that failed; the reason, where one is named, decides before them. */
export const STARTUP = rule(
  'invalid-setup',
  CATEGORY,
  /ImproperlyConfigured|ConfigurationException|ConfigurationError|ConfigError|InvalidConfig|OptionsValidation|ConfigurationProperties/i,
  /BeanCreationException|UnsatisfiedDependency|NoRegionError/i,
);

/** In free words: what a deployment brings, and that it is missing or wrong. */
export const CONFIGURATION_WORDS = rule(
  'configuration-words',
  CATEGORY,
  beside(
    'config(?:uration)?s?|settings?|options?|plugins?|modules?|packages?|extensions?|drivers?|environment|env|feature flags?|connection string|manifest|helm chart|command|executable|binary',
    'missing|not found|not set|unset|unknown|undefined|invalid|not installed|unsupported|malformed|misspelled|not recogni[sz]ed|cannot parse|failed to (?:load|parse|read)|mismatch',
  ),
  new RegExp(`\\bno such file or directory\\b.{0,20}${SETTINGS_FILE}`, 'i'),
  new RegExp(
    `\\b(?:${NAMED}|secret|config ?map)\\b [\\w."'\`/-]{1,80} (?:was |is |could )?(?:not (?:be )?found|missing)\\b`,
    'i',
  ),
  new RegExp(
    `${SETTINGS_FILE}: |\\b(?:in|from|of) (?:the )?(?:file )?${SETTINGS_FILE}(?=$|[\\s,;:)"'])`,
    'im',
  ),
  new RegExp(`\\b(?:in|for|of) (?:env |variable )?${VARIABLE}\\b|\\benv ${VARIABLE}\\b`),
  /\b(?:unsupported|missing|unknown) (?:protocol )?scheme\b|\bmigrations? \S{0,60} ?(?:is |was )?(?:not applied|pending|missing)|\b(?:library|\S+\.so(?:\.\d{1,3}){0,3}|\S+\.dll) (?:was |is |could )?(?:not (?:be )?found|missing)\b/i,
  /\b(?:cannot|could not|unable to|failed to) (?:find|locate|open) (?:the )?(?:config|configuration|settings|properties)\b|\bno \w{3,40} (?:is )?configured\b|\b(?:class|module|package|plugin|library) \S{3,120} (?:could not|cannot) be (?:loaded|imported|found|resolved)\b|\b(?:flag|option|argument) \S{1,60} (?:has no|needs a|requires a) value\b|\bschema version \d{1,9} (?:was )?expected\b/i,
  /\binvalid value \S{1,60} for (?:setting|option|property|variable|flag|parameter)\b|\bcommand not found\b|\bport \d{1,5} is (?:already )?in use\b/i,
);
