import type { Client } from '@temporalio/client';

export interface HistoryFigures {
  readonly events: number;
  readonly bytes: number;
  /** Largest first. */
  readonly payloads: readonly PayloadFigure[];
}

export interface PayloadFigure {
  readonly bytes: number;
  /** The event it is in, as Temporal's API names its attributes: `activityTaskScheduled`. */
  readonly event: string;
  /** The activity it goes to or comes from. */
  readonly activity?: string;
}

/** Measures the history of one run. */
export async function measureHistory(temporal: Client, runId: string): Promise<HistoryFigures> {
  const handle = temporal.workflow.getHandle(runId);
  const [history, { historyLength, historySize }] = await Promise.all([
    handle.fetchHistory(),
    handle.describe(),
  ]);
  const events = history.events ?? [];
  const activities = new Map(
    events.map((event) => [
      String(event.eventId),
      event.activityTaskScheduledEventAttributes?.activityType?.name,
    ]),
  );
  const payloads = events.flatMap((event) => {
    const [name, attributes] = Object.entries(event).find(([key]) => key.endsWith('EventAttributes')) ?? [];
    const scheduled = event.activityTaskCompletedEventAttributes?.scheduledEventId ?? event.eventId;
    const activity = activities.get(String(scheduled)) ?? undefined;
    return payloadsOf(attributes).map((bytes) => ({
      bytes,
      event: (name ?? 'unknown').replace(/EventAttributes$/, ''),
      ...(activity !== undefined && { activity }),
    }));
  });
  return {
    events: historyLength,
    bytes: historySize ?? 0,
    payloads: payloads.toSorted((a, b) => b.bytes - a.bytes),
  };
}

/** Bytes of every payload below a value of Temporal's API. */
function payloadsOf(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('data' in value && value.data instanceof Uint8Array) return [value.data.byteLength];
  return Object.values(value).flatMap(payloadsOf);
}
