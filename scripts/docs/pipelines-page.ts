import { sourceSettings } from '../../packages/activities/src/index.ts';
import {
  datasetDefaults,
  describe,
  landingDefaults,
  limits,
  pipelines,
  toColumnName,
  type ActivityDefaults,
  type AnyPipelineContract,
} from '../../packages/contracts/src/index.ts';
import { code, formatTime, toPage, toTable } from './markdown.ts';
import { readDocstrings } from './read-docstrings.ts';
import { formatRetries } from './show-retries.ts';

/** Every pipeline with its input, dataset and limits, and the bounds that all of them share. */
export function renderPipelines(): string {
  return toPage(
    '# Pipelines',
    ...pipelines.map(renderPipeline),
    '## Bounds of the activities',
    'A run may set others: see the flags in [the command](cli.md).',
    toTable(
      ['activity', 'one attempt', 'all attempts', 'silence that ends an attempt', 'retries'],
      Object.entries({ ...landingDefaults, ...datasetDefaults }).map(([name, defaults]) => [
        code(name),
        ...toBounds(defaults),
      ]),
    ),
    '## Limits of Headrace',
    renderLimits(),
  );
}

function renderPipeline(contract: AnyPipelineContract): string {
  const { name, title, workflow, dataset, quarantineLimit } = contract;
  const source = sourceSettings.find(({ pipeline }) => pipeline === name);
  return toPage(
    `## ${code(name)}: ${title}`,
    `Workflow ${code(workflow)}. Source ${source?.default ?? 'of its own'}${source ? `, or ${code(source.variable)}` : ''}.`,
    renderInput(contract),
    `It lands in the table ${code(dataset.name)}:`,
    renderColumns(contract),
    'Where a run does not say otherwise:',
    renderBatch(contract),
    renderBudget(contract),
    renderWatermark(contract),
    `More than ${quarantineLimit * 100} % of the items in quarantine fail the run, and nothing is published.`,
  );
}

function renderInput({ input }: AnyPipelineContract): string {
  return toTable(
    ['input', 'valid', 'default', 'meaning'],
    Object.entries(input).map(([name, field]) => [
      code(name),
      describe(field),
      field.default === undefined ? (field.optional ? '' : 'required') : code(field.default),
      field.description,
    ]),
  );
}

function renderColumns({ dataset }: AnyPipelineContract): string {
  const own = Object.entries(dataset.columns).map(([field, { type, nullable, description = '' }]) => [
    code(toColumnName(field)),
    `${type}${nullable ? ' or null' : ''}`,
    description,
  ]);
  return toTable(
    ['column', 'type', 'meaning'],
    [
      ['`_key`', 'text', "the item's key; primary key"],
      ...own,
      ['`_run`', 'text', 'the run that last changed the row'],
      ['`_landed_at`', 'timestamp', 'when it did'],
    ],
  );
}

function renderBatch({ batch }: AnyPipelineContract): string {
  const meaning = readDocstrings('packages/contracts/src/pipeline/batch-limits.ts');
  return toTable(
    ['limit', 'value', 'meaning'],
    Object.entries(batch).map(([name, value]) => [
      code(name),
      value.toLocaleString('en-US'),
      meaning.of(name),
    ]),
  );
}

function renderBudget({ name, budget }: AnyPipelineContract): string {
  const variable = sourceSettings.find(({ pipeline }) => pipeline === name)?.budgetVariable;
  const other = variable ? `; ${code(variable)} sets another` : '';
  if (!budget) return `What the source's host is asked is not limited${other}.`;
  const { requestsPerSecond, burst, concurrent } = budget;
  return (
    `All activity workers together ask the source's host for at most ${requestsPerSecond} requests a second, ` +
    `${burst} at once after a quiet while, ${concurrent} in flight${other}.`
  );
}

function renderWatermark({ watermark }: AnyPipelineContract): string {
  if (!watermark) return 'It has no watermark: every run lists all that its input asks for.';
  const { type, overlap, description } = watermark;
  const back = type === 'integer' ? `${overlap.toLocaleString('en-US')} ids` : formatTime(overlap);
  return `Its watermark is ${description}. An incremental run lists what is past it, and ${back} before it again.`;
}

function toBounds(defaults: ActivityDefaults): string[] {
  const { startToCloseTimeout, scheduleToCloseTimeout, heartbeatTimeout, retry } = defaults;
  return [
    formatTime(startToCloseTimeout),
    formatTime(scheduleToCloseTimeout),
    heartbeatTimeout === undefined ? '' : formatTime(heartbeatTimeout),
    formatRetries(retry),
  ];
}

function renderLimits(): string {
  const meaning = readDocstrings('packages/contracts/src/limits.ts');
  return toTable(
    ['limit', 'value', 'meaning'],
    Object.entries(limits).map(([name, value]) => [
      code(name),
      value.toLocaleString('en-US'),
      meaning.of(name),
    ]),
  );
}
