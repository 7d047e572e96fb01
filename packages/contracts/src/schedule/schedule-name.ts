/** The field of a name, of a schedule, a subscription or a backfill. */
export const scheduleName = {
  type: 'string',
  format: 'name',
  maxLength: 60,
  description: 'names it, and its part of the run ids',
} as const;
