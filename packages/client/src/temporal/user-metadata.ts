import { pickRunOptions, type AnyPipelineContract, type AnyRunRequest } from '@headrace/contracts';

type GivenInput = Readonly<Record<string, unknown>>;

/** One line for Temporal's Web UI: `Hacker News stories: feed top, limit 10`. */
export function toStaticSummary(contract: AnyPipelineContract, { input = {} }: AnyRunRequest): string {
  const fields = Object.entries(withDefaults(contract, input)).map(
    ([name, value]) => `${name} ${String(value)}`,
  );
  return cut([contract.title, fields.join(', ')].filter(Boolean).join(': '));
}

/** Markdown for Temporal's Web UI: the pipeline, its input and what else is asked of its runs. */
export function toStaticDetails(contract: AnyPipelineContract, request: AnyRunRequest): string {
  const { input = {}, ...others } = pickRunOptions('run', request);
  return [
    `Pipeline \`${contract.name}\` into dataset \`${contract.dataset.name}\``,
    `- input: \`${JSON.stringify(withDefaults(contract, input))}\``,
    ...Object.entries(others).map(([name, value]) => `- ${name}${formatValue(value)}`),
  ].join('\n');
}

function formatValue(value: unknown): string {
  return value === true ? '' : `: \`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function withDefaults(contract: AnyPipelineContract, given: GivenInput): GivenInput {
  const fields = Object.entries(contract.input).map(([name, field]) => [name, given[name] ?? field.default]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** Temporal refuses a summary above 400 bytes; a character takes up to 3 of them. */
function cut(text: string): string {
  return text.length <= 130 ? text : `${text.slice(0, 129)}…`;
}
