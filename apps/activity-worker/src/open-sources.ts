import {
  createBudgets,
  createHttp,
  createSources,
  sourceBudgets,
  sourceSettings,
  toHostBudgets,
  toPipelineBudgets,
  type ActivityDependencies,
  type Store,
} from '@headrace/activities';

import type { ActivityWorkerSettings } from './settings.ts';

export interface OpenSources extends Required<Pick<ActivityDependencies, 'sources' | 'budgets'>> {
  close(): Promise<void>;
}

/** The sources over one HTTP client, which asks no host more than all workers together may. */
export function openSources(settings: ActivityWorkerSettings, store: Store): OpenSources {
  const pipelines = sourceSettings.map(({ pipeline }) => pipeline);
  const baseUrls = Object.fromEntries(pipelines.map((name) => [name, settings[`source:${name}`]]));
  const given = Object.fromEntries(pipelines.map((name) => [name, settings[`budget:${name}`]]));
  const limited = sourceBudgets({ baseUrls, budgets: given });
  const budgets = createBudgets({ leases: store, hosts: toHostBudgets(limited) });
  const { httpTimeout: timeout, httpMaxBytes: maxBytes } = settings;
  const proxies = { http: settings.httpProxy, https: settings.httpsProxy, except: settings.noProxy };
  const http = createHttp({ timeout, maxBytes, proxies, budgets });
  return {
    sources: createSources({ http, store, baseUrls, budgets: given }),
    budgets: toPipelineBudgets(limited),
    async close() {
      await http.close();
      await budgets.close();
    },
  };
}
