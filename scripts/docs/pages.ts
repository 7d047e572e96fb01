import { renderCli } from './cli-page.ts';
import { renderConfiguration } from './configuration-page.ts';
import { renderErrors } from './errors-page.ts';
import { renderFaults } from './faults-page.ts';
import { renderPipelines } from './pipelines-page.ts';
import { renderSchedulesSchema } from './schedules-schema.ts';

export const referenceFolder: URL = new URL('../../docs/reference/', import.meta.url);

const pages: Readonly<Record<string, () => string>> = {
  'cli.md': renderCli,
  'configuration.md': renderConfiguration,
  'errors.md': renderErrors,
  'faults.md': renderFaults,
  'pipelines.md': renderPipelines,
};

const notice = '<!-- Generated from the code: change it there, then run "pnpm run docs". -->';

/** The generated files of the reference by name. */
export function renderPages(): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(pages).map(([name, render]) => [name, `${notice}\n\n${render().trim()}\n`] as const),
    ['schedules.schema.json', renderSchedulesSchema()],
  ]);
}
