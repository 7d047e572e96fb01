import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';

import type { FaultKind } from './fault-kinds.ts';
import type { FaultRule } from './fault-rule.ts';

export interface Exchange {
  readonly response: ServerResponse;
  /** The JSON that the source would answer with. */
  readonly body: string;
  /** Aborts when the client or the server has gone. */
  readonly signal: AbortSignal;
}

type ApplyFault = (exchange: Exchange, rule: FaultRule) => Promise<void> | void;

/** Lets a rule have its way with a request. Resolves to whether the request is still to be answered. */
export async function applyFault(rule: FaultRule, exchange: Exchange): Promise<boolean> {
  try {
    await faults[rule.fault](exchange, rule);
    return rule.fault === 'latency';
  } catch (error) {
    if (exchange.signal.aborted) return false;
    throw error;
  }
}

const json = { 'content-type': 'application/json; charset=utf-8' };
const page = '<html><body><h1>Something went wrong</h1></body></html>';

const faults: Readonly<Record<FaultKind, ApplyFault>> = {
  latency: async ({ signal }, { ms }) => {
    await sleep(ms, undefined, { signal });
  },
  status: ({ response }, { status = 503 }) =>
    end(response.writeHead(status, { 'content-type': 'text/html' }), page),
  'rate-limit': ({ response }, { retryAfter = 1, date }) => {
    const wait = date ? new Date(Date.now() + retryAfter * 1_000).toUTCString() : String(retryAfter);
    return end(response.writeHead(429, { ...json, 'retry-after': wait }), '{"error":"too many requests"}');
  },
  hang: () => {},
  drip: ({ response, signal }, { ms }) => {
    response.writeHead(200, json).flushHeaders();
    const timer = setInterval(() => response.write(' '), ms);
    signal.addEventListener('abort', () => clearInterval(timer));
  },
  truncate: ({ response, body }, { chunked }) => {
    response.writeHead(200, chunked ? json : { ...json, 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
  },
  'invalid-json': ({ response }) => end(response.writeHead(200, json), page),
  malformed: ({ response }) =>
    end(response.writeHead(200, json), '{"id":"none","type":["story"],"title":17}'),
  'nul-text': ({ response, body }) =>
    end(response.writeHead(200, json), body.replace('"title":"', String.raw`"title":"\u0000`)),
  null: ({ response }) => end(response.writeHead(200, json), 'null'),
  oversize: async ({ response, body, signal }, { bytes = 0 }) => {
    response.writeHead(200, { ...json, 'content-length': bytes + Buffer.byteLength(body) });
    await pipeline(Readable.from(padded(body, bytes)), response, { signal });
  },
  'gzip-bomb': async ({ response, body, signal }, { bytes = 0 }) => {
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' });
    await pipeline(Readable.from(padded(body, bytes)), createGzip(), response, { signal });
  },
  'redirect-loop': ({ response }) => end(response.writeHead(302, { location: '/redirects/1' })),
  reset: ({ response }) => {
    response.socket?.resetAndDestroy();
  },
};

function end(response: ServerResponse, body = ''): void {
  response.end(body);
}

/** Whitespace before the body keeps it valid: a client without a size cap would take it. */
function* padded(body: string, bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(65_536, ' ');
  for (let left = bytes; left > 0; left -= block.length) {
    yield left < block.length ? block.subarray(0, left) : block;
  }
  yield Buffer.from(body);
}
