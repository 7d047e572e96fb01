import type { Client } from '@temporalio/client';

export interface HistoryFigures {
  readonly events: number;
  readonly bytes: number;
  /** Bytes of the largest payload, and where it is. */
  readonly largest: { readonly bytes: number; readonly event: string };
}

/** What one run's history holds. */
export async function measureHistory(temporal: Client, runId: string): Promise<HistoryFigures> {
  const handle = temporal.workflow.getHandle(runId);
  const [history, { historyLength, historySize }] = await Promise.all([
    handle.fetchHistory(),
    handle.describe(),
  ]);
  const payloads = (history.events ?? []).flatMap((event) => {
    const [name, attributes] = Object.entries(event).find(([key]) => key.endsWith('EventAttributes')) ?? [
      'none',
      {},
    ];
    return payloadsOf(attributes).map((bytes) => ({ bytes, event: name.replace(/EventAttributes$/, '') }));
  });
  const largest = payloads.toSorted((a, b) => b.bytes - a.bytes)[0] ?? { bytes: 0, event: 'none' };
  return { events: historyLength, bytes: historySize ?? 0, largest };
}

/** Bytes of every payload below a value of Temporal's API. */
function payloadsOf(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('data' in value && value.data instanceof Uint8Array) return [value.data.byteLength];
  return Object.values(value).flatMap(payloadsOf);
}
