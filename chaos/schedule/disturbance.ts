import type { FaultRule, SandboxLink } from '@headrace/sandbox';

/** A worker's connections to one part. */
export type Link = Pick<SandboxLink, 'worker' | 'to'>;

/**
 * One thing that goes wrong; `lasts` is how long, ms.
 * - `kill`: SIGKILL; it is started again
 * - `freeze`: SIGSTOP, and SIGCONT at its end
 * - `restart`: asked to end, and started again
 * - `cut`: all connections are reset, once
 * - `refuse`: all connections are reset, new ones too
 * - `delay`: every byte comes so much later, ms
 * - `lose-answer`: a request goes through, and its connection is reset in place of the answer
 * - `faults`: the source answers by these rules
 */
export type Disturbance =
  | { readonly kind: 'kill'; readonly process: string }
  | { readonly kind: 'restart'; readonly process: string }
  | { readonly kind: 'freeze'; readonly process: string; readonly lasts: number }
  | { readonly kind: 'cut'; readonly link: Link }
  | { readonly kind: 'refuse' | 'lose-answer'; readonly link: Link; readonly lasts: number }
  | { readonly kind: 'delay'; readonly link: Link; readonly by: number; readonly lasts: number }
  | { readonly kind: 'faults'; readonly rules: readonly FaultRule[]; readonly lasts: number };

/** In words, for whoever watches. */
export function describeDisturbance(disturbance: Disturbance): string {
  switch (disturbance.kind) {
    case 'kill':
    case 'restart':
      return `${disturbance.kind} ${disturbance.process}`;
    case 'freeze':
      return `freeze ${disturbance.process} for ${disturbance.lasts} ms`;
    case 'cut':
      return `cut ${describeLink(disturbance.link)}`;
    case 'delay':
      return `delay ${describeLink(disturbance.link)} by ${disturbance.by} ms for ${disturbance.lasts} ms`;
    case 'faults':
      return `faults for ${disturbance.lasts} ms: ${disturbance.rules.map(({ fault }) => fault).join(', ')}`;
    default:
      return `${disturbance.kind} ${describeLink(disturbance.link)} for ${disturbance.lasts} ms`;
  }
}

/** `activity-worker ↔ postgres` */
export function describeLink({ worker, to }: Link): string {
  return `${worker} ↔ ${to}`;
}
