// The SOP commands, and an SOP of one's own from ./sops to a report.
import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesLeft, ROOT, reportOf, runFile, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT, INCIDENT_ERRORS } from './small-logs.ts';

const OWN_SOP = `# Orders at a Glance

## Overview

Count what the order store says about one host, before anything is judged.

## Parameters

- **application_name** (required): The application
- **host** (required): The host whose refusals are counted
- **least_events** (optional, default: 1): Fewer lines than these are not shown

## Steps

### 1. Find the log groups

**Procedure:** \`discover-log-groups\`

**Constraints:**

- You MUST present every log group found with the reason why it is relevant or not, and have the relevant ones confirmed

### 2. Ask about the host

Lines that name \${host}.

**Procedure:** \`run-queries\`

\`\`\`insights lines-by-host
filter @message like "\${host}"
| stats count(*) as lines by @log
| filter lines >= \${least_events}
| sort lines desc
\`\`\`

**Constraints:**

- You MUST run the block over the confirmed log groups

### 3. Validate afterwards

**Procedure:** \`validate-log-groups\`

**Constraints:**

- You SHOULD say which log groups hold no log stream

### 4. Wait for the answers

**Procedure:** \`collect-results\`

**Constraints:**

- You SHOULD wait until every query has ended

### 5. Group the errors

**Procedure:** \`analyze-errors\`

**Constraints:**

- You SHOULD count each error
`;

describe.concurrent('sop list', () => {
  test('names the built-in ones, and those of the project and of the user with their source', async () => {
    const ran = await runInside(['sop', 'list'], {
      files: {
        'sops/orders.sop.md': OWN_SOP,
        '.config/troubleshoot/sops/mine.sop.md': OWN_SOP,
        'sops/broken.sop.md': 'nothing',
        'sops/misled.sop.md': OWN_SOP.replace('`run-queries`', '`run-querys`'),
      },
    });
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('orders  [project]');
    expect(ran.stdout).toContain('mine  [user]');
    expect(ran.stdout).toContain('application-failure-troubleshooting  [built-in]');
    expect(ran.stdout).toMatch(/broken {2}\[project\]\n(.*\n)? {2}cannot be used: /);
    expect(ran.stdout).toContain('  check it: troubleshoot sop lint sops/broken.sop.md\n');
    // What the investigation would refuse is told here too.
    expect(ran.stdout).toMatch(
      /misled {2}\[project\]\n {2}Count .*\n(?: {4}.*\n)* {2}cannot be used: There is no procedure `run-querys`/,
    );
  });

  test('tells which one hides another of the same name', async () => {
    const files = { 'sops/application-failure-troubleshooting.sop.md': OWN_SOP };
    const ran = await runInside(['sop', 'list'], { files });
    expect(ran.stdout).toContain('application-failure-troubleshooting  [project]\n');
    expect(ran.stdout).toContain('  this one is used, not another one of [built-in]\n');
    expect(ran.stdout).toMatch(
      /application-failure-troubleshooting {2}\[built-in\]\n {2}not used: the one of \[project\] comes first/,
    );
  });

  test('lists a copy of an SOP once', async () => {
    const name = 'application-failure-troubleshooting';
    const path = `sops/${name}.sop.md`;
    const files = { [path]: readFileSync(join(ROOT, path)) };
    const { stdout } = await runInside(['sop', 'list'], { files });
    expect(stdout.match(new RegExp(`^${name} .*`, 'gm'))).toEqual([`${name}  [project]`]);
    expect(stdout).not.toContain('used');
  });

  test.each(['40', '60', '100'])('fits %s columns', async (columns) => {
    const { stdout } = await runInside(['sop', 'list'], { env: { COLUMNS: columns } });
    // A path stays whole, to be copied.
    const lines = stdout.split('\n').filter((line) => !/^\s*\S+$/.test(line));
    expect(lines.filter((line) => line.length > Number(columns))).toEqual([]);
  });
});

describe.concurrent('sop show', () => {
  test('prints the SOP as it stands', async () => {
    const ran = await runInside(['sop', 'show', 'orders'], {
      files: { 'sops/orders.sop.md': OWN_SOP },
    });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 0, stdout: OWN_SOP });
  });

  test('tells how to check one that cannot be read', async () => {
    const files = { 'sops/broken.sop.md': 'nothing' };
    const ran = await runInside(['sop', 'show', 'broken'], { files });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(
      /\n {2}Check it:\s+troubleshoot sop lint (?:\\\n\s+)?\S*sops\/broken\.sop\.md\n/,
    );
    expect(ran.stderr).not.toContain('Type:');
  });

  test('refuses an unknown name', async () => {
    const ran = await runInside(['sop', 'show', 'nowhere']);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('troubleshoot sop list');
  });
});

