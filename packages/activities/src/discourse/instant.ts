import { z } from 'zod';

/** A time as Discourse writes it, in UTC with milliseconds. */
export const instant: z.ZodType<string> = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString());
