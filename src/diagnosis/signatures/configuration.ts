// Settings and modules that are not there.
import type { Signature } from '../signature.ts';

export const CONFIGURATION: readonly Signature[] = [
  {
    name: 'configuration-not-read',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    unless:
      /\bECONNREFUSED\b|\bconnection refused\b|\btimed out\b|\b(?:i\/o )?timeout (?:of|after) \d|\bi\/o timeout\b|\bdeadline exceeded\b|\bno such host\b|\bENOTFOUND\b|\bfrom (?:the )?cache\b/i,
    any: [
      /\b(?:loading|reading|parsing|load|read|parse) (?:the )?config(?:uration)?(?: file)?\b[^\n]{0,30}\bfailed\b/i,
      /\b(?:failed|unable|could not|cannot|can't) (?:to )?(?:load|read|parse) (?:the )?(?:\w{1,20} )?config(?:uration)?(?: file)?\b/i,
      /\byaml: (?:line \d{1,6}: |unmarshal errors)/,
      /\[emerg\][^\n]{0,40}: (?:unknown directive|invalid (?:parameter|number of arguments)|unexpected "[^"\n]{1,3}"|"[\w.-]{1,60}" directive )/,
    ],
    title: 'The configuration can not be read',
    meaning:
      'The program does not accept its configuration: the file is missing, may not be read, or is not written as it has to be. A program that runs goes on with the old one; one that starts ends, and then whatever calls it is refused.',
    component: ['function', 'unit'],
    checks: ['Read which file and line are named, and who changed it last.'],
    immediate: {
      title: 'Put the earlier configuration back',
      reason: 'The one before is known to be read.',
      steps: [
        'Take the last change of the file back, or mend the line that is named, and start the program again.',
      ],
      rollback: 'Make the change again once it passes the check of the program.',
    },
    shortTerm: {
      title: 'Check a configuration before it is put in place',
      reason: 'Most programs can test a file without starting.',
      steps: ['Run that test in the pipeline and before each reload.'],
    },
    longTerm: {
      title: 'Change configurations as code is changed',
      reason: 'Who changed what is then known, and can be undone.',
      steps: ['Keep them under version control, with a review and a test.'],
    },
  },
  {
    name: 'missing-module',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /(?:ModuleNotFoundError|ImportError): (?:No module named|cannot import name) '(?<module>[\w./@-]{1,100})'/,
      /Cannot find (?:module|package) '(?<module>[\w./@-]{1,150})'/,
      /\bModule not found: Error: Can't resolve '(?<module>[\w./@-]{1,150})'/,
      /\bERR_MODULE_NOT_FOUND\b|\bMODULE_NOT_FOUND\b/,
      /cannot load such file -- (?<module>[\w./-]{1,100})/,
      /(?:NoClassDefFoundError|ClassNotFoundException|NoSuchMethodError|UnsatisfiedLinkError)(?:: (?<module>[\w./$]{1,150}))?/,
      /Could not load file or assembly '(?<module>[\w.]{1,100})/,
      /error while loading shared libraries: (?<module>[\w.-]{1,80})/,
      /Class ["'](?<module>[\w\\]{1,100})["'] not found/,
    ],
    title: '{moduleNamed|A module} is not in the deployed package',
    meaning:
      'The program asks for a module or a class that the running package does not hold, or holds in another version. The package was built without it or against another version.',
    component: ['module', 'function'],
    checks: [
      'Compare the dependencies of the running package with those of the last one that worked.',
    ],
    immediate: {
      title: 'Deploy the last package that held {module|the module}',
      reason: 'The missing part can not appear at run time.',
      steps: ['Go back to the earlier package, then build anew from the lock file.'],
      commands: [
        'aws lambda get-function-configuration --function-name {function}',
        'aws lambda list-versions-by-function --function-name {function}',
      ],
      rollback: 'Deploy the new package again once it holds the module.',
    },
    shortTerm: {
      title: 'Start the package once in the pipeline',
      reason: 'A start finds every missing import of the start-up.',
      steps: ['Run a smoke test on the built package itself, not on the source tree.'],
    },
    longTerm: {
      title: 'Build from locked versions in the image that runs',
      reason: 'The same lock file gives the same package.',
      steps: ['Keep the lock file in the repository and forbid builds without it.'],
    },
  },
  {
    name: 'missing-setting',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /(?:environment|env)(?:ironment)? variable ["'`]?(?<setting>[A-Z][A-Z0-9_]{2,60})["'`]?[^\n]{0,30}(?:not set|missing|undefined|required|not found|not defined|unset)/i,
      /(?:missing|required|undefined|unset|invalid) (?:required )?(?:environment|env|config(?:uration)?|settings?)(?: (?:variable|property|key|value|setting|parameter))?s?[ :=]{1,3}["'`]?(?<setting>[A-Za-z][\w.-]{1,80})/i,
      /validation errors? for \w{0,60}(?:Settings|Config)\w{0,30}\n(?<setting>[A-Za-z][\w.-]{1,80})\n\s{1,8}(?:Field required|field required|Input should|value is not)/,
      /Could not resolve placeholder '(?<setting>[\w.-]{1,80})'/,
      /KeyError: '(?<setting>[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){1,6})'/,
      /\b[Ee]nvironment variable not found: (?<setting>[A-Z][A-Z0-9_]{2,60})\b/,
      /\bPlease set (?<setting>[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){1,6})\b/,
      /\bvalidation error: \\?"(?<setting>[A-Z][A-Z0-9]{1,30}_[A-Z0-9_]{2,60})\\?" is required\b/,
      /\bThe root module input variable \\?"(?<setting>\w{1,60})\\?" is not set\b/,
      /\bNo application encryption key has been specified\b|\bNoRegionError\b|\bsecretOrPrivateKey must have a value\b/,
      /required key (?<setting>[A-Z][A-Z0-9_]{2,60}) missing value/,
      /(?<setting>[A-Z][A-Z0-9]{1,30}_[A-Z0-9_]{2,60}) (?:is not set|must be set|is required|is not defined|is missing|not configured)/,
      /(?:configuration|settings?|property|config key) ["'`]?(?!(?:is|was|are|were)\b)(?<setting>[\w.-]{2,80})["'`]? (?:is |was )?(?:missing|not (?:set|found|defined|configured)|required)/i,
      /validation errors? for \w{0,60}(?:Settings|Config)\b/,
      /InvalidConfigurationException|ConfigurationError|ConfigException|ImproperlyConfigured|BeanCreationException|ParameterNotFound\b/,
    ],
    unless: /using (?:the )?default|falling back to default/i,
    title: '{settingNamed|A setting} is missing or not valid',
    meaning:
      'The program needs a setting that its environment does not give or gives wrongly. It fails until the setting is there.',
    component: ['setting', 'function', 'unit'],
    checks: ['Compare the settings of the running version with those of the last one that worked.'],
    immediate: {
      title: 'Set {setting|the missing setting}, or go back to the version that did not need it',
      reason: 'Trying again can not help.',
      steps: ['Put the setting in place in every environment that runs this version, and restart.'],
      commands: [
        "aws lambda get-function-configuration --function-name {function} --query 'Environment.Variables && keys(Environment.Variables)'",
      ],
      rollback: 'Take the setting out again, or go back to the earlier version.',
    },
    shortTerm: {
      title: 'Check all settings at start-up',
      reason: 'One message that names all missing settings saves a round for each.',
      steps: ['Demand the settings in one place, and do not accept traffic without them.'],
    },
    longTerm: {
      title: 'Keep settings with the code',
      reason: 'A setting that is reviewed with the code that needs it is not forgotten.',
      steps: [
        'Let the pipeline compare the settings that the code demands with those of each environment.',
      ],
    },
    fix: 'required-setting',
  },
];
