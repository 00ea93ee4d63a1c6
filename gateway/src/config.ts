import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { isProduction } from '@hub/schema';
import { z } from 'zod';
import { type AuditSettings, readAuditSettings } from './audit/audit-settings.js';
import type { AuditFailure } from './audit/audited-engine.js';
import type { Introspection } from './authorization/restrict-introspection.js';
import type { Unauthorized } from './engine/compiled-operations.js';
import type { Share } from './engine/hub-engine.js';
import type { Issuer } from './identity/issuer.js';
import { type IssuerSettings, trustedIssuer } from './identity/trusted-issuer.js';
import { isLinkLocalUrl } from './base/link-local.js';
import { productionFaults } from './production-faults.js';
import { StartError } from './errors/start-error.js';
import type { SubgraphSettings } from './subgraph/subgraph-client.js';
import { readTrustFiles, type TrustFiles, trustSaid } from './directory/trust-files.js';
import type { SubgraphEntry } from './directory/subgraphs-file.js';
import { readSubgraphSettings, type SettingsByName, variableName } from './directory/subgraph-settings.js';
import { readSubscriptionRoutes } from './subscription/routes.js';
import type { SubscriptionRoute } from './subscription/transports.js';
import { readRequestSample, type RequestSample } from './telemetry/request-log.js';
import type { QueryPlans } from './telemetry/observed-pipeline.js';

/** A running gateway's configuration: options first, then the environment, then defaults. */
export interface Config {
  /** The path of the supergraph file. */
  readonly supergraph: string;
  /** Whether that is another graph than the hub's, served without the hub's agreements and limits. */
  readonly foreign: boolean;
  readonly host: string;
  readonly port: number;
  /** How long one fetch from a subgraph may take, its body included, in milliseconds. */
  readonly timeoutMs: number;
  /** How long an operation may take until it is answered with what there is, in milliseconds. */
  readonly operationTimeoutMs: number;
  /** What equal work that is under way at the same time is done once. */
  readonly share: Share;
  /** What becomes of an operation with fields that its caller may not see. */
  readonly unauthorized: Unauthorized;
  /** Whose tokens tell who asks; without it nobody is known. */
  readonly issuer: Issuer | undefined;
  /** Who may ask about the schema. */
  readonly introspection: Introspection;
  /** Where metrics have a port of their own; undefined where they are beside the graph, for this machine alone. */
  readonly metricsPort?: number | undefined;
  readonly metricsHost: string;
  /** Who is shown the plan of an operation. */
  readonly queryPlans: QueryPlans;
  /** What requests may take of the gateway: see `chosenLimits`. */
  readonly limits: string;
  /** The Redis in which rates are counted for several gateways; without it each counts alone. */
  readonly redisUrl: string | undefined;
  /** A folder with the manifests of documents that clients registered: see `readTrustedDocuments`. */
  readonly trustedDocuments: string | undefined;
  /** A folder with the organisations' files of agreements; undefined where none are enforced. */
  readonly agreements: string | undefined;
  /** How many proxies stand before the gateway: see `clientAddress`; undefined where nobody said. */
  readonly trustedProxies: number | undefined;
  /** The origins of which pages may ask, from other sites. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Where the audit log answers, and what opens its door; absent where nothing is recorded. */
  readonly audit: AuditSettings | undefined;
  /** What becomes of an operation that cannot be recorded. */
  readonly auditFailure: AuditFailure;
  /** How often subgraphs get a receipt of what they were asked, in seconds. */
  readonly receiptsEvery: number;
  readonly logLevel: string;
  /** Which requests are logged; undefined for none. */
  readonly requestSample: RequestSample | undefined;
  /** How the gateway and subgraphs know each other. */
  readonly trust: TrustFiles;
  /** A file that says how subgraphs are reached and trusted, before the environment does. */
  readonly subgraphs: string | undefined;
  /** How single subgraphs are reached, where it is said of them alone; see `subgraphSettings`. */
  readonly subgraphSettings: SettingsByName;
  /** URLs that replace those of the supergraph, by the subgraph's name as `variableName` spells it. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** How subgraphs are subscribed to, by names of that kind. */
  readonly subscriptionRoutes: ReadonlyMap<string, SubscriptionRoute>;
  /** Where subgraphs post the events of subscriptions by callbacks; undefined for the address that is listened at. */
  readonly callbackUrl: string | undefined;
}

