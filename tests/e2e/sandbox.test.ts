import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SandboxRunning, startSandbox } from '@headrace/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { childPids, isAlive } from '../support/child-pids.ts';
import { runHeadrace, type CommandEnd } from '../support/run-headrace.ts';
import { runSandboxCommand, type SandboxCommand } from '../support/sandbox-command.ts';
import { until } from '../support/until.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-sandbox-'));
});

afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

function runDev(): SandboxCommand {
  return runSandboxCommand(['dev', '--source', 'sample'], { folder });
}

/** A command of whoever sits in the folder, with nothing configured. */
function inFolder(line: string): Promise<CommandEnd> {
  const { TEMPORAL_ADDRESS: _address, HEADRACE_HOME: _home, ...env } = process.env;
  return runHeadrace(line.split(' '), env, folder);
}

async function untilGone(pids: readonly number[]): Promise<void> {
  await until(
    () => pids.filter(isAlive),
    (alive) => alive.length === 0,
  );
}

describe('dev', () => {
  test('keeps a sandbox up that a second dev refuses, and that goes with Ctrl-C', async () => {
    await using dev = runDev();
    await dev.says('Headrace is up');
    const dataDir = join(folder, '.headrace');
    const { addresses } = JSON.parse(await readFile(join(dataDir, 'sandbox.json'), 'utf8'));
    expect(await readFile(join(dataDir, 'temporal.toml'), 'utf8')).toContain(
      `address = "${addresses.temporal}"`,
    );

    expect(await inFolder('run hacker-news --limit 2')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 landed'),
      stderr: expect.stringContaining(`started (${addresses.temporal}/default)`),
    });
    for (const command of ['datasets', 'show hacker-news', 'datasets show hacker_news_stories']) {
      expect((await inFolder(command)).stderr).toContain(
        'the sample source of this sandbox made these rows up',
      );
      expect(JSON.parse((await inFolder(`${command} --json`)).stdout)).toMatchObject({ sample: true });
    }

    await using second = runDev();
    const refusal = await second.end;
    expect(refusal.code).toBe(1);
    expect(refusal.stderr).toContain(`process ${dev.child.pid} (dev), Temporal at ${addresses.temporal}`);

    const pids = await childPids(dev.child.pid);
    expect(pids.length).toBeGreaterThanOrEqual(5);
    dev.child.kill('SIGINT');
    expect((await dev.end).code).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    const left = await readdir(dataDir);
    expect(await readdir(join(dataDir, 'sample'))).toEqual(
      expect.arrayContaining(['postgres', 'temporal.db']),
    );
    expect(left).not.toContain('sandbox.json');
    expect(left).not.toContain('temporal.toml');
    expect(await inFolder('run hacker-news')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`the sandbox in ${dataDir} is down`),
    });
  });

  test('is waited for by a command that comes while it is on its way up', async () => {
    await using dev = runDev();
    await until(
      () => readdir(folder),
      (names) => names.includes('.headrace'),
    );
    expect(await inFolder('start hacker-news --limit 1')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('waiting for the sandbox in'),
    });
    expect(dev.child.exitCode).toBeNull();
  });

  test('leaves no process behind when it is killed; the next one goes on, and ends at once with a second signal', async () => {
    await using dev = runDev();
    await dev.says('Headrace is up');
    const pids = await childPids(dev.child.pid);
    dev.child.kill('SIGKILL');
    await untilGone(pids);

    await using next = runDev();
    await next.says(`The sandbox of process ${dev.child.pid} ended without cleaning up`);
    await next.says('Headrace is up');
    const nextPids = await childPids(next.child.pid);
    next.child.kill('SIGINT');
    await next.says('a second signal stops at once');
    next.child.kill('SIGTERM');
    expect((await next.end).code).toBe(143);
    await untilGone(nextPids);
  });

  test('refuses a source that is none', async () => {
    await using dev = runSandboxCommand(['dev', '--source', 'ftp://nowhere'], { folder });
    const { code, stderr } = await dev.end;
    expect(code).toBe(2);
    expect(stderr).toContain('--source was given "ftp://nowhere"; valid are sample, public and');
  });
});

describe('startSandbox', () => {
  test('gives way where ports are taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const sandbox = await startSandbox({ dataDir: folder, ports: { temporal: port, postgres: port } });
    const { temporal, postgres } = sandbox.addresses;
    await sandbox.stop();
    taken.close();
    expect(temporal).not.toContain(`:${port}`);
    expect(postgres).not.toContain(`:${port}/`);
  });

  test('lets one of two that start at the same moment have the folder', async () => {
    const starts = await Promise.allSettled([
      startSandbox({ dataDir: folder }),
      startSandbox({ dataDir: folder }),
    ]);
    const started = starts.find((result) => result.status === 'fulfilled');
    const refused = starts.find((result) => result.status === 'rejected');
    await started?.value.stop();
    expect(started).toBeDefined();
    expect(refused?.reason).toBeInstanceOf(SandboxRunning);
  });
});
