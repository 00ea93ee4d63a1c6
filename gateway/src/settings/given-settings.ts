import { parseArgs } from 'node:util';
import { snapshotFiles } from '@hub/runtime';
import { StartError } from '../errors/start-error.js';

const expectedOptions =
  'expected --supergraph FILE, --foreign, --port N, --host HOST, --timeout MS, --operation-timeout MS, ' +
  '--share none|fetch|operation, --limits hub|off|FILE, --trusted-documents FOLDER, --tables FOLDER, --agreements FOLDER|off, ' +
  '--apollo-plugins FILE, ' +
  '--issuer URL|none, --audience NAME, --development, ' +
  '--subgraphs FILE, --unauthorized null|reject, --introspection all|authenticated|none, --metrics-port N, ' +
  '--query-plans none|entitled|all, --audit-failure refuse|answer, --receipts-every SECONDS or ' +
  '--request-log off|errors|SHARE';

/** The options of a command line. */
export type Options = ReturnType<typeof readOptions>;

/**
 * Parses the options of a command line without checking their values.
 * @throws StartError if an option is unknown.
 */
export function readOptions(args: readonly string[]) {
  const option = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        development: { type: 'boolean' },
        foreign: { type: 'boolean' },
        issuer: option,
        audience: option,
        supergraph: option,
        port: option,
        host: option,
        timeout: option,
        'operation-timeout': option,
        share: option,
        limits: option,
        'trusted-documents': option,
        tables: option,
        agreements: option,
        'apollo-plugins': option,
        subgraphs: option,
        unauthorized: option,
        introspection: option,
        'metrics-port': option,
        'query-plans': option,
        'audit-failure': option,
        'receipts-every': option,
        'request-log': option,
      },
    });
    return values;
  } catch (error) {
    const [problem = ''] = (error as Error).message.split(/\.\s/);
    throw new StartError(`${problem}; ${expectedOptions}`);
  }
}

/** The value of each setting, from its option or its variable. */
export function givenSettings(options: Options, variables: NodeJS.ProcessEnv) {
  const { REGISTRY_FOLDER: registryFolder } = variables;
  const published = registryFolder ? snapshotFiles(registryFolder) : undefined;
  return {
    supergraph: options.supergraph ?? variables['SUPERGRAPH_FILE'] ?? published?.supergraph,
    host: options.host ?? variables['HOST'],
    port: options.port ?? variables['PORT'],
    timeoutMs: options.timeout ?? variables['SUBGRAPH_TIMEOUT_MS'],
    operationTimeoutMs: options['operation-timeout'] ?? variables['OPERATION_TIMEOUT_MS'],
    share: options.share ?? variables['SHARE'],
    unauthorized: options.unauthorized ?? variables['UNAUTHORIZED'],
    issuer: options.issuer ?? variables['TOKEN_ISSUER'],
    audience: options.audience ?? variables['TOKEN_AUDIENCE'],
    tokenMaxLifetime: variables['TOKEN_MAX_LIFETIME'],
    tokenPurposesClaim: variables['TOKEN_PURPOSES_CLAIM'],
    keysKnownFor: variables['KEYS_KNOWN_FOR'],
    introspection: options.introspection ?? variables['INTROSPECTION'],
    metricsPort: options['metrics-port'] ?? variables['METRICS_PORT'],
    metricsHost: variables['METRICS_HOST'],
    queryPlans: options['query-plans'] ?? variables['QUERY_PLANS'],
    limits: options.limits ?? variables['LIMITS'],
    redisUrl: variables['REDIS_URL'],
    trustedDocuments: options['trusted-documents'] ?? variables['TRUSTED_DOCUMENTS'],
    tables: options.tables ?? variables['TABLES'],
    agreements: options.agreements ?? variables['AGREEMENTS'],
    apolloPlugins: options['apollo-plugins'] ?? variables['APOLLO_PLUGINS'],
    subgraphs: options.subgraphs ?? variables['SUBGRAPHS_FILE'] ?? published?.subgraphs,
    registryFolder,
    trustedProxies: variables['TRUSTED_PROXIES'],
    allowedOrigins: variables['ALLOWED_ORIGINS'],
    embedOrigins: variables['PORTAL_EMBED_ORIGINS'],
    auditFailure: options['audit-failure'] ?? variables['AUDIT_FAILURE'],
    auditKeptFolder: variables['AUDIT_KEPT_FOLDER'],
    auditKeptMegabytes: variables['AUDIT_KEPT_MB'],
    receiptsEvery: options['receipts-every'] ?? variables['RECEIPTS_EVERY'],
    logLevel: variables['LOG_LEVEL'],
    requestLog: options['request-log'] ?? variables['REQUEST_LOG'],
    callbackUrl: variables['SUBSCRIPTION_CALLBACK_URL'],
    linkUrl: variables['LINK_URL'],
  };
}
