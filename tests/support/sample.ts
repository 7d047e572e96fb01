import { createHash } from 'node:crypto';

/** Whether every case is run: `pnpm test --thorough`. */
export const thorough: boolean = process.env['HEADRACE_THOROUGH'] !== undefined;

/** Chooses the cases of a sample. HEADRACE_SEED repeats a run whose failure names its seed. */
export const seed: string = process.env['HEADRACE_SEED'] ?? String(Date.now() % 1_000_000);

/** The cases of a sample, in their order; all of them in a thorough run. Samples of other names choose differently. */
export function sampleOf<Case>(cases: readonly Case[], count: number, name = ''): readonly Case[] {
  if (thorough) return cases;
  const ranked = cases
    .map((_, index) => index)
    .toSorted((one, other) => rank(`${name} ${one}`) - rank(`${name} ${other}`));
  const chosen = new Set(ranked.slice(0, count));
  return cases.filter((_, index) => chosen.has(index));
}

/** Whether a named case is in the sample, one case of `one` in number; always in a thorough run. */
export function isSampled(name: string, one: number): boolean {
  return thorough || rank(name) % one === 0;
}

function rank(name: string): number {
  return createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE();
}