/** The hub's own supergraph; from `src` and from `dist` alike. */
const hubSupergraph = fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url));

/** The hub's organisations, each with its file of agreements. */
export const hubAgreements = fileURLToPath(new URL('../../subgraphs', import.meta.url));

const expectedOptions =
  'expected --supergraph FILE, --foreign, --port N, --host HOST, --timeout MS, --operation-timeout MS, ' +
  '--share none|fetch|operation, --limits hub|off|FILE, --trusted-documents FOLDER, --agreements FOLDER|off, ' +
  '--issuer URL|none, --audience NAME, --development, ' +
  '--subgraphs FILE, --unauthorized null|reject, --introspection all|authenticated|none, --metrics-port N, ' +
  '--query-plans none|entitled|all, --audit-failure refuse|answer, --receipts-every SECONDS or ' +
  '--request-log off|errors|SHARE';
const urlPrefix = 'SUBGRAPH_URL_';

function wholeNumber(name: string, minimum: number, maximum: number) {
  const message = `${name}: expected a whole number from ${minimum} to ${maximum}`;
  return z.coerce.number(message).int(message).min(minimum, message).max(maximum, message);
}

const settings = z.object({
  supergraph: z.string().default(hubSupergraph),
  host: z.string().default('127.0.0.1'),
  port: wholeNumber('--port or PORT', 0, 65_535).default(4000),
  timeoutMs: wholeNumber('--timeout or SUBGRAPH_TIMEOUT_MS', 1, 300_000).default(10_000),
  operationTimeoutMs: wholeNumber('--operation-timeout or OPERATION_TIMEOUT_MS', 1, 300_000).default(30_000),
  share: z.enum(['none', 'fetch', 'operation'], '--share or SHARE: expected none, fetch or operation').default('fetch'),
  unauthorized: z.enum(['null', 'reject'], '--unauthorized or UNAUTHORIZED: expected null or reject').default('null'),
  introspection: z
    .enum(['all', 'authenticated', 'none'], '--introspection or INTROSPECTION: expected all, authenticated or none')
    .optional(),
  issuer: z.url({ protocol: /^https?$/, error: '--issuer or TOKEN_ISSUER: expected an https URL or none' }).optional(),
  audience: z.string().optional(),
  tokenMaxLifetime: wholeNumber('TOKEN_MAX_LIFETIME', 60, 86_400).default(3600),
  tokenPurposesClaim: z.string().optional(),
  metricsPort: wholeNumber('--metrics-port or METRICS_PORT', 0, 65_535).optional(),
  metricsHost: z.string().default('127.0.0.1'),
  queryPlans: z
    .enum(['none', 'entitled', 'all'], '--query-plans or QUERY_PLANS: expected none, entitled or all')
    .default('entitled'),
  limits: z.string().optional(),
  redisUrl: z.url({ protocol: /^rediss?$/, error: 'REDIS_URL: expected a redis or rediss URL' }).optional(),
  trustedDocuments: z.string().optional(),
  agreements: z.string().optional(),
  subgraphs: z.string().optional(),
  trustedProxies: wholeNumber('TRUSTED_PROXIES', 0, 10).optional(),
  allowedOrigins: z
    .string()
    .default('')
    .transform((text) => new Set(text.split(/[\s,]+/).filter(Boolean)))
    .refine((origins) => [...origins].every(isOrigin), `ALLOWED_ORIGINS: expected origins such as https://app.example`),
  auditFailure: z
    .enum(['refuse', 'answer'], '--audit-failure or AUDIT_FAILURE: expected refuse or answer')
    .default('refuse'),
  receiptsEvery: wholeNumber('--receipts-every or RECEIPTS_EVERY', 1, 300).default(60),
  logLevel: z
    .enum(
      ['silent', 'error', 'warn', 'info', 'debug', 'trace'],
      'LOG_LEVEL: expected silent, error, warn, info, debug or trace',
    )
    .default('info'),
  requestLog: z
    .string()
    .default('0.01')
    .transform(readRequestSample)
    .refine(
      (sample) => sample !== undefined,
      '--request-log or REQUEST_LOG: expected off, errors or a share from 0 to 1',
    ),
  callbackUrl: z
    .url({ protocol: /^https?$/, error: 'SUBSCRIPTION_CALLBACK_URL: expected an http or https URL' })
    .refine((url) => !isLinkLocalUrl(url), 'SUBSCRIPTION_CALLBACK_URL: expected no link-local address')
    .optional(),
});

