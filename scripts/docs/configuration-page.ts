import { activityWorkerSettings } from '../../apps/activity-worker/src/settings.ts';
import { workflowWorkerSettings } from '../../apps/workflow-worker/src/settings.ts';
import { describeSettings, temporalVariables, type SettingsTable } from '../../packages/runtime/src/index.ts';
import { code, toPage, toTable } from './markdown.ts';

/** The sandbox and the command read these beside the workers' settings. */
const sandboxVariables: Readonly<Record<string, string>> = {
  HEADRACE_HOME:
    "folder of the sandbox's data, logs and addresses; default `.headrace` in the working folder",
  HEADRACE_HACKER_NEWS_URL:
    'base URL of the source, used or refused with exit code 3; default the public API, and generated stories, apart from real ones, where that cannot be reached and no variable names a Temporal or a database',
  HEADRACE_DISCOURSE_URL:
    'base URL of the forum; default the public one, and the sample source where that is the source',
  TEMPORAL_ADDRESS: 'a Temporal that runs already, instead of the dev server',
  TEMPORAL_NAMESPACE: 'its namespace; default `default`',
  DATABASE_URL: 'a Postgres that runs already, instead of the embedded one',
  HEADRACE_CACHE:
    "folder of downloaded server programs, compiled and bundled sources and an empty database, where what nobody used for 30 days is removed; default `headrace` in the user's cache folder (`XDG_CACHE_HOME`, `~/.cache`, on macOS `~/Library/Caches`)",
  HEADRACE_POSTGRES_BIN: 'folder of `initdb` and `postgres`, for the tests that want a real server',
  HEADRACE_DEBUG: 'any text: a sandbox that fails shows where in the code',
  NO_COLOR: 'any text: the command prints no colours',
};

/** Every setting of every process. */
export function renderConfiguration(): string {
  return toPage(
    '# Configuration',
    'A setting is read once, at start: the flag, then the environment variable, then the default. An empty variable ' +
      'is not set. A process refuses settings that are not valid with exit code 2 and says all of them at once. ' +
      'Secrets have no flags: flags are seen by every user of the machine.',
    'Durations carry their unit: `500ms`, `30s`, `5m`, `2h`.',
    '## Temporal',
    "For both workers and the command, from Temporal's own environment configuration.",
    toTable(
      ['variable', 'meaning'],
      Object.entries(temporalVariables).map(([name, about]) => [code(name), about]),
    ),
    renderWorker('Activity worker', activityWorkerSettings),
    '`activity-worker migrate` takes the same settings, brings the tables up to date and ends.',
    renderWorker('Workflow worker', workflowWorkerSettings),
    '## Health',
    'Both workers serve `/healthz` (503 when a restart would help) and `/readyz` (503 while no work is taken), each ' +
      'with what was checked as JSON.',
    '## Sandbox and command',
    '`pnpm start` and `pnpm dev` take one flag, `--source sample`, `--source public` or `--source URL`. All variables ' +
      "are optional; the workers' settings above go on to the sandbox's workers.",
    toTable(
      ['variable', 'meaning'],
      Object.entries(sandboxVariables).map(([name, about]) => [code(name), about]),
    ),
  );
}

function renderWorker<Settings extends object>(title: string, settings: SettingsTable<Settings>): string {
  const rows = describeSettings(settings).map((setting) => [
    [setting.env, setting.flag]
      .filter((name) => name !== '')
      .map(code)
      .join(', '),
    setting.default === 'required' ? 'required' : code(setting.default),
    `${setting.description}; ${setting.valid}`,
  ]);
  return toPage(`## ${title}`, toTable(['setting', 'default', 'meaning'], rows));
}
