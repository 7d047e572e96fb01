import { proxyActivities } from '@temporalio/workflow';

interface Activities {
  landItem(id: number): Promise<void>;
}

const { landItem } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });

/** Lands the ids 1 to `items`, one activity each, `atOnce` of them at once. */
export async function landItems(items: number, atOnce: number): Promise<void> {
  let next = 1;
  async function work(): Promise<void> {
    while (next <= items) {
      const id = next;
      next += 1;
      await landItem(id);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
}
