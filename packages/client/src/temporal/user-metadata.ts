import type { AnyPipelineContract, Interval, ReplayRequest, RunOverrides } from '@headrace/contracts';

type GivenInput = Readonly<Record<string, unknown>>;

/** One line for Temporal's Web UI: `Hacker News stories: feed top, limit 10`. */
export function toStaticSummary(contract: AnyPipelineContract, given: GivenInput): string {
  const fields = Object.entries(withDefaults(contract, given)).map(
    ([name, value]) => `${name} ${String(value)}`,
  );
  return cut([contract.title, fields.join(', ')].filter(Boolean).join(': '));
}

export interface DetailedRequest {
  readonly input: GivenInput;
  readonly overrides?: RunOverrides | undefined;
  readonly incremental?: boolean | undefined;
  readonly interval?: Interval | undefined;
  readonly replay?: ReplayRequest | undefined;
}

/** Markdown for Temporal's Web UI: the pipeline, its input and what this run does otherwise. */
export function toStaticDetails(
  contract: AnyPipelineContract,
  { input, overrides, incremental, interval, replay }: DetailedRequest,
): string {
  return [
    `Pipeline \`${contract.name}\` into dataset \`${contract.dataset.name}\``,
    `- input: \`${JSON.stringify(withDefaults(contract, input))}\``,
    ...(overrides ? [`- overrides: \`${JSON.stringify(overrides)}\``] : []),
    ...(incremental ? ['- incremental'] : []),
    ...(interval ? [`- interval: ${interval.start} to ${interval.end}`] : []),
    ...(replay ? [`- replay: \`${JSON.stringify(replay)}\``] : []),
  ].join('\n');
}

function withDefaults(contract: AnyPipelineContract, given: GivenInput): GivenInput {
  const fields = Object.entries(contract.input).map(([name, field]) => [name, given[name] ?? field.default]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** Temporal refuses a summary above 400 bytes; a character takes up to 3 of them. */
function cut(text: string): string {
  return text.length <= 130 ? text : `${text.slice(0, 129)}…`;
}
