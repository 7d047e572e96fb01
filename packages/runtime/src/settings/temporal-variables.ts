/** What Temporal's own environment configuration reads; the same in every Temporal SDK and in its CLI. */
export const temporalVariables: Readonly<Record<string, string>> = {
  TEMPORAL_ADDRESS: 'host:port of the Temporal server; default localhost:7233',
  TEMPORAL_NAMESPACE: 'namespace; default default',
  TEMPORAL_API_KEY: 'API key; turns TLS on, unless TEMPORAL_TLS is false',
  TEMPORAL_TLS: 'true or false',
  TEMPORAL_TLS_CLIENT_CERT_PATH: 'client certificate file; also …_DATA',
  TEMPORAL_TLS_CLIENT_KEY_PATH: 'client key file; also …_DATA',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: "the server's CA certificate file; also …_DATA",
  TEMPORAL_TLS_SERVER_NAME: 'host name to expect in the certificate of the server',
  'TEMPORAL_GRPC_META_…': 'header of every call, by its name with underscores; for a gateway in between',
  TEMPORAL_CONFIG_FILE:
    'TOML file of profiles; default temporalio/temporal.toml in the user configuration folder',
  TEMPORAL_PROFILE: 'profile in that file; default default',
};
