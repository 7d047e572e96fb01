import { setTimeout as sleep } from 'node:timers/promises';

import { statementWith, type KeptProcess, type LostAnswer } from '@headrace/sandbox';

import { describeLink, type Disturbance, type Link } from '../schedule/disturbance.ts';
import type { Stage } from './open-stage.ts';

export interface DisturbOptions {
  /** Told of each answer that was lost. */
  readonly say: (line: string) => void;
}

/** Brings a disturbance about. Resolves once it is over and undone. */
export async function disturb(
  stage: Stage,
  disturbance: Disturbance,
  { say }: DisturbOptions,
): Promise<void> {
  if ('process' in disturbance) return disturbProcess(stage, disturbance);
  if ('link' in disturbance) {
    const isLost = await disturbLink(stage, disturbance);
    return isLost ? say(`lost an answer: ${describeLink(disturbance.link)}`) : undefined;
  }
  stage.source.setFaults(disturbance.rules);
  await sleep(disturbance.lasts);
  stage.source.setFaults([]);
}

async function disturbProcess(
  { sandbox }: Stage,
  disturbance: Extract<Disturbance, { process: string }>,
): Promise<void> {
  const kept = sandbox.processes.get(disturbance.process);
  if (disturbance.kind === 'kill') return kept.kill();
  if (disturbance.kind === 'restart') {
    await kept.stop();
    return startAgain(kept);
  }
  kept.signal('SIGSTOP');
  await sleep(disturbance.lasts);
  kept.signal('SIGCONT');
}

/** It does not start while what it needs is away. */
async function startAgain(kept: KeptProcess): Promise<void> {
  for (;;) {
    try {
      return await kept.start();
    } catch {
      await sleep(500);
    }
  }
}

/** Resolves to whether an answer was lost. */
async function disturbLink(
  stage: Stage,
  disturbance: Extract<Disturbance, { link: Link }>,
): Promise<boolean> {
  const proxy = stage.proxy(disturbance.link);
  if (disturbance.kind === 'cut') {
    proxy.cut();
    return false;
  }
  if (disturbance.kind === 'refuse') proxy.refuse();
  if (disturbance.kind === 'delay') proxy.delay(disturbance.by);
  const lost = disturbance.kind === 'lose-answer' ? proxy.loseAnswer(toLoss(disturbance.link)) : undefined;
  const over = sleep(disturbance.lasts, false);
  const isLost = await (lost ? Promise.race([over, lost]) : over);
  proxy.pass();
  return isLost;
}

/** Of the statements, those that are worth it: a chunk's, and the end of a transaction. */
function toLoss({ to }: Link): LostAnswer {
  return to === 'postgres' ? statementWith('cursor = cursor +', 'commit') : {};
}
