import { parseArgs } from 'node:util';

import { parseFaultRules } from './faults/fault-rule.ts';
import { startSampleSource, type SampleSourceOptions } from './sample-source.ts';

const usage = `Serves generated items and topics in the shape of Hacker News's API and Discourse's, with faults on demand.

  node packages/sandbox/src/sample-source/main.ts [--port 0] [--stories 3000] [--items STORIES] [--seed 1]
    [--topics 200] [--latency MS] [--faults JSON]`;

try {
  const source = await startSampleSource(readOptions());
  console.log(`listening ${source.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void source.close());
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

function readOptions(): SampleSourceOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      port: text,
      stories: text,
      items: text,
      topics: text,
      seed: text,
      latency: text,
      faults: text,
    },
  });
  return {
    ...(values.port !== undefined && { port: wholeNumber('port', values.port) }),
    ...(values.stories !== undefined && { stories: wholeNumber('stories', values.stories) }),
    ...(values.items !== undefined && { items: wholeNumber('items', values.items) }),
    ...(values.topics !== undefined && { topics: wholeNumber('topics', values.topics) }),
    ...(values.seed !== undefined && { seed: wholeNumber('seed', values.seed) }),
    ...(values.latency !== undefined && { latency: wholeNumber('latency', values.latency) }),
    ...(values.faults !== undefined && { faults: parseFaultRules(JSON.parse(values.faults)) }),
  };
}

function wholeNumber(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new RangeError(`--${flag} ${value}: give a whole number of at least 0`);
  return Number(value);
}
