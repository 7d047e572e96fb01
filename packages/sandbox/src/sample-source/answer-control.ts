import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

import { InvalidFaultRules, type FaultRule } from './faults/fault-rule.ts';
import type { RequestCounts } from './request-counts.ts';

export interface Controlled {
  rules(): readonly FaultRule[];
  /** Throws `InvalidFaultRules`. */
  setFaults(given: unknown): void;
  readonly counts: RequestCounts;
}

/**
 * Answers what is said to the sample source itself, and resolves to whether it was:
 * - `GET /faults`: the rules; `PUT /faults`: replaces them, or 400 with what is wrong; `DELETE /faults`: none
 * - `GET /requests`: how many requests there were, in all and by key
 * - `GET /redirects/N`: the next hop of a redirect loop
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  source: Controlled,
): Promise<boolean> {
  const path = request.url ?? '/';
  if (path === '/faults') await answerFaults(request, response, source);
  else if (path === '/requests') {
    reply(response, 200, { requests: source.counts.get(), byKey: source.counts.byKey() });
  } else if (path.startsWith('/redirects/')) {
    const hop = Number(path.slice('/redirects/'.length));
    response.writeHead(302, { location: `/redirects/${hop + 1}` }).end();
  } else return false;
  return true;
}

async function answerFaults(
  request: IncomingMessage,
  response: ServerResponse,
  source: Controlled,
): Promise<void> {
  try {
    if (request.method === 'PUT') source.setFaults(await readJson(request));
    else if (request.method === 'DELETE') source.setFaults([]);
    else if (request.method !== 'GET') {
      return reply(response, 405, { error: `${request.method} /faults: there are GET, PUT and DELETE` });
    }
    reply(response, 200, source.rules());
  } catch (error) {
    if (!(error instanceof InvalidFaultRules)) throw error;
    reply(response, 400, { error: error.message });
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return await json(request);
  } catch (error) {
    throw new InvalidFaultRules(
      `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
