export { auditBackfills } from './auditor/audit-backfills.ts';
export { audit, type AuditOptions } from './auditor/audit.ts';
export type { ExecutionRecord } from './auditor/executions.ts';
export type { Finding, Rule } from './auditor/finding.ts';
export { createSampleTruths } from './auditor/sample-truths.ts';
export type { RunRecord } from './auditor/tables.ts';
export type { Truth, Truths } from './auditor/truth.ts';
export { runChaos, type ChaosOptions, type ChaosReport } from './run-chaos.ts';
export { createSchedule, type Schedule, type ScheduleOptions } from './schedule/create-schedule.ts';
