import type { z } from 'zod';

import { capRecord, ItemFailure } from './item-failure.ts';

/**
 * A record of the source as its schema says. `what` names it in messages: `item 8863`.
 * Throws a terminal `ItemFailure` `malformed` that names each path, what was found and what is expected.
 */
export function parseRecord<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 3).map((issue) => describeIssue(issue, value));
  throw malformed(what, problems.join('; '), value);
}

/** A record that is JSON, but not what the source promises. */
export function malformed(what: string, problem: string, value: unknown): ItemFailure {
  const record = capRecord(JSON.stringify(value) ?? String(value));
  return new ItemFailure('malformed', `${what}: ${problem}`, { transient: false, record });
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const where = issue.path.length === 0 ? 'the record' : issue.path.join('.');
  return `${where} is ${show(foundAt(value, issue.path))}, expected ${expectedBy(issue)}`;
}

function foundAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  return issue.message.replace(/^.*expected /, '');
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
