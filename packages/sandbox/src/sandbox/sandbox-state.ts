import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { redact } from '@headrace/contracts';

/** Where a sandbox's parts are reached. */
export interface SandboxAddresses {
  /** `host:port` of Temporal's gRPC service. */
  readonly temporal: string;
  readonly namespace: string;
  /** Undefined where Temporal is not the sandbox's own. */
  readonly temporalUi?: string;
  readonly postgres: string;
  /** Base URL of the source, without a slash at the end. */
  readonly source: string;
  /** Whether that is the sample source, whose rows are made up. */
  readonly sample?: true;
}

/** The content of `sandbox.json`, which a sandbox keeps while it runs. */
export interface SandboxState {
  readonly pid: number;
  /** The command that runs the sandbox: `dev` stays, `start` goes with its run. */
  readonly runBy: string;
  /** Absent until everything is up. */
  readonly addresses?: SandboxAddresses;
}

export async function readState(dataDir: string): Promise<SandboxState | undefined> {
  try {
    return JSON.parse(await readFile(stateFile(dataDir), 'utf8')) as SandboxState;
  } catch {
    return undefined;
  }
}

/** Replaces the state; once its own Temporal has an address, `headrace` commands in this folder find it. */
export async function writeState(dataDir: string, state: SandboxState): Promise<void> {
  const { addresses } = state;
  if (addresses?.temporalUi !== undefined) await replaceFile(profileFile(dataDir), toProfile(addresses));
  await replaceFile(stateFile(dataDir), `${JSON.stringify(state, undefined, 2)}\n`);
}

export async function removeState(dataDir: string): Promise<void> {
  await rm(profileFile(dataDir), { force: true });
  await rm(stateFile(dataDir), { force: true });
}

/** The addresses as they are shown, and written where everybody in the folder may read them. */
export function withoutPassword(addresses: SandboxAddresses): SandboxAddresses {
  return { ...addresses, postgres: redact(addresses.postgres) };
}

/** Temporal's own environment configuration, with the profile every client reads first. */
function toProfile({ temporal, namespace }: SandboxAddresses): string {
  return `[profile.default]\naddress = ${JSON.stringify(temporal)}\nnamespace = ${JSON.stringify(namespace)}\n`;
}

const stateFile = (dataDir: string): string => join(dataDir, 'sandbox.json');
const profileFile = (dataDir: string): string => join(dataDir, 'temporal.toml');

async function replaceFile(file: string, text: string): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, text, { mode: 0o600 });
  await rename(part, file);
}
