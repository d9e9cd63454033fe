// `troubleshoot doctor`: what is set and what is missing, for AWS and for a model. It asks nobody, and shows no secret.
import { accessSync, constants } from 'node:fs';
import { placeholdersOf } from '../agent/prompt.ts';
import { DEFAULT_MODEL, hasCredentials } from './analyst.ts';
import type { CliProcess } from './cli-process.ts';
import { type Config, readConfig } from './config.ts';
import { EXIT } from './exit-code.ts';
import { isAddress, NO_ADDRESS } from './model-server.ts';
import { programVersion } from './places.ts';
import { readPrompts } from './prompts.ts';
import { onTerminal } from './terminal-lines.ts';
import { defaultRegion } from './wiring.ts';

interface Finding {
  readonly status: 'ok' | 'missing' | 'wrong';
  readonly what: string;
  readonly help?: string;
}

/** Exit code 0, or 2 where something is set that cannot work. */
export async function doctorCommand(
  options: { readonly json?: boolean },
  cli: CliProcess,
): Promise<number> {
  const config = readConfig();
  const findings = [
    { status: 'ok' as const, what: `troubleshoot ${programVersion()} on Node ${process.version}` },
    ...(await awsFindings(config)),
    ...modelFindings(config),
    promptsFinding(),
    folderFinding(),
  ];
  const text =
    options.json === true
      ? JSON.stringify({ kind: 'doctor', findings })
      : onTerminal(findings.map(inWords).join('\n'), cli.stdout, ' '.repeat(MARK_COLUMNS));
  cli.stdout.write(`${text}\n`);
  return findings.some(({ status }) => status === 'wrong') ? EXIT.usage : EXIT.ok;
}

const MARKS: Readonly<Record<Finding['status'], string>> = {
  ok: 'ok      ',
  missing: 'missing ',
  wrong: 'wrong   ',
};

const inWords = ({ status, what, help }: Finding): string =>
  `${MARKS[status]} ${what}${help === undefined ? '' : `\n${' '.repeat(MARK_COLUMNS)}${help}`}`;

/** A mark with the blank behind it. */
const MARK_COLUMNS = 9;

async function awsFindings(config: Config): Promise<readonly Finding[]> {
  const region = config.region ?? (await defaultRegion());
  const credentials = config.awsCredentials;
  return [
    region === null
      ? {
          status: 'missing',
          what: 'AWS region',
          help: 'Set AWS_REGION, or give --region. Not needed with --logs.',
        }
      : { status: 'ok', what: `AWS region ${region}` },
    credentials === null
      ? {
          status: 'missing',
          what: 'AWS credentials in the environment',
          help: 'A role of the machine may still give them; see: aws sts get-caller-identity. Not needed with --logs.',
        }
      : { status: 'ok', what: `AWS credentials by ${credentials}` },
  ];
}

function modelFindings(config: Config): readonly Finding[] {
  const { apiKey, authToken, baseUrl, id } = config.model;
  const credentials: Finding = hasCredentials(config)
    ? {
        status: 'ok',
        what: `model credentials by ${apiKey === null ? 'ANTHROPIC_AUTH_TOKEN' : 'ANTHROPIC_API_KEY'}`,
      }
    : {
        status: 'missing',
        what: 'model credentials',
        help: 'Set ANTHROPIC_API_KEY for a model to judge; the built-in rules judge without it.',
      };
  const both: readonly Finding[] =
    apiKey !== null && authToken !== null
      ? [{ status: 'ok', what: 'ANTHROPIC_AUTH_TOKEN is set too, and not used' }]
      : [];
  return [
    credentials,
    ...both,
    serverFinding(baseUrl),
    {
      status: 'ok',
      what: `model ${id ?? DEFAULT_MODEL}${id === null ? ' (the default; ANTHROPIC_MODEL or --model name another)' : ' by ANTHROPIC_MODEL'}`,
    },
  ];
}

function serverFinding(baseUrl: string | null): Finding {
  if (baseUrl === null) return { status: 'ok', what: "model server: Anthropic's API" };
  if (!isAddress(baseUrl)) return { status: 'wrong', ...NO_ADDRESS };
  const url = new URL(baseUrl);
  if (/\/v1\/?$/.test(url.pathname))
    return {
      status: 'wrong',
      what: `model server ${url.host}: the address ends in /v1`,
      help: 'Leave /v1 out: it is added.',
    };
  return { status: 'ok', what: `model server ${url.host} by ANTHROPIC_BASE_URL` };
}

function promptsFinding(): Finding {
  const prompts = readPrompts();
  const open = [...prompts.values()].flatMap(placeholdersOf);
  return prompts.has('system') && open.length > 0
    ? { status: 'ok', what: `${prompts.size} prompts` }
    : {
        status: 'wrong',
        what: 'The prompts of this program are not complete',
        help: 'Install it anew.',
      };
}

function folderFinding(): Finding {
  try {
    accessSync('.', constants.W_OK);
    return { status: 'ok', what: 'this folder can be written' };
  } catch {
    return {
      status: 'missing',
      what: 'a folder for reports',
      help: 'This one cannot be written: --out DIR names another.',
    };
  }
}
