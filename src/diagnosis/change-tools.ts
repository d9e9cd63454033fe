// Tools that make changes to others: deployers, builds, servers of settings and flags. What they tell of is not about them.
import type { LogEvent } from '../base/log-event.ts';
import { peel } from '../evidence/peel.ts';
import { serviceIn } from './service-name.ts';
import { speakerOf } from './speaker.ts';
import type { Case } from './types.ts';

const TOOL =
  /(?:^|[-_./])(?:deploy\w{0,12}|codedeploy|ci|cd|ci-?cd|runners?|jenkins|gitlab|teamcity|buildkite|circleci|argo(?:-?cd)?|flux(?:-?cd)?|helm|tekton|spinnaker|octopus|terraform|ansible|puppet|(?:app)?config\w{0,12}|consul|etcd|settings?|flags?|flagd|flagsmith|unleash|launchdarkly|releases?|releaser|rollouts?|(?:code)?pipelines?)(?:$|[-_./])/i;
/** The daily work of one, whatever it is called. */
const WORK_OF_TOOL =
  /\b(?:deploy\w{0,12}|roll(?:ed|ing)?[- ]?outs?|pipelines?|builds?|built|runner|config(?:uration)?s?|feature[- ]flags?)\b/i;
/** So much of its log is such work. */
const MIN_SHARE = 0.5;
/** `deploy-agent deployed release v2`: who speaks first is not what it speaks of. */
const FIRST_WORD = /^([\w./-]{1,80})(?:\[\d{1,10}\])?:? /;
/** A single word may begin a sentence: `Deploy of …`. */
const COMPOUND = /[-_]/;
const WORD = /[a-z0-9][\w-]*/g;
const MAX_TEXT_CHARS = 2_000;

/** What the line says, without the name of a tool in front of it. */
export function withoutTool(line: string): string {
  const [head, name] = FIRST_WORD.exec(line) ?? [];
  const isTool = name !== undefined && COMPOUND.test(name) && isNameOfTool(name);
  return isTool ? line.slice(head?.length) : line;
}

/** Whether who tells of the change is such a tool, and the line names no other service that it would be about. */
export function isByTool(teller: string, event: LogEvent, input: Case): boolean {
  return (isNameOfTool(teller) || worksAsTool(event, input)) && namesNobody(teller, event, input);
}

const isNameOfTool = (name: string): boolean => TOOL.test(name);

function worksAsTool({ logGroup }: LogEvent, { survey }: Case): boolean {
  const lines = survey.kinds
    .filter((kind) => kind.logGroup === logGroup)
    .flatMap((kind) => kind.lines.map(({ text }) => text));
  const ofTool = lines.filter((text) => WORK_OF_TOOL.test(text)).length;
  return lines.length > 0 && ofTool >= lines.length * MIN_SHARE;
}

/** None of the services that log here, each by its log group or by its name in front of its lines. */
function namesNobody(teller: string, { message }: LogEvent, input: Case): boolean {
  const said = withoutTool(peel(message).text.slice(0, MAX_TEXT_CHARS)).toLowerCase();
  const words = new Set(said.match(WORD) ?? []);
  words.delete(teller.toLowerCase());
  const services = input.logGroups.map(({ name }) => serviceIn(name).toLowerCase());
  if (services.some((service) => words.has(service))) return false;
  return ![...words].some((word) => speakerOf(`${word} said`, input.context) !== null);
}
