import { pipelines } from '@headrace/contracts';
import { expect, test } from 'vitest';

import { createSources, sourceSettings } from './sources.ts';

const http = { getJson: async () => null, close: async () => {} };

const store = { readRows: async () => ({ dataset: '', runId: '', rows: [] }) };

test('every pipeline has a source and a variable for its base URL', () => {
  expect([...createSources({ http, store }).keys()]).toEqual(pipelines.map((pipeline) => pipeline.name));
  expect(sourceSettings[0]).toMatchObject({
    pipeline: 'hacker-news',
    variable: 'HEADRACE_HACKER_NEWS_URL',
    default: 'https://hacker-news.firebaseio.com',
  });
});

test.for(['', 'localhost:80', 'ftp://host/', 'http://host/?key=1', 'http://host/#x'])(
  'the base URL "%s" is refused by its variable’s name',
  (baseUrl) => {
    expect(() => createSources({ http, baseUrls: { 'hacker-news': baseUrl } })).toThrow(
      `HEADRACE_HACKER_NEWS_URL: "${baseUrl}" is not a base URL`,
    );
  },
);

test('a refused base URL is shown without its credentials', () => {
  const baseUrls = { 'hacker-news': 'http://me:se/cret@host/?x' };
  expect(() => createSources({ http, baseUrls })).toThrow('"http://me:***@host/?x"');
});
