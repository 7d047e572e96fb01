import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request; one that does nothing leaves the caller waiting. */
export type Answer = (response: ServerResponse) => void;

export interface ScriptedSource extends AsyncDisposable {
  readonly url: string;
  /** Paths asked for so far. */
  readonly requests: readonly string[];
  /** Resolves once a path that ends so has been asked for. */
  requestFor(end: string): Promise<void>;
}

/** A source on loopback that lists the ids and answers each item as `answerItem` says. */
export async function startScriptedSource(
  ids: readonly number[],
  answerItem: (id: number) => Answer,
): Promise<ScriptedSource> {
  const requests: string[] = [];
  const asked = new Set<() => void>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    for (const look of asked) look();
    const id = /\/item\/(\d+)\.json$/.exec(path)?.[1];
    if (id === undefined) answerJson(ids)(response);
    else answerItem(Number(id))(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    requestFor: (end) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (requests.some((path) => path.endsWith(end))) resolve();
        };
        asked.add(look);
        look();
      }),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerJson(value: unknown): Answer {
  return (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** A story as Hacker News's API gives it. */
export function answerStory(id: number): Answer {
  return answerJson({
    id,
    type: 'story',
    title: `Story ${id}`,
    by: 'someone',
    score: 1,
    time: 1_700_000_000,
  });
}

export function answerUnavailable(response: ServerResponse): void {
  response.writeHead(503).end();
}
