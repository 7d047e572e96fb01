import { createSchedulesSchema } from '../../apps/starter/src/schedules-file/schema.ts';
import { pipelines } from '../../packages/contracts/src/index.ts';

/** The JSON Schema of a schedules file, as `headrace schedule schema` prints it. */
export function renderSchedulesSchema(): string {
  return `${JSON.stringify(createSchedulesSchema(pipelines), undefined, 2)}\n`;
}
