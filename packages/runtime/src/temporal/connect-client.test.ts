import { expect, it } from 'vitest';

import { connectClient } from './connect-client.ts';
import { TemporalUnreachable } from './temporal-unreachable.ts';

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
