/** Which worker polls which queue; the two are separate processes, deployed apart. */
export const taskQueues = {
  /** Polled by the workflow worker: no network but Temporal's. */
  workflows: 'headrace-workflows',
  /** Polled by the activity worker: the only process with database and source credentials. */
  activities: 'headrace-activities',
} as const;
