import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';

import { connectClient } from './connect-client.ts';
import { TemporalUnreachable } from './temporal-unreachable.ts';

// Loading it is no part of the time that is taken below.
beforeAll(() => import('@temporalio/client'));

it.each([
  ['127.0.0.1:1', 'connection refused'],
  ['nowhere.invalid:7233', 'no host of that name'],
])('says at once that nobody answers at %s: %s', async (address, reason) => {
  const startedAt = Date.now();
  const failure = await connectClient({ address, namespace: 'default', security: {} }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(TemporalUnreachable);
  expect(failure).toMatchObject({ address, reason });
  expect(Date.now() - startedAt).toBeLessThan(3_000);
});

it("asks no proxy for this machine's own Temporal", async () => {
  vi.stubEnv('http_proxy', 'http://127.0.0.1:2');
  onTestFinished(() => void vi.unstubAllEnvs());
  const connected = connectClient({ address: '127.0.0.1:1', namespace: 'default', security: {} });
  await expect(connected).rejects.toMatchObject({ reason: 'connection refused' });
});
