import { KeptProcess, type KeepOptions } from './kept-process.ts';
import type { ProcessSpec } from './process-spec.ts';

/** Named programs that are kept running. */
export interface Supervisor {
  /** Starts a program and keeps it. Resolves once it is ready; rejects, and keeps nothing, when it ends before. */
  run(spec: ProcessSpec): Promise<void>;
  /** Throws when no program has the name. */
  get(name: string): KeptProcess;
  /** In the order they were started. */
  names(): string[];
  /** Kills everything at once; nothing can be run any more. */
  killAll(): Promise<void>;
}

/** @param options Defaults: says nothing, drops the output, restarts first after 250 ms. */
export function createSupervisor(options: Partial<KeepOptions> = {}): Supervisor {
  const { say = () => {}, log = () => {}, backoffMs = 250 } = options;
  const processes = new Map<string, KeptProcess>();
  let over = false;
  return {
    async run(spec) {
      if (over) throw new Error(`${spec.name} is not started: its supervisor has ended`);
      if (processes.has(spec.name)) throw new Error(`${spec.name} runs already: every name is used once`);
      const kept = new KeptProcess(spec, { say, log, backoffMs });
      processes.set(spec.name, kept);
      await kept.start().catch((error: unknown) => {
        processes.delete(spec.name);
        throw error;
      });
    },
    get(name) {
      const kept = processes.get(name);
      if (!kept)
        throw new Error(`no process is named ${name}; there are ${[...processes.keys()].join(', ')}`);
      return kept;
    },
    names: () => [...processes.keys()],
    async killAll() {
      over = true;
      await Promise.all([...processes.values()].map((kept) => kept.stop('SIGKILL')));
    },
  };
}