/** Whether a text is an origin as browsers send it. */
function isOrigin(text: string): boolean {
  return URL.parse(text)?.origin === text && /^https?:/.test(text);
}

/**
 * Reads the gateway's configuration.
 * @throws StartError naming every option and variable that is wrong, and in production every one that is missing.
 */
export function readConfig(args: readonly string[], variables: NodeJS.ProcessEnv): Config {
  const options = readOptions(args);
  const foreign = options.foreign ?? false;
  const development = options.development ?? variables['HUB_DEVELOPMENT'] === 'true';
  const saidIssuer = options.issuer ?? variables['TOKEN_ISSUER'];
  const given = {
    supergraph: options.supergraph ?? variables['SUPERGRAPH_FILE'],
    host: options.host ?? variables['HOST'],
    port: options.port ?? variables['PORT'],
    timeoutMs: options.timeout ?? variables['SUBGRAPH_TIMEOUT_MS'],
    operationTimeoutMs: options['operation-timeout'] ?? variables['OPERATION_TIMEOUT_MS'],
    share: options.share ?? variables['SHARE'],
    unauthorized: options.unauthorized ?? variables['UNAUTHORIZED'],
    issuer: saidIssuer === 'none' ? undefined : saidIssuer,
    audience: options.audience ?? variables['TOKEN_AUDIENCE'],
    tokenMaxLifetime: variables['TOKEN_MAX_LIFETIME'],
    tokenPurposesClaim: variables['TOKEN_PURPOSES_CLAIM'],
    introspection: options.introspection ?? variables['INTROSPECTION'],
    metricsPort: options['metrics-port'] ?? variables['METRICS_PORT'],
    metricsHost: variables['METRICS_HOST'],
    queryPlans: options['query-plans'] ?? variables['QUERY_PLANS'],
    limits: options.limits ?? variables['LIMITS'],
    redisUrl: variables['REDIS_URL'],
    trustedDocuments: options['trusted-documents'] ?? variables['TRUSTED_DOCUMENTS'],
    agreements: options.agreements ?? variables['AGREEMENTS'],
    subgraphs: options.subgraphs ?? variables['SUBGRAPHS_FILE'],
    trustedProxies: variables['TRUSTED_PROXIES'],
    allowedOrigins: variables['ALLOWED_ORIGINS'],
    auditFailure: options['audit-failure'] ?? variables['AUDIT_FAILURE'],
    receiptsEvery: options['receipts-every'] ?? variables['RECEIPTS_EVERY'],
    logLevel: variables['LOG_LEVEL'],
    requestLog: options['request-log'] ?? variables['REQUEST_LOG'],
    callbackUrl: variables['SUBSCRIPTION_CALLBACK_URL'],
  };
  const result = settings.safeParse(
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === '' ? undefined : value])),
  );
  const faults =
    result.error?.issues.map(
      // That URL may have a password in it.
      ({ message, path: [name] }) =>
        name === 'redisUrl' ? message : `${message}, got ${JSON.stringify(given[name as keyof typeof given])}`,
    ) ?? [];
  const production = isProduction(variables);
  if (production) {
    faults.push(...productionFaults({ ...given, issuer: saidIssuer, foreign, development }, variables));
  }
  const read = <T>(from: () => T): T | undefined => {
    try {
      return from();
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      faults.push(error.message);
      return undefined;
    }
  };
  const issuer =
    result.success && saidIssuer !== 'none' ? read(() => trustedIssuer(issuerIn(result.data, development))) : undefined;
  const audit = read(() => readAuditSettings(variables));
  const trust = read(() => readTrustFiles(variables, Boolean(given.subgraphs)));
  const settingsByName = read(() => readSettingsByName(result.data?.timeoutMs, variables));
  const subgraphUrls = read(() => readSubgraphUrls(variables));
  const subscriptionRoutes = read(() => readSubscriptionRoutes(variables));
  if (!result.success || !trust || !settingsByName || !subgraphUrls || !subscriptionRoutes || faults.length > 0) {
    const [fault = ''] = faults;
    throw new StartError(faults.length === 1 ? fault : `the configuration is not usable:\n  ${faults.join('\n  ')}`);
  }
  const { audience: _, redisUrl, trustedDocuments, callbackUrl, subgraphs, requestLog, ...data } = result.data;
  const agreements = data.agreements ?? (foreign ? 'off' : hubAgreements);
  return {
    ...data,
    foreign,
    callbackUrl,
    issuer,
    audit,
    introspection: data.introspection ?? (issuer || production ? 'authenticated' : 'all'),
    requestSample: requestLog === 'off' ? undefined : requestLog,
    redisUrl,
    trustedDocuments,
    trustedProxies: data.trustedProxies,
    subgraphs,
    agreements: agreements === 'off' ? undefined : agreements,
    limits: data.limits ?? (foreign ? 'off' : 'hub'),
    subgraphSettings: settingsByName,
    trust,
    subgraphUrls,
    subscriptionRoutes,
  };
}

