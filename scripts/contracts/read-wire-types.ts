import { fileURLToPath } from 'node:url';

// The compiler's API is not stable yet: its version is pinned in the catalog, and two files know it.
import { API, type Project, type Symbol } from 'typescript/unstable/sync';

import type { Calls, WireTypes } from './contract-lock.ts';
import { createTypeReader, type TypeReader } from './create-type-reader.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const config = `${root}packages/workflows/tsconfig.json`;

/** Heartbeat details and memos: on the wire, though no call names them. */
const record = /^BatchProgress$|Memo$/;

/**
 * What the compiler knows of every call on the wire, field by field, however its types are called and put together:
 * - workflows: what `workflows.ts` exports
 * - activities, queries, updates, signals: the methods of what contracts export as `…Activities`, `…Queries` and so on
 */
export function readWireTypes(): WireTypes {
  const api = new API({ cwd: root });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (!project) throw new Error(`${config}: the compiler found no project`);
    return toWireTypes(createTypeReader(project.checker), {
      contracts: readExports(project, 'packages/contracts/src/index.ts'),
      workflows: readExports(project, 'packages/workflows/src/workflows.ts'),
    });
  } finally {
    api.close();
  }
}

function readExports({ program, checker }: Project, file: string): readonly Symbol[] {
  const source = program.getSourceFile(root + file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file}: the compiler found no module`);
  return checker.getExportsOfModule(module);
}

interface Exports {
  readonly contracts: readonly Symbol[];
  readonly workflows: readonly Symbol[];
}

function toWireTypes(reader: TypeReader, { contracts, workflows }: Exports): WireTypes {
  const ending = (end: string): readonly Symbol[] => contracts.filter(({ name }) => name.endsWith(end));
  return {
    activities: Object.assign({}, ...ending('Activities').map(reader.readMethods)) as Calls,
    workflows: Object.fromEntries(workflows.map((symbol) => [symbol.name, reader.readFunction(symbol)])),
    queries: readMessages(reader, ending('Queries')),
    updates: readMessages(reader, ending('Updates')),
    signals: readMessages(reader, ending('Signals')),
    records: Object.fromEntries(
      contracts
        .filter(({ name }) => record.test(name))
        .map((symbol) => [symbol.name, reader.readDeclared(symbol)]),
    ),
    types: reader.objects,
  };
}

/** Two workflows may answer one name each in its way: `RunQueries` gives `run.progress`. */
function readMessages(reader: TypeReader, interfaces: readonly Symbol[]): Calls {
  return Object.fromEntries(
    interfaces.flatMap((symbol) => {
      const subject = symbol.name.replace(/[A-Z][a-z]+$/, '').toLowerCase();
      return Object.entries(reader.readMethods(symbol)).map(([name, call]) => [`${subject}.${name}`, call]);
    }),
  );
}
