import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ItemServer {
  /** Base URL. */
  readonly url: string;
  readonly pid: number;
  /** Requests since it was started. */
  requests(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the item server as a process of its own, on loopback. */
export async function startItemServer(): Promise<ItemServer> {
  const file = fileURLToPath(new URL('item-server-process.ts', import.meta.url));
  const child = fork(file, { execArgv: [] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async requests() {
      const answered = once(child, 'message') as Promise<[{ requests: number }]>;
      child.send('requests');
      const [{ requests }] = await answered;
      return requests;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
