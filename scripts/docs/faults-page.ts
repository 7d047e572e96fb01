import { describe, type AnyInputSchema } from '../../packages/contracts/src/index.ts';
import { faultKinds, faultOptions } from '../../packages/sandbox/src/sample-source/faults/fault-kinds.ts';
import { code, toPage, toTable } from './markdown.ts';
import { readDocstrings } from './read-docstrings.ts';

/** The conditions of a rule, as the code documents them. */
const selectors = ['keys', 'rate', 'share', 'nth', 'nthOverall', 'first'];

/** The sample source's faults: kinds, options, conditions. */
export function renderFaults(): string {
  const kinds = readDocstrings('packages/sandbox/src/sample-source/faults/fault-kinds.ts');
  const conditions = readDocstrings('packages/sandbox/src/sample-source/faults/fault-rule.ts');
  return toPage(
    '# Faults of the sample source',
    'A rule is JSON: `fault`, the options of its kind, and the conditions under which it strikes. See ' +
      '[how to make it misbehave](../how-to/misbehave-on-purpose.md).',
    '## Kinds',
    toTable(
      ['fault', 'what the source does', 'options'],
      faultKinds.map((kind) => [code(kind), kinds.of(kind), toOptions(faultOptions[kind])]),
    ),
    '## Conditions',
    `All that are given must hold. ${toKeySentence(conditions.of('FaultSelector'))}`,
    toTable(
      ['condition', 'meaning'],
      selectors.map((name) => [code(name), conditions.of(name)]),
    ),
    '## Over HTTP',
    toTable(
      ['request', 'answer'],
      [
        ['`GET /faults`', 'the rules'],
        ['`PUT /faults`', 'replaces the rules with the list in the body; 400 says what is wrong with it'],
        ['`DELETE /faults`', 'no rules'],
        ['`GET /requests`', 'how many requests there were, in all and by key'],
      ],
    ),
  );
}

function toOptions(schema: AnyInputSchema): string {
  return Object.entries(schema)
    .map(
      ([name, field]) =>
        `${code(name)}: ${field.description}, ${describe(field)}; default ${String(field.default)}`,
    )
    .join('<br>');
}

function toKeySentence(docstring: string): string {
  return docstring.slice(docstring.indexOf('The key of a request')).replaceAll('\n', ' ');
}
