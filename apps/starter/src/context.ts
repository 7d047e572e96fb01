import { once } from 'node:events';
import { createInterface } from 'node:readline';

import type { HeadraceClient } from '@headrace/client';
import type { AnyPipelineContract } from '@headrace/contracts';

import { Interrupted, type FollowedKind } from './errors/usage-error.ts';
import type { Terminal } from './output/terminal.ts';

/** The surroundings of a command. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly pipelines: readonly AnyPipelineContract[];
  /** Connects to Temporal. Throws `SettingsRefused`, `SandboxDown` or `TemporalUnreachable`. */
  readonly connect: () => Promise<ConnectedClient>;
  readonly interrupt: Interrupt;
  /** Asks whoever sits at the terminal; absent where nobody does. */
  readonly confirm?: Confirm | undefined;
}

interface ConnectedClient extends HeadraceClient {
  /** The Temporal in use: `host:port/namespace`. */
  readonly temporal: string;
  /** Whether it speaks to a sandbox whose source makes rows up. */
  readonly sample: boolean;
}

/** The part of a process that can be asked. */
export interface AskedProcess {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Asks a question; everything but a yes is a no. */
export type Confirm = (question: string) => Promise<boolean>;

/** Asks at the terminal; `undefined` where there is none. */
export function createConfirm({ stdin, stderr }: AskedProcess): Confirm | undefined {
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return async (question) => {
    stderr.write(`${question} [y/N] `);
    // Not as a terminal of its own: an interruption stays a signal.
    const lines = createInterface({ input: stdin, terminal: false });
    const [answer = ''] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    lines.close();
    return /^y(es)?$/i.test(String(answer).trim());
  };
}

export interface Interrupt {
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Rejects with `Interrupted` then. */
  readonly interrupted: Promise<never>;
  /** From now on an interruption says that this run, or what else it is, goes on. */
  follow(id: string, kind?: FollowedKind): void;
}

export function listenForInterrupt(host: Pick<NodeJS.Process, 'once'>): Interrupt {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  let followed: { id: string; kind: FollowedKind } | undefined;

  function onSignal(signal: 'SIGINT' | 'SIGTERM'): void {
    const reason = new Interrupted(signal, followed?.id, followed?.kind);
    reject(reason);
    controller.abort(reason);
  }

  host.once('SIGINT', onSignal);
  host.once('SIGTERM', onSignal);
  // It is raced; a command that ends first leaves nobody to hear it.
  promise.catch(() => undefined);
  return {
    signal: controller.signal,
    interrupted: promise,
    follow(id, kind = 'run') {
      followed = { id, kind };
    },
  };
}