describe.concurrent('sop new and sop lint', () => {
  test('a new SOP lints clean, is listed, and is not written over', async () => {
    const made = await runInside(['sop', 'new', 'checkout-incident']);
    const path = join('sops', 'checkout-incident.sop.md');
    expect(made.code).toBe(0);
    expect(made.stdout.split('\n')[0]).toBe(join(made.folder, path));
    const linted = await runInside(['sop', 'lint', path], { folder: made.folder });
    expect({ code: linted.code, stdout: linted.stdout }).toEqual({
      code: 0,
      stdout: `${path}: no faults\n`,
    });
    writeFileSync(join(made.folder, path), 'my own words');
    const again = await runInside(['sop', 'new', 'checkout-incident'], { folder: made.folder });
    expect({ code: again.code, text: readFileSync(join(made.folder, path), 'utf8') }).toEqual({
      code: 2,
      text: 'my own words',
    });
    expect(again.stderr).toContain('exists already');
    expect(again.stderr).toContain(`troubleshoot sop lint ${path}`);
  });

  test.each([
    ['Checkout Incident', 'checkout-incident'],
    ['checkout.sop.md', 'checkout'],
    ['../escape', 'escape'],
    ['a--b', 'a-b'],
    ['', 'checkout-incident'],
  ])('new refuses the name "%s", offers %s and writes nothing', async (name, better) => {
    const ran = await runInside(['sop', 'new', name]);
    expect({ code: ran.code, left: filesLeft(ran) }).toEqual({ code: 2, left: [] });
    expect(ran.stderr).toContain(`troubleshoot sop new ${better}\n`);
  });

  test('lint and a run refuse a pipe that nobody writes, and a link to itself, without another one in its place', async () => {
    const { folder } = await runInside(['sop', 'new', 'tool']);
    const [pipe, loop] = ['sops/fifo.sop.md', 'sops/loop.sop.md'];
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', join(folder, pipe)]);
    symlinkSync('loop.sop.md', join(folder, loop));
    for (const path of [pipe, loop])
      for (const args of [
        ['sop', 'lint', path],
        [...CHECKOUT, '--sop', path],
      ]) {
        const ran = await runInside(args, { folder });
        expect(ran.code).toBe(2);
        expect(ran.stderr).toContain(path);
        expect(ran.stderr).not.toContain('tool.sop.md');
      }
    const listed = await runInside(['sop', 'list'], { folder });
    expect(unwrapped(listed.stdout)).toContain(`${pipe} is a pipe or a device, no file`);
  });

  test('lint names file, line, fault and how to mend it, and ends with exit code 2', async () => {
    const faulty = OWN_SOP.replace('`run-queries`', '`run-querys`').replace(
      'stats count',
      'stats cuont',
    );
    const ran = await runInside(['sop', 'lint', 'sops/orders.sop.md'], {
      files: { 'sops/orders.sop.md': faulty },
    });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(/^sops\/orders\.sop\.md:\d+:\d+: error\[/m);
    expect(ran.stdout).toContain('run-querys');
    expect(ran.stdout).toContain('cuont');
    expect(ran.stdout).toContain('help: ');
    expect(ran.stdout).toMatch(/\n3 errors in sops\/orders\.sop\.md\n$/);
  });

  test('tells the first 200 faults of a file, and how many more there are', async () => {
    const step = '### 1. Look\n\nLook.\n\n**Constraints:**\n\n- You SHOULD look\n\n';
    const text = `# T\n\n## Overview\n\nLooks.\n\n## Parameters\n\n## Steps\n\n${step.repeat(302)}`;
    const { stdout } = await runInside(['sop', 'lint', 'sops/many.sop.md'], {
      files: { 'sops/many.sop.md': text },
    });
    expect(stdout.match(/error\[duplicate-step\]/g)?.length).toBe(200);
    expect(stdout).toContain('… and 101 more: mend these first\n301 errors in sops/many.sop.md');
    const used = await runInside(['shop', '--logs', 'a.log', '--sop', 'many'], {
      files: { 'sops/many.sop.md': text, 'a.log': '2026-11-20T14:00:00Z ERROR x\n' },
    });
    expect([used.code, used.stderr.match(/\[duplicate-step\]/g)?.length]).toEqual([2, 20]);
    expect(used.stderr).toContain('and 281 more errors');
  });

  test('lint checks every path, and refuses one that does not exist', async () => {
    const files = { 'sops/orders.sop.md': OWN_SOP, 'sops/bad.sop.md': '# Bad\n' };
    const ran = await runInside(['sop', 'lint', 'sops/orders.sop.md', 'sops/bad.sop.md'], {
      files,
    });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain('sops/bad.sop.md');
    const missing = await runInside(['sop', 'lint', 'nowhere.sop.md']);
    expect({ code: missing.code, stdout: missing.stdout }).toEqual({ code: 2, stdout: '' });
    expect(missing.stderr).toContain('nowhere.sop.md');
    expect(missing.stderr).not.toContain('ENOENT');
    expect(missing.stderr).toContain('troubleshoot sop list');
  });

  test.each([
    ['a mistyped path', 'sops/ordrs.sop.md'],
    ['a name', 'orders'],
    ['a folder', 'sops'],
  ])('lint that is given %s says which command is right', async (_, path) => {
    const ran = await runInside(['sop', 'lint', path], {
      files: { 'sops/orders.sop.md': OWN_SOP },
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('Type: troubleshoot sop lint sops/orders.sop.md');
  });
});

describe.concurrent('an SOP of five steps, its own parameters, query and order', () => {
  const files = { 'logs/checkout.log': INCIDENT, 'sops/orders.sop.md': OWN_SOP };

  test('runs by its name from ./sops to a report', async () => {
    const args = [...CHECKOUT, '--sop', 'orders', '--param', 'host=10.0.0.5'];
    const ran = await runInside(args, { files });
    const report = reportOf(ran);
    expect(report.run.sop).toBe('orders');
    expect(report.parameters).toEqual({
      application_name: 'checkout',
      host: '10.0.0.5',
      least_events: '1',
    });
    expect(
      report.steps.map(({ number, procedure, status }) => [number, procedure, status]),
    ).toEqual([
      [1, 'discover-log-groups', 'done'],
      [2, 'run-queries', 'done'],
      [3, 'validate-log-groups', 'done'],
      [4, 'collect-results', 'done'],
      [5, 'analyze-errors', 'done'],
    ]);
    expect(report.queries.map(({ name, columns, rows }) => ({ name, columns, rows }))).toEqual([
      {
        name: 'lines-by-host',
        columns: ['@log', 'lines'],
        rows: [['checkout', String(INCIDENT_ERRORS)]],
      },
    ]);
    expect(report.totals.errors).toBe(INCIDENT_ERRORS);
    expect(runFile(ran, 'report.md')).not.toMatch(/\d{12}:/);
    const sections = runFile(ran, 'report.md')
      .split('\n')
      .filter((line) => line.startsWith('## '));
    expect(sections).toHaveLength(9);
  });

  test('asks for its missing parameter by the flag that gives it', async () => {
    const ran = await runInside([...CHECKOUT, '--sop', 'orders'], { files });
    expect({ code: ran.code, left: filesLeft(ran) }).toEqual({
      code: 2,
      left: Object.keys(files).sort(),
    });
    expect(ran.stderr).toContain('--param host=VALUE');
  });

  test('a parameter cannot break out of its query', async () => {
    const value = 'host=10.0.0.5" or @message like "';
    const args = ['checkout', '--logs', 'logs', '--sop', 'orders', '--param', value];
    const ran = await runInside(args, { files });
    expect(reportOf(ran).queries[0]?.rows).toEqual([]);
  });

  test('refuses a value that would say more than a number where its query has no quotes', async () => {
    const query = `least_events=5 or 1=1`;
    const args = ['checkout', '--logs', 'logs', '--sop', 'orders', '--param', 'host=a'];
    const text = OWN_SOP.replace('default: 1)', 'default: "1")');
    const own = { ...files, 'sops/orders.sop.md': text };
    const ran = await runInside([...args, '--param', query], { files: own });
    expect({ code: ran.code, left: filesLeft(ran) }).toEqual({
      code: 2,
      left: Object.keys(own).sort(),
    });
    const said = unwrapped(ran.stderr);
    expect(said).toContain('least_events cannot be "5 or 1=1" in the query "lines-by-host"');
    expect(said).toContain('Allowed there: a number');
  });

  test('without a step that analyzes errors asks its own query alone, as its plan says', async () => {
    const own = OWN_SOP.replace('`analyze-errors`', '`write-report`');
    const all = { 'logs/checkout.log': INCIDENT, 'sops/orders.sop.md': own };
    const args = [...CHECKOUT, '--sop', 'orders', '--param', 'host=10.0.0.5'];
    const plan = await runInside([...args, '--dry-run', '--json'], { files: all });
    expect(JSON.parse(plan.stdout).queries.map(({ name }: { name: string }) => name)).toEqual([
      'lines-by-host',
    ]);
    const ran = await runInside(args, { files: all });
    expect(runFile(ran, 'report.md')).toContain('No step of this SOP analyzes errors');
    expect(reportOf(ran).evidence.filter(({ tool }) => tool === 'get-query-results')).toHaveLength(
      1,
    );
  });

  test('runs by its path too', async () => {
    const args = [
      ...CHECKOUT,
      '--sop',
      './elsewhere/o.sop.md',
      '--param',
      'host=10.0.0.5',
      '--quiet',
    ];
    const ran = await runInside(args, {
      files: { 'logs/checkout.log': INCIDENT, 'elsewhere/o.sop.md': OWN_SOP },
    });
    expect(reportOf(ran).run.sop).toBe('o');
  });
});
