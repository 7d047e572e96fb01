import { setTimeout as sleep } from 'node:timers/promises';

import { statementWith, type KeptProcess, type LostAnswer } from '@headrace/sandbox';

import type { Disturbance, Link } from '../schedule/disturbance.ts';
import type { Stage } from './open-stage.ts';

/** Brings a disturbance about. Resolves once it is over and undone. */
export async function disturb(stage: Stage, disturbance: Disturbance): Promise<void> {
  if ('process' in disturbance) return disturbProcess(stage, disturbance);
  if ('link' in disturbance) return disturbLink(stage, disturbance);
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

async function disturbLink(stage: Stage, disturbance: Extract<Disturbance, { link: Link }>): Promise<void> {
  const proxy = stage.proxy(disturbance.link);
  if (disturbance.kind === 'cut') return proxy.cut();
  if (disturbance.kind === 'refuse') proxy.refuse();
  if (disturbance.kind === 'delay') proxy.delay(disturbance.by);
  const lost = disturbance.kind === 'lose-answer' ? proxy.loseAnswer(toLoss(disturbance.link)) : undefined;
  await Promise.race([sleep(disturbance.lasts), ...(lost ? [lost] : [])]);
  proxy.pass();
}

/** Of the statements, those that are worth it: a chunk's, and the end of a transaction. */
function toLoss({ to }: Link): LostAnswer {
  return to === 'postgres' ? statementWith('cursor = cursor +', 'commit') : {};
}
