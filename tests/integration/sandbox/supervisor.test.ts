import { setTimeout as sleep } from 'node:timers/promises';

import { Supervisor, type ProcessSpec } from '@headrace/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { until } from '../../support/until.ts';

let said: string[];
let lines: string[];
let supervisor: Supervisor;

beforeEach(() => {
  said = [];
  lines = [];
  supervisor = new Supervisor({
    backoff: 10,
    say: (line) => said.push(line),
    log: (name, line) => lines.push(`${name}: ${line}`),
  });
});

afterEach(() => supervisor.killAll());

/** A Node program that is ready with its first message. */
function describeProgram(code: string, options: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    name: 'program',
    command: process.execPath,
    args: ['--eval', code],
    env: process.env,
    whenReady: (child) => new Promise((resolve) => child.once('message', () => resolve())),
    ...options,
  };
}

const serves = 'process.send("ready"); setInterval(() => {}, 1000);';

describe('a supervisor', () => {
  test('restarts a killed program and says which, how it ended and when it comes back', async () => {
    await supervisor.run(describeProgram(serves));
    const program = supervisor.get('program');
    const before = program.pid;
    await program.kill();
    await program.whenReady();
    expect(program.pid).not.toBe(before);
    expect(said).toEqual(['program ended with SIGKILL; restarting it in 10 ms']);
  });

  test('restarts a program that exits by itself, ever more slowly', async () => {
    await supervisor.run(describeProgram('process.send("ready", () => process.exit(3));'));
    await until(
      () => said.length,
      (count) => count >= 3,
    );
    expect(said.slice(0, 3)).toEqual(
      [10, 20, 40].map((wait) => `program ended with exit code 3; restarting it in ${wait} ms`),
    );
  });

  test('leaves a stopped program stopped until it is started', async () => {
    await supervisor.run(describeProgram(serves));
    const program = supervisor.get('program');
    await program.stop();
    await sleep(50);
    expect(program.pid).toBeUndefined();
    await program.start();
    expect(program.pid).toBeDefined();
    expect(said).toEqual([]);
  });

  test('kills a program that outlasts its grace period', async () => {
    await supervisor.run(describeProgram(`process.on('SIGTERM', () => {}); ${serves}`, { gracePeriod: 50 }));
    await supervisor.get('program').stop();
    expect(supervisor.get('program').pid).toBeUndefined();
  });

  test('passes both outputs on line by line, under the name', async () => {
    await supervisor.run(describeProgram(`console.log('one\\ntwo'); console.error('three'); ${serves}`));
    await until(
      () => lines,
      (seen) => seen.length === 3,
    );
    expect(lines.toSorted()).toEqual(['program: one', 'program: three', 'program: two']);
  });

  test('refuses a program that ends before it is ready, with what it wrote', async () => {
    const spec = describeProgram('console.error("no room here"); process.exit(7);');
    await expect(supervisor.run(spec)).rejects.toThrow(
      'program ended with exit code 7 before it was ready; it wrote:\n  no room here',
    );
    expect(supervisor.names()).toEqual([]);
  });

  test('refuses a program that is not ready in time', async () => {
    const spec = describeProgram('setInterval(() => {}, 1000);', { readyTimeout: 300 });
    await expect(supervisor.run(spec)).rejects.toThrow('program was not ready after 0.3 s; it wrote nothing');
  });

  test('names the programs there are when asked for another', async () => {
    await supervisor.run(describeProgram(serves));
    expect(() => supervisor.get('worker')).toThrow('no process is named worker; there are program');
  });
});
