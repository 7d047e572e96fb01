import type { SandboxAddresses } from './sandbox/sandbox-state.ts';

type TemporalPlace = Pick<SandboxAddresses, 'temporal' | 'namespace' | 'temporalUi'>;

/** An environment whose Temporal clients find this one. Credentials stay where it is not the sandbox's own. */
export function toClientEnv(env: NodeJS.ProcessEnv, place: TemporalPlace): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, ...others } = env;
  return {
    ...(place.temporalUi === undefined ? others : withoutTemporalSettings(others)),
    TEMPORAL_ADDRESS: place.temporal,
    TEMPORAL_NAMESPACE: place.namespace,
  };
}

/** Temporal's settings may point elsewhere; its CLI would take its own flags from them. */
export function withoutTemporalSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}
