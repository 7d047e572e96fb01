// `pnpm house`: figures of the source code of packages and apps, without tests.
// `--against REV` measures that revision of the repository too, from git, beside the working tree.
import { parseArgs } from 'node:util';
import { join } from 'node:path';

import { measure, type Figures } from './measure.ts';
import { readRevision, readWorkingTree } from './sources.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { against: { type: 'string' } } });

const columns: [string, Figures][] = [
  ...(values.against === undefined
    ? []
    : [[values.against, measure(readRevision(root, values.against))] satisfies [string, Figures]]),
  ['working tree', measure(readWorkingTree(root))],
];

const rows = [
  ['', ...columns.map(([name]) => name)],
  ['files', ...columns.map(([, { files }]) => String(files))],
  ['lines a file: median', ...columns.map(([, { lines }]) => String(lines.median))],
  ['lines a file: p90', ...columns.map(([, { lines }]) => String(lines.p90))],
  ['lines a file: most', ...columns.map(([, { lines }]) => `${lines.most}  ${lines.longest}`)],
  ['files of at most 20 lines', ...columns.map(([, { short }]) => percent(short))],
  ['files that export one function alone', ...columns.map(([, { oneFunction }]) => percent(oneFunction))],
  ['lines a function: median', ...columns.map(([, { functions }]) => String(functions.median))],
  ['lines a function: p90', ...columns.map(([, { functions }]) => String(functions.p90))],
  [
    'lines a function: most',
    ...columns.map(([, { functions }]) => `${functions.most}  ${functions.longest}`),
  ],
  [
    'loose files in the src of a package: most',
    ...columns.map(([, { loose }]) => `${loose.most}  ${loose.folder}`),
  ],
  ['files in a folder: most', ...columns.map(([, { flat }]) => `${flat.most}  ${flat.folder}`)],
];
const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