/**
 * Reads how subgraphs are reached, with the files of certificates that are named.
 * @param timeoutMs what the option says of it, which stands for the variable.
 * @throws StartError
 */
export function readSettingsByName(timeoutMs: number | undefined, variables: NodeJS.ProcessEnv): SettingsByName {
  const timeout = timeoutMs === undefined ? {} : { SUBGRAPH_TIMEOUT_MS: String(timeoutMs) };
  return readSubgraphSettings({ ...variables, ...timeout });
}

/** What settings say of the issuer of tokens. */
function issuerIn(
  { issuer, audience, tokenMaxLifetime: maxLifetime, tokenPurposesClaim: purposesClaim }: z.infer<typeof settings>,
  development: boolean,
): IssuerSettings {
  return { issuer, audience, maxLifetime, purposesClaim, development };
}

/**
 * The URL that the environment gives a subgraph: `SUBGRAPH_URL_WOMENS_UNION` for `womens-union`; undefined where the
 * supergraph's own holds.
 */
export function subgraphUrl({ subgraphUrls }: Config, name: string): string | undefined {
  return subgraphUrls.get(variableName(name));
}

/** What the environment says of how a subgraph is reached: of it alone, before what it says of all. */
function subgraphSettings({ subgraphSettings: byName }: Config, name: string): Partial<SubgraphSettings> {
  return { ...byName.get(''), ...byName.get(variableName(name)) };
}

/** How the environment has a subgraph subscribed to; undefined where it says nothing. */
function subscriptionRoute({ subscriptionRoutes }: Config, name: string): SubscriptionRoute | undefined {
  return subscriptionRoutes.get(variableName(name));
}

/** What the environment says of a subgraph. */
export function environmentOf(config: Config, name: string): SubgraphEntry {
  return {
    url: subgraphUrl(config, name),
    settings: subgraphSettings(config, name),
    route: subscriptionRoute(config, name),
    ...trustSaid(config.trust, name),
  };
}

function readOptions(args: readonly string[]) {
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
        agreements: option,
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

function readSubgraphUrls(variables: NodeJS.ProcessEnv): Map<string, string> {
  const urls = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    if (!name.startsWith(urlPrefix) || !value) continue;
    if (!/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
      throw new StartError(`${name}: expected an http or https URL, got ${JSON.stringify(value)}`);
    }
    urls.set(name.slice(urlPrefix.length), value);
  }
  return urls;
}
