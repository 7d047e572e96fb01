import { compareValue, type Change } from './change.ts';
import { compareInput } from './compare-input.ts';
import type { LockedPipeline } from './contract-lock.ts';

/** Names and input are held on to; batches, budgets and the like are behaviour. */
export function comparePipeline(before: LockedPipeline, after: LockedPipeline, name: string): Change[] {
  const thing = `pipeline ${name}`;
  return [
    ...compareInput(before.input, after.input, thing),
    ...compareValue(before.workflow, after.workflow, {
      thing: `workflow of the ${thing}`,
      breaks: {
        whom: 'its runs in progress, its schedules, and callers in other services: workers know no such type any more',
        instead: 'keep the name, and give the new workflow to a new pipeline',
      },
    }),
    ...compareValue(before.dataset, after.dataset, {
      thing: `dataset of the ${thing}`,
      breaks: {
        whom: 'those who read the table: it gets no further rows',
        instead: 'keep the name, and land what is new by a new pipeline',
      },
    }),
    ...compareWatermark(before.watermark, after.watermark, `watermark of the ${thing}`),
    ...compareBehaviour(toBehaviour(before), toBehaviour(after), thing),
  ];
}

type Watermark = LockedPipeline['watermark'];

function compareWatermark(before: Watermark, after: Watermark, thing: string): Change[] {
  if (!before || !after) return compareValue(before, after, { thing });
  const { type: was, per: perWas, ...behaviour } = before;
  const { type: is, per: perIs, ...now } = after;
  const breaks = {
    whom: 'incremental runs: the watermarks in the store are of the other kind',
    instead: 'keep it, and give the new watermark to a new pipeline',
  };
  return [
    ...compareValue(was, is, { thing: `type of the ${thing}`, breaks }),
    ...compareValue(perWas, perIs, { thing: `fields of the ${thing}`, breaks }),
    ...compareBehaviour(behaviour, now, thing),
  ];
}

type Behaviour = Readonly<Record<string, unknown>>;

function toBehaviour(pipeline: LockedPipeline): Behaviour {
  const {
    input: _input,
    workflow: _workflow,
    dataset: _dataset,
    watermark: _watermark,
    ...others
  } = pipeline;
  return others;
}

function compareBehaviour(before: Behaviour, after: Behaviour, owner: string): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    compareValue(before[name], after[name], { thing: `${name} of the ${owner}` }),
  );
}
