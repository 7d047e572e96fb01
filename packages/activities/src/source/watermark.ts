import type { WatermarkContract } from '@headrace/contracts';

/** ISO 8601 in UTC with milliseconds, or an integer's decimal text. */
export type Watermark = string;

/** The lowest and the highest watermark of what was listed. */
export interface WatermarkSpan {
  readonly low: Watermark;
  readonly high: Watermark;
}

type Type = WatermarkContract['type'];

/** Below 0 where the first is the earlier, above where it is the later. */
export function compareWatermarks(type: Type, one: Watermark, other: Watermark): number {
  return toNumber(type, one) - toNumber(type, other);
}

/** The span of both; `undefined` where there is neither. */
export function joinSpans(
  type: Type,
  one: WatermarkSpan | undefined,
  other: WatermarkSpan | undefined,
): WatermarkSpan | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const isLower = compareWatermarks(type, one.low, other.low) <= 0;
  const isHigher = compareWatermarks(type, one.high, other.high) >= 0;
  return { low: isLower ? one.low : other.low, high: isHigher ? one.high : other.high };
}

/** Where the list begins that goes on from a watermark. */
export function beforeOverlap({ type, overlap }: WatermarkContract, watermark: Watermark): Watermark {
  const since = toNumber(type, watermark) - overlap;
  return type === 'integer' ? String(since) : new Date(since).toISOString();
}

/** Whether nothing lies between a watermark and what was listed from `low` on. */
export function isContiguous(type: Type, watermark: Watermark, low: Watermark): boolean {
  const next = toNumber(type, watermark) + (type === 'integer' ? 1 : 0);
  return toNumber(type, low) <= next;
}

/** The input's part that has a watermark of its own. */
export function toScope({ per = [] }: WatermarkContract, input: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.fromEntries(per.map((field) => [field, input[field] ?? null])));
}

function toNumber(type: Type, watermark: Watermark): number {
  return type === 'integer' ? Number(watermark) : Date.parse(watermark);
}
