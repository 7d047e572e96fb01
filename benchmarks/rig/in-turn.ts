import { timed } from './timed.ts';

export interface InTurnOptions<Name extends string> {
  /** Rounds that count; one more before them warms everything up. */
  readonly rounds: number;
  readonly say: (line: string) => void;
  readonly works: Readonly<Record<Name, () => Promise<unknown>>>;
  /** Before each of them. */
  readonly prepare?: () => Promise<unknown>;
}

/** Runs each work in turn, round after round, and resolves to their times in ms: a slow moment strikes all alike. */
export async function runInTurn<Name extends string>(
  options: InTurnOptions<Name>,
): Promise<Readonly<Record<Name, number>>[]> {
  const names = Object.keys(options.works) as Name[];
  const times: Record<Name, number>[] = [];
  for (let round = 0; round <= options.rounds; round += 1) {
    const entries: [Name, number][] = [];
    for (const name of names) {
      await options.prepare?.();
      entries.push([name, await timed(options.works[name])]);
    }
    const shown = entries.map(([name, ms]) => `${name} ${(ms / 1_000).toFixed(2)} s`).join(', ');
    options.say(`  ${round === 0 ? 'warming up' : `round ${round}`}: ${shown}`);
    if (round > 0) times.push(Object.fromEntries(entries) as Record<Name, number>);
  }
  return times;
}
