import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { AnyRow } from '@headrace/contracts';
import { startTemporalServer, type TemporalServer } from '@headrace/sandbox';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createMemoryActivities } from '../../support/memory-activities.ts';
import { runHeadrace, type CommandEnd } from '../../support/run-headrace.ts';
import { spawnHeadrace, type HeadraceProcess } from '../../support/spawn-headrace.ts';
import { withWorkers } from '../../support/test-workers.ts';

describe('a wrong command line', () => {
  const env: NodeJS.ProcessEnv = { ...process.env, TEMPORAL_ADDRESS: '127.0.0.1:1' };
  const wrong: [string, RegExp][] = [
    ['run hacker-news --limit 0', /--limit: 0 is not an integer from 1 to 500/],
    ['run hacker-news --limit x', /--limit: "x" is not an integer from 1 to 500/],
    ['run hacker-news --feed nope', /--feed: "nope" is not one of top, new, best, ask, show, job/],
    [
      'run hacker-news --attempt-timeout 5',
      /--attempt-timeout: "5" is not a duration of at least 1s, such as 500ms, 30s/,
    ],
    ['run hacker-news --attempt-timeout 5ms', /--attempt-timeout: "5ms" is not a duration of at least 1s/],
    ['run hacker-news --limit', /'--limit <n>' argument missing/],
    ['run hacker-news --limit --feed top', /'--limit <n>' argument missing, before --feed/],
    ['run hacker-news --id --again', /'--id <text>' argument missing, before --again/],
    ['show hacker-news --run --help', /'--run <id>' argument missing, before --help/],
    ['run hacker-news --dry-run --id a\tb', /--id: "a\\tb" is not visible characters without spaces/],
    ['run hacker-news --limt 3', /unknown option '--limt'; did you mean --limit\?/],
    ['run hacker-new', /there is no pipeline "hacker-new"; did you mean hacker-news\?/],
    ['run', /missing pipeline: headrace run PIPELINE \[flags\]; there are hacker-news/],
    ['rnu hacker-news', /unknown command 'rnu'; did you mean run\?/],
    ['show nope', /there is no pipeline "nope"/],
    ['list --state asleep', /--state: "asleep" is not one of running, /],
    ['status', /missing required argument 'run'/],
  ];

  test.each(wrong)('%s is refused with exit code 2 before anything connects', async (line, message) => {
    const { code, stdout, stderr } = await runHeadrace(line.split(' '), env);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('every wrong flag is named at once', async () => {
    const { stderr } = await runHeadrace(
      'run hacker-news --limit 0 --feed nope --chunk-size 0'.split(' '),
      env,
    );
    expect(stderr.match(/^headrace: --(feed|limit|chunk-size): /gm)).toHaveLength(3);
  });

  test('with --json the refusal is one document on stdout', async () => {
    const { code, stdout, stderr } = await runHeadrace('run hacker-news --limit 0 --json'.split(' '), env);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { type: 'UsageError', message: expect.stringMatching(/--limit/) },
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  });

  test('an unreachable Temporal is exit code 3 within seconds', async () => {
    const begun = Date.now();
    const { code, stdout, stderr } = await runHeadrace(['list', '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({ error: { type: 'TemporalUnreachable' } });
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(Date.now() - begun).toBeLessThan(8_000);
  });

  test('what there is to run is told without Temporal', async () => {
    const { code, stdout } = await runHeadrace(['pipelines', 'hacker-news', '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      pipelines: [{ name: 'hacker-news', input: { limit: { default: 10 } } }],
    });
  });
});

describe('with Temporal', () => {
  let server: TemporalServer;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    server = await startTemporalServer();
    env = { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
  });
  afterAll(() => server?.stop());

  function cli(line: string): Promise<CommandEnd> {
    return runHeadrace(line.split(' '), env);
  }

  function withRows<Result>(rows: readonly AnyRow[], story: () => Promise<Result>): Promise<Result> {
    return withWorkers(server.address, createMemoryActivities({ keys: rows.length, rows }), story);
  }

  test('start prints the id alone, and a status answers without a worker', async () => {
    expect(await cli('start hacker-news --id alone')).toMatchObject({ code: 0, stdout: 'alone\n' });
    expect(await cli('start hacker-news --id alone')).toMatchObject({
      code: 0,
      stdout: 'alone\n',
      stderr: expect.stringContaining('was running already'),
    });
    const { code, stdout } = await cli('status alone');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hacker-news alone: running since .*\nwaiting for a worker\n$/);
  });

  test('a run that is not there is exit code 2', async () => {
    for (const line of ['status nowhere', 'watch nowhere', 'result nowhere', 'cancel nowhere']) {
      const { code, stderr } = await cli(line);
      expect({ line, code, stderr }).toEqual({
        line,
        code: 2,
        stderr: 'headrace: there is no run nowhere\n',
      });
    }
  });

  test('an interrupted command says that the run goes on, and how to watch it', async () => {
    const run = spawnHeadrace('run hacker-news --id onward'.split(' '), env);
    await untilFollowing(run, 'onward');
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('run onward goes on; watch it with: headrace watch onward');
    expect(JSON.parse((await cli('status onward --json')).stdout)).toMatchObject({ state: 'running' });
  });

  test('an interrupted cancel says that the run was asked to stop', async () => {
    await cli('start hacker-news --id halting');
    const cancel = spawnHeadrace(['cancel', 'halting'], env);
    await expect.poll(() => cancel.output.stderr).toContain('waiting for a worker');
    cancel.child.kill('SIGINT');
    const { code, stderr } = await cancel.ended;
    expect(code).toBe(130);
    expect(stderr).toContain(
      'run halting was asked to stop, and does; watch it with: headrace watch halting',
    );
  });

  test('an interrupted --json is one document too', async () => {
    const run = spawnHeadrace('run hacker-news --id onward-json --json'.split(' '), env);
    await untilFollowing(run, 'onward-json');
    run.child.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ error: { type: 'Interrupted', runId: 'onward-json' } });
  });

  test('a reader that stops early is no failure', async () => {
    await cli('start hacker-news --id piped');
    const main = fileURLToPath(import.meta.resolve('../../../apps/starter/src/main.ts'));
    const shell = spawn(
      'sh',
      ['-c', '"$0" "$1" list --json | true; "$0" "$1" pipelines | head -1', process.execPath, main],
      {
        env,
      },
    );
    let stderr = '';
    shell.stderr.on('data', (text) => (stderr += String(text)));
    await new Promise((resolve) => shell.on('close', resolve));
    expect(stderr).toBe('');
  });

  test('a run shows its rows without what a terminal would obey, its words and its counts', async () => {
    const rows = [
      { id: 7, title: 'plain', url: null },
      { id: 1234, title: '\u001B[31mred\u001B[0m \u0007bell\nnext', url: 'https://example.com' },
    ];
    const { code, stdout, stderr } = await withRows(rows, () => cli('run hacker-news --id shown --limit 2'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('red bell next') });
    expect(stdout).toMatch(/^ +7 .*plain .*–/m);
    expect(stdout).toMatch(/^durable {2}2 {2}█+$/m);
    expect(stdout).toMatch(/^2 listed, 2 landed, 0 absent, 0 quarantined \(1 batch, 3 requests, .* s\)$/m);
    expect(stdout).toMatch(/^hacker_news_stories version 1, run shown$/m);
    expect(stdout + stderr).not.toContain('\u0007');
    expect(stdout + stderr).not.toContain('\u001B');
  });

  test('--json prints one document and nothing else, whatever the command', async () => {
    await withRows([{ id: 1, title: 'one' }], async () => {
      const documents = [
        [
          'run hacker-news --id doc --json',
          { runId: 'doc', outcome: 'started', result: { summary: { landed: 1 } } },
        ],
        ['start hacker-news --id doc --json', { runId: 'doc', outcome: 'done-already', started: false }],
        ['watch doc --json', { runId: 'doc', pipeline: 'hacker-news', result: { rows: [{ id: 1 }] } }],
        ['result doc --json', { runId: 'doc', result: { summary: { landed: 1 } } }],
        ['status doc --json', { runId: 'doc', state: 'completed', progress: { landed: 1 } }],
        ['cancel doc --json', { runId: 'doc', requested: false, state: 'completed' }],
        ['show hacker-news --run doc --json', { runId: 'doc', rows: [{ id: 1 }] }],
        ['list --state completed --json', { runs: expect.any(Array) }],
      ] as const;
      for (const [line, document] of documents) {
        const { code, stdout } = await cli(line);
        expect({ line, code, document: JSON.parse(stdout) }).toMatchObject({ line, code: 0, document });
      }
    });
  });

  test('a cancelled run ends the command that waits for it with exit code 1', async () => {
    const run = spawnHeadrace('run hacker-news --id halted --json'.split(' '), env);
    await untilFollowing(run, 'halted');
    const { code } = await cli('cancel halted --no-wait');
    expect(code).toBe(0);
    const finished = await withRows([], () => run.ended);
    expect(finished.code).toBe(1);
    expect(JSON.parse(finished.stdout)).toMatchObject({ error: { type: 'RunCancelled', runId: 'halted' } });
  });
});

async function untilFollowing({ output }: HeadraceProcess, runId: string): Promise<void> {
  await expect.poll(() => output.stderr).toContain(`run ${runId} started`);
  await expect.poll(() => output.stderr).toContain('waiting for a worker');
}
