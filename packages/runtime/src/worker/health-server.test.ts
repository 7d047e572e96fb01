import { describe, expect, it } from 'vitest';

import { startHealthServer, type CheckResult } from './health-server.ts';

const host = '127.0.0.1';
const fine: CheckResult = { ok: true, detail: 'RUNNING' };

async function probe(port: number, path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://${host}:${port}${path}`);
  return { status: response.status, body: await response.text() };
}

describe('startHealthServer', () => {
  it('answers 200 with what every check found', async () => {
    const ready = { store: () => ({ ok: true, detail: 'reachable' }) };
    await using server = await startHealthServer({ host, port: 0, alive: { worker: () => fine }, ready });
    const { status, body } = await probe(server.port, '/readyz');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ status: 'ok', worker: 'RUNNING', store: 'reachable' });
  });

  it('stays alive while it is not ready, and says why it is not', async () => {
    const ready = { store: () => Promise.reject(new Error('Postgres at db:5432: refused')) };
    await using server = await startHealthServer({ host, port: 0, alive: { worker: () => fine }, ready });
    expect((await probe(server.port, '/healthz')).status).toBe(200);
    const { status, body } = await probe(server.port, '/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      status: 'failing',
      worker: 'RUNNING',
      store: 'Postgres at db:5432: refused',
    });
  });

  it('fails a check that does not answer', async () => {
    const never = Promise.withResolvers<CheckResult>().promise;
    const ready = { store: () => never };
    await using server = await startHealthServer({ host, port: 0, alive: {}, ready, patience: 10 });
    expect((await probe(server.port, '/readyz')).body).toContain('no answer in time');
  });

  it('knows no other path', async () => {
    await using server = await startHealthServer({ host, port: 0, alive: {}, ready: {} });
    expect((await probe(server.port, '/')).status).toBe(404);
  });

  it('names the port that is taken', async () => {
    await using server = await startHealthServer({ host, port: 0, alive: {}, ready: {} });
    const second = startHealthServer({ host, port: server.port, alive: {}, ready: {} });
    await expect(second).rejects.toThrow(`cannot listen on ${host}:${server.port}`);
  });
});
