import {
  discourseTopics,
  frontPageDigest,
  hackerNews,
  hackerNewsArchive,
  redact,
  type AnyRow,
  type PipelineContract,
  type RequestBudget,
} from '@headrace/contracts';

import type { PipelineBudget } from './budget/request-budget.ts';
import type { RowStore } from './rows/read-rows.ts';
import type { Http } from './http/http.ts';
import { toBaseUrl } from './http/target.ts';
import { createDiscourseTopicsSource } from './pipelines/discourse-topics.ts';
import { createFrontPageDigestSource } from './pipelines/front-page-digest.ts';
import { createHackerNewsArchiveSource } from './pipelines/hacker-news-archive.ts';
import { createHackerNewsSource } from './pipelines/hacker-news.ts';
import type { AnySource, Source } from './source/source.ts';

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

export interface SourceBudgetsOptions {
  /** By pipeline name; the public API's where there is none. */
  readonly baseUrls?: Readonly<Record<string, string | undefined>>;
  /** By pipeline name, in place of the contract's. */
  readonly budgets?: Readonly<Record<string, RequestBudget | 'none' | undefined>>;
}

export interface SourcesOptions extends SourceBudgetsOptions {
  readonly http: Http;
  /** The store for pipelines that read datasets; without it, these pipelines are left out. */
  readonly store?: RowStore;
}

interface Registration extends SourceSetting {
  readonly create: (options: SourceOptions) => AnySource;
}

interface SourceOptions {
  readonly http: Http;
  readonly baseUrl: string;
}

interface Derivation {
  readonly pipeline: string;
  readonly create: (options: { readonly store: RowStore }) => AnySource;
}

/** One API for all pipelines that read Hacker News. */
const hackerNewsApi = {
  variable: 'HEADRACE_HACKER_NEWS_URL',
  budgetVariable: 'HEADRACE_HACKER_NEWS_BUDGET',
  default: 'https://hacker-news.firebaseio.com',
};

const registrations: readonly Registration[] = [
  register(hackerNews, { ...hackerNewsApi, create: createHackerNewsSource }),
  register(hackerNewsArchive, { ...hackerNewsApi, create: createHackerNewsArchiveSource }),
  register(discourseTopics, {
    variable: 'HEADRACE_DISCOURSE_URL',
    budgetVariable: 'HEADRACE_DISCOURSE_BUDGET',
    default: 'https://community.temporal.io',
    create: createDiscourseTopicsSource,
  }),
];

/** Sources over what other pipelines have landed: they ask no host, and there is nothing to set. */
const derivations: readonly Derivation[] = [derive(frontPageDigest, createFrontPageDigestSource)];

/** Every source that asks a host, and the settings an activity worker takes for them. */
export const sourceSettings: readonly SourceSetting[] = registrations;

/** Every pipeline's source, by pipeline name. Throws when a base URL is not one. */
export function createSources({
  http,
  store,
  baseUrls = {},
  budgets = {},
}: SourcesOptions): ReadonlyMap<string, AnySource> {
  const asking = registrations.map((registration) => {
    const limited = withBudget(http, budgetOf(registration, budgets));
    const baseUrl = readBaseUrl(baseUrls[registration.pipeline] ?? registration.default, registration);
    return [registration.pipeline, registration.create({ http: limited, baseUrl })] as const;
  });
  const derived = store
    ? derivations.map(({ pipeline, create }) => [pipeline, create({ store })] as const)
    : [];
  return new Map([...asking, ...derived]);
}

/** Which host each pipeline's source asks, and its budget. Throws when a base URL is not one. */
export function sourceBudgets({
  baseUrls = {},
  budgets = {},
}: SourceBudgetsOptions): readonly PipelineBudget[] {
  return registrations.map((registration) => {
    const { pipeline } = registration;
    const { origin } = new URL(readBaseUrl(baseUrls[pipeline] ?? registration.default, registration));
    return { pipeline, host: origin, budget: budgetOf(registration, budgets) };
  });
}

function budgetOf(
  { pipeline, budget }: SourceSetting,
  budgets: NonNullable<SourceBudgetsOptions['budgets']>,
): RequestBudget | undefined {
  const given = budgets[pipeline] ?? budget;
  return given === 'none' ? undefined : given;
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

function derive<Input, Row extends object, Result>(
  contract: PipelineContract<Input, Row, Result>,
  create: (options: { readonly store: RowStore }) => Source<Input, Row>,
): Derivation {
  return {
    pipeline: contract.name,
    // The cast is safe for the reason above.
    create: (options) => create(options) as Source<unknown, object> as Source<unknown, AnyRow>,
  };
}

function readBaseUrl(text: string, { variable, default: example }: SourceSetting): string {
  const baseUrl = toBaseUrl(text);
  if (baseUrl !== undefined) return baseUrl;
  throw new Error(
    `${variable}: "${redact(text)}" is not a base URL; give an http or https URL such as ${example}`,
  );
}

/** The pipeline's budget goes with its requests, to hosts that nobody knew of at the start. */
function withBudget(http: Http, budget: RequestBudget | undefined): Http {
  if (budget === undefined) return http;
  return { ...http, getJson: (url, context) => http.getJson(url, { budget, ...context }) };
}
