import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { startE2eRig } from '../support/e2e-rig.ts';

const example = fileURLToPath(new URL('../../examples/start-hacker-news.ts', import.meta.url));

test('another service starts a run by its contract and reads the typed result', async () => {
  await using rig = await startE2eRig();
  const env = { ...process.env, TEMPORAL_ADDRESS: rig.sandbox.addresses.temporal };
  const { stdout } = await promisify(execFile)(process.execPath, [example, 'another-service'], { env });
  const [head, ...lines] = stdout.trim().split('\n');
  expect(head).toMatch(/^another-service: \d+ of 20 stories in hacker_news_stories$/);
  expect(lines).toHaveLength(6);
  expect(await rig.sql<{ state: string }>('select state from headrace.run')).toEqual([
    { state: 'completed' },
  ]);
});
