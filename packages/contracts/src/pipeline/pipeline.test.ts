import { describe, expect, expectTypeOf, test } from 'vitest';

import type { Columns } from '../dataset/dataset.ts';
import type { InputSchema } from '../input/input-schema.ts';
import { findPipeline, pipelines } from './registry.ts';
import type { hackerNews, HackerNewsInput, Story } from '../pipelines/hacker-news.ts';
import type { RunRequest } from '../run/run-request.ts';
import type { RunResult } from '../run/run.ts';
import type {
  AnyPipelineContract,
  InputOf,
  PipelineContract,
  ResultOf,
  RowOf,
  WorkflowOf,
} from './pipeline.ts';

interface Input {
  feed: 'top' | 'new';
  limit: number;
  dry?: boolean;
}
interface Row {
  id: number;
  title: string;
  url: string | null;
}

// These hold or fail when the types are checked, not when the tests run.
describe('the type of an input schema', () => {
  type Feed = { type: 'string'; enum: ['top'] | ['new']; description: string };
  type Limit = { type: 'integer'; description: string };
  type Dry = { type: 'boolean'; optional: true; description: string };

  test('takes a field for each property', () => {
    expectTypeOf<{ feed: Feed; limit: Limit; dry: Dry }>().toExtend<InputSchema<Input>>();
  });

  test('rejects a missing or mistyped field', () => {
    expectTypeOf<{ feed: Feed; limit: Limit }>().not.toExtend<InputSchema<Input>>();
    expectTypeOf<{ feed: Feed; limit: Dry; dry: Dry }>().not.toExtend<InputSchema<Input>>();
    expectTypeOf<{ feed: Feed; limit: Feed; dry: Dry }>().not.toExtend<InputSchema<Input>>();
  });

  test('rejects a choice that the property does not have', () => {
    type Worst = { type: 'string'; enum: ['worst']; description: string };
    expectTypeOf<{ feed: Worst; limit: Limit; dry: Dry }>().not.toExtend<InputSchema<Input>>();
  });

  test('has optional fields for optional properties only', () => {
    expectTypeOf<{ feed: Feed; limit: Limit & { optional: true }; dry: Dry }>().not.toExtend<
      InputSchema<Input>
    >();
    expectTypeOf<{ feed: Feed; limit: Limit; dry: Omit<Dry, 'optional'> }>().not.toExtend<
      InputSchema<Input>
    >();
  });
});

describe('the type of columns', () => {
  type Id = { type: 'integer' };
  type Text = { type: 'text' };
  type NullableText = { type: 'text'; nullable: true };

  test('takes a column for each field', () => {
    expectTypeOf<{ id: Id; title: Text; url: NullableText }>().toExtend<Columns<Row>>();
  });

  test('rejects a missing or mistyped column', () => {
    expectTypeOf<{ id: Id; title: Text }>().not.toExtend<Columns<Row>>();
    expectTypeOf<{ id: Text; title: Text; url: NullableText }>().not.toExtend<Columns<Row>>();
  });

  test('is nullable where the field is, and nowhere else', () => {
    expectTypeOf<{ id: Id; title: Text; url: Text }>().not.toExtend<Columns<Row>>();
    expectTypeOf<{ id: Id; title: NullableText; url: NullableText }>().not.toExtend<Columns<Row>>();
  });
});

describe('a contract', () => {
  test('tells the types of its input, row, result and workflow', () => {
    expectTypeOf<InputOf<typeof hackerNews>>().toEqualTypeOf<HackerNewsInput>();
    expectTypeOf<RowOf<typeof hackerNews>>().toEqualTypeOf<Story>();
    expectTypeOf<ResultOf<typeof hackerNews>>().toEqualTypeOf<RunResult<Story>>();
    expectTypeOf<WorkflowOf<typeof hackerNews>>().toEqualTypeOf<
      (request: RunRequest<HackerNewsInput>) => Promise<RunResult<Story>>
    >();
  });

  test('fits where contracts of every type are served', () => {
    expectTypeOf<PipelineContract<Input, Row, RunResult<Row>>>().toExtend<AnyPipelineContract>();
  });

  test('is found by its name', () => {
    expect(pipelines.map(({ name }) => findPipeline(name))).toEqual(pipelines);
    expect(findPipeline('no-such-pipeline')).toBeUndefined();
  });
});
