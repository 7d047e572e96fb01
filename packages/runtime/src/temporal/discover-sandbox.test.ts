import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { discoverSandbox, SandboxDown, type DiscoverOptions, type SandboxPlace } from './discover-sandbox.ts';

const addresses = { temporal: '127.0.0.1:1234', namespace: 'default' };
/** No process has it. */
const nobody = 2 ** 30;

let folder: string;
let dataDir: string;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-discover-'));
  dataDir = join(folder, '.headrace');
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(state: object): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, 'sandbox.json'), JSON.stringify(state));
}

function discover(options: Partial<DiscoverOptions> = {}): Promise<SandboxPlace | undefined> {
  return discoverSandbox({ env: {}, folder, say: (line) => void said.push(line), ...options });
}

describe('the sandbox that a command belongs to', () => {
  it('is the nearest upwards', async () => {
    await write({ pid: process.pid, addresses });
    const below = join(folder, 'a', 'b');
    await mkdir(below, { recursive: true });
    expect(await discover({ folder: below })).toEqual({ address: '127.0.0.1:1234', namespace: 'default' });
  });

  it('is told apart where its source makes rows up', async () => {
    await write({ pid: process.pid, addresses: { ...addresses, sample: true } });
    expect(await discover()).toMatchObject({ sample: true });
  });

  it('is that of HEADRACE_HOME where it is set', async () => {
    await write({ pid: process.pid, addresses });
    expect(await discover({ env: { HEADRACE_HOME: dataDir }, folder: tmpdir() })).toMatchObject({
      address: '127.0.0.1:1234',
    });
  });

  it('is none where the environment names a Temporal, or no folder is there', async () => {
    expect(await discover()).toBeUndefined();
    await write({ pid: nobody });
    expect(await discover({ env: { TEMPORAL_ADDRESS: 'cloud:7233' } })).toBeUndefined();
  });

  it('is waited for on its way up, which is said once', async () => {
    await write({ pid: process.pid });
    const found = discover();
    await expect.poll(() => said).toEqual([`waiting for the sandbox in ${dataDir}, which is on its way up`]);
    await write({ pid: process.pid, addresses });
    expect(await found).toMatchObject({ address: '127.0.0.1:1234' });
    expect(said).toHaveLength(1);
  });

  it.each([
    ['there is a folder but nobody in it', {}],
    ['it was killed', { pid: nobody, addresses }],
  ])('is refused where %s', async (_case, state) => {
    await write(state);
    const refused = discover();
    await expect(refused).rejects.toBeInstanceOf(SandboxDown);
    await expect(refused).rejects.toThrow(`the sandbox in ${dataDir} is down`);
  });

  it('is refused where it does not come up', async () => {
    await write({ pid: process.pid });
    await expect(discover({ patience: 100 })).rejects.toThrow('did not come up within 0.1 s');
    const ending = discover();
    await expect.poll(() => said.length).toBe(2);
    await rm(join(dataDir, 'sandbox.json'));
    await expect(ending).rejects.toThrow('did not come up');
  });
});
