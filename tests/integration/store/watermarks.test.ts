import type { PlanClaim } from '@headrace/activities';
import type { AnyPipelineContract, Conclusion, WatermarkContract } from '@headrace/contracts';
import { expect, it } from 'vitest';

import { describeStore, newRun, things, type StoreBench } from '../../support/store-rig.ts';

const byId: WatermarkContract = { type: 'integer', overlap: 100, description: 'the highest id' };
const byTime: WatermarkContract = {
  type: 'timestamp',
  overlap: 60_000,
  per: ['forum'],
  description: 'when it was last posted in',
};

interface RunOptions extends Partial<PlanClaim> {
  /** Low and high of each shard. */
  readonly spans?: readonly (readonly [low: string, high: string] | undefined)[];
  readonly outcome?: 'completed' | 'failed' | 'cancelled';
}

await describeStore('a watermark', (bench) => {
  let pipelines = 0;
  /** A pipeline of its own for each test. */
  function newPipeline(watermark = byId): AnyPipelineContract {
    return { ...things, name: `things-${(pipelines += 1)}`, watermark };
  }

  async function open(contract: AnyPipelineContract, options: RunOptions = {}): Promise<PlanClaim> {
    const { spans = [['1', '10']], outcome: _outcome, ...claim } = options;
    const run = newRun({ pipeline: contract.name, watermark: contract.watermark!, ...claim });
    await bench().store.openRun(run);
    for (const [shard, span] of spans.entries()) {
      const ofSpan = span && { span: { low: span[0], high: span[1] } };
      await bench().store.saveShard({ ...run, shard, keys: [], requests: 0, ...ofSpan });
    }
    return run;
  }

  async function publish(contract: AnyPipelineContract, options: RunOptions = {}): Promise<Conclusion> {
    const run = await open(contract, options);
    const { outcome = 'completed' } = options;
    return bench().store.conclude(contract, { ...run, outcome, quarantineLimit: 1 });
  }

  async function watermarkOf({ name }: AnyPipelineContract): Promise<string | undefined> {
    const [row] = await read(bench(), name);
    return row?.value;
  }

  /** Where an incremental run that is opened now begins. */
  async function sinceOf(contract: AnyPipelineContract, claim: Partial<PlanClaim> = {}): Promise<unknown> {
    const run = newRun({
      pipeline: contract.name,
      watermark: contract.watermark!,
      incremental: true,
      ...claim,
    });
    return (await bench().store.openRun(run)).since;
  }

  it('is the highest that the first run has listed, over all of its shards', async () => {
    const contract = newPipeline();
    const published = await publish(contract, {
      spans: [['8', '99'], undefined, ['100', '1000'], ['2', '7']],
    });
    expect(published.watermark).toBe('1000');
    expect(await watermarkOf(contract)).toBe('1000');
    const versions = await bench().query<{ watermark: string }>(
      'select watermark from headrace.dataset_version where pipeline = $1',
      [contract.name],
    );
    expect(versions).toEqual([{ watermark: '1000' }]);
  });

  it('moves on where the next run reaches back to it, and not where that leaves a gap', async () => {
    const contract = newPipeline();
    await publish(contract, { spans: [['1', '10']] });
    const gap = await publish(contract, { spans: [['12', '20']] });
    expect([gap.watermark, await watermarkOf(contract)]).toEqual(['20', '10']);
    await publish(contract, { spans: [['11', '20']] });
    expect(await watermarkOf(contract)).toBe('20');
    await publish(contract, { spans: [['3', '9']] });
    expect(await watermarkOf(contract)).toBe('20');
  });

  it('of times is compared to the millisecond, and one of each forum', async () => {
    const contract = newPipeline(byTime);
    const [one, other] = [{ forum: 'https://one.example' }, { forum: 'https://other.example' }];
    await publish(contract, { input: one, spans: [[at(1), at(2)]] });
    await publish(contract, { input: other, spans: [[at(5), at(6)]] });
    await publish(contract, { input: one, spans: [[at(3), at(4)]] });
    await publish(contract, { input: other, spans: [[at(6), at(7)]] });
    const rows = await read(bench(), contract.name);
    expect(rows).toEqual([
      { scope: JSON.stringify(one), value: at(2) },
      { scope: JSON.stringify(other), value: at(7) },
    ]);
    expect(await sinceOf(contract, { input: one })).toBe('2025-12-31T23:59:02.000Z');
  });

  it('moves with an incremental run, which lists all from there on whatever it finds', async () => {
    const contract = newPipeline();
    await publish(contract, { spans: [['1', '1000']] });
    expect(await sinceOf(contract)).toBe('900');
    await publish(contract, { incremental: true, spans: [['5000', '6000']] });
    expect(await watermarkOf(contract)).toBe('6000');
    const nothing = await publish(contract, { incremental: true, spans: [undefined] });
    expect(nothing).not.toHaveProperty('watermark');
    expect(await watermarkOf(contract)).toBe('6000');
  });

  it.each(['failed', 'cancelled'] as const)('stays where a run %s', async (outcome) => {
    const contract = newPipeline();
    await publish(contract, { spans: [['1', '10']] });
    const ended = await publish(contract, { outcome, incremental: true, spans: [['1', '20']] });
    expect(ended).not.toHaveProperty('watermark');
    expect(await watermarkOf(contract)).toBe('10');
    expect(await sinceOf(contract)).toBe('-90');
  });

  it('stays with a run that has not concluded, and with a replay', async () => {
    const contract = newPipeline();
    const origin = await open(contract, { spans: [['1', '10']] });
    expect(await watermarkOf(contract)).toBeUndefined();
    const replayed = await publish(contract, { replay: { run: origin.runId }, spans: [undefined] });
    expect(replayed).toMatchObject({ version: expect.any(Number) });
    expect(await watermarkOf(contract)).toBeUndefined();
  });

  it('is looked up once: a retried plan and a run that goes on begin where the run began', async () => {
    const contract = newPipeline();
    await publish(contract, { spans: [['1', '1000']] });
    const run = await open(contract, { incremental: true, spans: [] });
    await publish(contract, { spans: [['1', '2000']] });
    const { store } = bench();
    expect(await store.openRun(run)).toEqual({ shards: [], since: '900' });
    const saved = await store.saveShard({ ...run, keys: ['a'], requests: 1, next: 'on' });
    const goesOn = { ...run, execution: 'second' };
    expect(await store.openRun(goesOn)).toEqual({ shards: [saved], cursor: 'on', since: '900' });
    const again = { ...run, execution: 'third', again: true };
    expect(await store.openRun(again)).toEqual({ shards: [], since: '1900' });
  });

  it('is nowhere to begin for a run that is not incremental, or the first', async () => {
    const contract = newPipeline();
    expect(await sinceOf(contract)).toBeUndefined();
    await publish(contract);
    expect(await sinceOf(contract, { incremental: false })).toBeUndefined();
  });

  it('is published once, with the same answer however often a run concludes', async () => {
    const contract = newPipeline();
    const run = await open(contract, { spans: [['1', '10']] });
    const claim = { ...run, outcome: 'completed', quarantineLimit: 1 } as const;
    const { store } = bench();
    const conclusions = await Promise.all([1, 2, 3].map(() => store.conclude(contract, claim)));
    expect(new Set(conclusions.map((conclusion) => JSON.stringify(conclusion))).size).toBe(1);
    expect(conclusions[0]).toMatchObject({ watermark: '10' });
  });
});

function read({ query }: StoreBench, pipeline: string): Promise<{ scope: string; value: string }[]> {
  return query('select scope, value from headrace.watermark where pipeline = $1 order by scope', [pipeline]);
}

/** A second of the new year. */
function at(second: number): string {
  return `2026-01-01T00:00:0${second}.000Z`;
}
