import { hackerNews } from '@headrace/contracts';
import { measureHistory, type HistoryFigures, type PayloadFigure } from '@headrace/sandbox';

import type { Benchmark, Figure } from '../figure.ts';
import { runPlainScript } from '../references/plain-script.ts';
import { median } from '../rig/median.ts';
import { runInTurn } from '../rig/in-turn.ts';
import { startRig } from '../rig/start-rig.ts';

const limit = 500;

/** One run of `hacker-news`, start to result, beside the same requests and rows in a plain script. */
export const smallRun: Benchmark = {
  name: 'small-run',
  title: `\`hacker-news --limit ${limit}\`, start to result, against the sample source`,
  async measure(say) {
    await using rig = await startRig(say, { source: 'sample' });
    const { source } = rig.sandbox.addresses;
    const { concurrency } = hackerNews.batch;
    let runs = 0;
    const times = await runInTurn({
      rounds: 5,
      say,
      works: {
        plain: () => runPlainScript({ source, databaseUrl: rig.databaseUrl, limit, concurrency }),
        async headrace() {
          runs += 1;
          await rig.client.start(hackerNews, { id: `small-${runs}`, input: { limit } });
          await rig.client.result(`small-${runs}`);
        },
      },
    });
    const plain = median(times.map((time) => time.plain));
    const headrace = median(times.map((time) => time.headrace));
    const over = median(times.map((time) => time.headrace / time.plain));
    return [
      {
        what: 'time over the same requests and rows in one plain script',
        measured: `${over.toFixed(2)} (${headrace.toFixed()} over ${plain.toFixed()} ms)`,
      },
      ...historyFigures(await measureHistory(rig.temporal, `small-${runs}`)),
    ];
  },
};

function historyFigures({ events, bytes, payloads }: HistoryFigures): Figure[] {
  const largest = payloads.find((payload) => !isResult(payload));
  return [
    { what: 'history events an item', measured: `${(events / limit).toFixed(3)} (${events} in all)` },
    { what: 'history bytes an item', measured: `${(bytes / limit).toFixed(1)} (${bytes} in all)` },
    {
      what: 'largest payload outside the result, bytes',
      measured: `${largest?.bytes} (${largest?.event} of ${largest?.activity ?? 'the run'})`,
    },
  ];
}

/** The result and the rows it is made of; all else is references and counts. */
function isResult({ event, activity }: PayloadFigure): boolean {
  return (
    event === 'workflowExecutionCompleted' || (event === 'activityTaskCompleted' && activity === 'readRows')
  );
}
