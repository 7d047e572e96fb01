import { hackerNews, type AnyRow, type PipelineContract } from '@headrace/contracts';

import type { Http } from './http/http.ts';
import { isHttp } from './http/to-target.ts';
import { createHackerNewsSource } from './pipelines/hacker-news.ts';
import type { AnySource, Source } from './source.ts';

/** Where a pipeline's source is, and how that is set. */
export interface SourceSetting {
  readonly pipeline: string;
  /** Environment variable that holds another base URL: `HEADRACE_HACKER_NEWS_URL`. */
  readonly variable: string;
  /** The public API's base URL. */
  readonly default: string;
}

export interface SourcesOptions {
  readonly http: Http;
  /** By pipeline name; the public API's where there is none. */
  readonly baseUrls?: Readonly<Record<string, string | undefined>>;
}

interface Registration extends SourceSetting {
  readonly create: (options: SourceOptions) => AnySource;
}

interface SourceOptions {
  readonly http: Http;
  readonly baseUrl: string;
}

const registrations: readonly Registration[] = [
  register(hackerNews, { default: 'https://hacker-news.firebaseio.com', create: createHackerNewsSource }),
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

interface SourceOf<Input, Row> {
  readonly default: string;
  readonly create: (options: SourceOptions) => Source<Input, Row>;
}

function register<Input, Row extends object, Result>(
  contract: PipelineContract<Input, Row, Result>,
  source: SourceOf<Input, Row>,
): Registration {
  return {
    pipeline: contract.name,
    variable: `HEADRACE_${contract.name.replaceAll('-', '_').toUpperCase()}_URL`,
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
