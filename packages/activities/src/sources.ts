import {
  hackerNews,
  hackerNewsArchive,
  type AnyRow,
  type PipelineContract,
  type RequestBudget,
} from '@headrace/contracts';

import type { PipelineBudget } from './budget/host-budgets.ts';
import type { Http } from './http/http.ts';
import { isHttp } from './http/to-target.ts';
import { createHackerNewsArchiveSource } from './pipelines/hacker-news-archive.ts';
import { createHackerNewsSource } from './pipelines/hacker-news.ts';
import type { AnySource, Source } from './source.ts';

/** Where a pipeline's source is, and how that is set. */
export interface SourceSetting {
  readonly pipeline: string;
  /** Environment variable that holds another base URL, of all pipelines of the same API. */
  readonly variable: string;
  /** The public API's base URL. */
  readonly default: string;
  /** Environment variable that holds another budget, of all pipelines of the same API. */
  readonly budgetVariable: string;
  /** The contract's. */
  readonly budget: RequestBudget | undefined;
}

export interface SourcesOptions {
  readonly http: Http;
  /** By pipeline name; the public API's where there is none. */
  readonly baseUrls?: Readonly<Record<string, string | undefined>>;
}

export interface SourceBudgetsOptions extends Pick<SourcesOptions, 'baseUrls'> {
  /** By pipeline name, in place of the contract's. */
  readonly budgets?: Readonly<Record<string, RequestBudget | 'none' | undefined>>;
}

interface Registration extends SourceSetting {
  readonly create: (options: SourceOptions) => AnySource;
}

interface SourceOptions {
  readonly http: Http;
  readonly baseUrl: string;
}

/** One API, whatever is read of it. */
const hackerNewsApi = {
  variable: 'HEADRACE_HACKER_NEWS_URL',
  budgetVariable: 'HEADRACE_HACKER_NEWS_BUDGET',
  default: 'https://hacker-news.firebaseio.com',
};

const registrations: readonly Registration[] = [
  register(hackerNews, { ...hackerNewsApi, create: createHackerNewsSource }),
  register(hackerNewsArchive, { ...hackerNewsApi, create: createHackerNewsArchiveSource }),
];

/** Every source there is, and the settings an activity worker takes for them. */
export const sourceSettings: readonly SourceSetting[] = registrations;

/** Every pipeline's source, by pipeline name. Throws when a base URL is not one. */
export function createSources({ http, baseUrls = {} }: SourcesOptions): ReadonlyMap<string, AnySource> {
  return new Map(
    registrations.map((registration) => {
      const baseUrl = toBaseUrl(baseUrls[registration.pipeline] ?? registration.default, registration);
      return [registration.pipeline, registration.create({ http, baseUrl })];
    }),
  );
}

/** Which host each pipeline's source asks, and its budget. Throws when a base URL is not one. */
export function sourceBudgets({
  baseUrls = {},
  budgets = {},
}: SourceBudgetsOptions): readonly PipelineBudget[] {
  return registrations.map((registration) => {
    const { pipeline } = registration;
    const { origin } = new URL(toBaseUrl(baseUrls[pipeline] ?? registration.default, registration));
    const budget = budgets[pipeline] ?? registration.budget;
    return { pipeline, host: origin, budget: budget === 'none' ? undefined : budget };
  });
}

interface SourceOf<Input, Row> {
  readonly variable: string;
  readonly budgetVariable: string;
  readonly default: string;
  readonly create: (options: SourceOptions) => Source<Input, Row>;
}

function register<Input, Row extends object, Result>(
  contract: PipelineContract<Input, Row, Result>,
  source: SourceOf<Input, Row>,
): Registration {
  return {
    pipeline: contract.name,
    variable: source.variable,
    budgetVariable: source.budgetVariable,
    budget: contract.budget,
    default: source.default,
    // The contract ties both types to the pipeline's input and columns, which are checked where they enter.
    create: (options) => source.create(options) as Source<unknown, object> as Source<unknown, AnyRow>,
  };
}

/** Without a slash at its end, so that a path follows. */
function toBaseUrl(text: string, { variable, default: example }: SourceSetting): string {
  const url = URL.parse(text);
  const isBase = url !== null && isHttp(url) && url.search === '' && url.hash === '';
  if (isBase) return url.href.replace(/\/+$/, '');
  const shown = text.replace(/\/\/[^/]*@/, '//…@');
  throw new Error(`${variable}: "${shown}" is not a base URL; give an http or https URL such as ${example}`);
}
