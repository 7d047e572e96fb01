import type { Settings } from '../settings.ts';

/** The datasets of all pipelines, each once. */
export function datasetNames({ pipelines }: Pick<Settings, 'pipelines'>): string[] {
  return [...new Set(pipelines.map(({ dataset }) => dataset.name))];
}
