import { z } from 'zod';

const refusalSchema = z.object({ extras: z.object({ wait_seconds: z.number().nonnegative() }) });

/** How long the body of Discourse's 429 asks to wait, ms. */
export function readWait(body: unknown): number | undefined {
  const { data } = refusalSchema.safeParse(body);
  return data && data.extras.wait_seconds * 1_000;
}
