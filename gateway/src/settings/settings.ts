import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { gatewayFolder } from '../base/gateway-folder.js';
import { isInwardUrl } from '@hub/runtime';
import { noOrigins } from '../http/cors.js';
import { readRequestSample } from '../telemetry/request-log.js';

/** The hub's own supergraph. */
const hubSupergraph = fileURLToPath(new URL('../schema/supergraph.graphql', gatewayFolder));

function wholeNumber(name: string, minimum: number, maximum: number) {
  const message = `${name}: expected a whole number from ${minimum} to ${maximum}`;
  return z.coerce.number(message).int(message).min(minimum, message).max(maximum, message);
}

/** Each setting that is an option or a variable: its type, its error message, and its default. */
export const settings = z.object({
  /** The path of the supergraph file. */
  supergraph: z.string().default(hubSupergraph),
  host: z.string().default('127.0.0.1'),
  port: wholeNumber('--port or PORT', 0, 65_535).default(4000),
  /** The time limit of one fetch from a subgraph, including its body. */
  timeoutMs: wholeNumber('--timeout or SUBGRAPH_TIMEOUT_MS', 1, 300_000).default(10_000),
  /** The time limit of an operation; then the response contains the data that is present. */
  operationTimeoutMs: wholeNumber('--operation-timeout or OPERATION_TIMEOUT_MS', 1, 300_000).default(30_000),
  /** The kind of equal concurrent work that is done once. */
  share: z.enum(['none', 'fetch', 'operation'], '--share or SHARE: expected none, fetch or operation').default('fetch'),
  /** The treatment of an operation with fields that its caller may not see. */
  unauthorized: z.enum(['null', 'reject'], '--unauthorized or UNAUTHORIZED: expected null or reject').default('null'),
  /** The callers that may use introspection. */
  introspection: z
    .enum(['all', 'authenticated', 'none'], '--introspection or INTROSPECTION: expected all, authenticated or none')
    .optional(),
  issuer: z.url({ protocol: /^https?$/, error: '--issuer or TOKEN_ISSUER: expected an https URL or none' }).optional(),
  audience: z.string().optional(),
  tokenMaxLifetime: wholeNumber('TOKEN_MAX_LIFETIME', 60, 86_400).default(3600),
  tokenPurposesClaim: z.string().optional(),
  /** The time that keys stay valid while the registry does not respond, in seconds. */
  keysKnownFor: wholeNumber('KEYS_KNOWN_FOR', 30, 3600).default(120),
  /** A separate port for metrics; undefined to serve them beside the graph, only for this machine. */
  metricsPort: wholeNumber('--metrics-port or METRICS_PORT', 0, 65_535).optional(),
  metricsHost: z.string().default('127.0.0.1'),
  /** The callers that may see an operation's plan. */
  queryPlans: z
    .enum(['none', 'entitled', 'all'], '--query-plans or QUERY_PLANS: expected none, entitled or all')
    .default('entitled'),
  /** The limits of requests: see `chosenLimits`. */
  limits: z.string().optional(),
  /** The Redis that counts rates for several gateways; without it, each gateway counts alone. */
  redisUrl: z.url({ protocol: /^rediss?$/, error: 'REDIS_URL: expected a redis or rediss URL' }).optional(),
  /** The folder with the manifests of apps' registered documents: see `readTrustedDocuments`. */
  trustedDocuments: z.string().optional(),
  tables: z.string().optional(),
  /** The folder with the organisations' agreement files; undefined if agreements are not enforced. */
  agreements: z.string().optional(),
  /** The module with Apollo Server plugins: see `readApolloPlugins`. */
  apolloPlugins: z.string().optional(),
  /** The file with the subgraphs' addresses, settings and keys, which comes before the environment. */
  subgraphs: z.string().optional(),
  /** The number of proxies in front of the gateway: see `wholeAddress`. */
  trustedProxies: wholeNumber('TRUSTED_PROXIES', 0, 10).optional(),
  /** The origins of other sites whose pages may send requests. */
  allowedOrigins: z
    .string()
    .default('')
    .transform((text) => new Set(text.split(/[\s,]+/).filter(Boolean)))
    .refine(
      (origins) => [...origins].every((one) => one === noOrigins || isOrigin(one)),
      `ALLOWED_ORIGINS: expected origins such as https://app.example, or ${noOrigins}`,
    ),
  embedOrigins: z
    .string()
    .default('')
    .transform((text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))])
    .refine(
      (origins) => origins.every(isOrigin),
      'PORTAL_EMBED_ORIGINS: expected origins such as https://site.example',
    ),
  /** The treatment of an operation that cannot be recorded. */
  auditFailure: z
    .enum(['refuse', 'answer'], '--audit-failure or AUDIT_FAILURE: expected refuse or answer')
    .default('refuse'),
  /** The folder of records that the audit log cannot take now; undefined if they are not stored. */
  auditKeptFolder: z.string().optional(),
  /** The maximum size of these records. */
  auditKeptMegabytes: wholeNumber('AUDIT_KEPT_MB', 1, 100_000).default(256),
  /** The interval of receipts to subgraphs, in seconds. */
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
  /** The URL at which subgraphs post subscription events; undefined for the gateway's own address. */
  callbackUrl: z
    .url({ protocol: /^https?$/, error: 'SUBSCRIPTION_CALLBACK_URL: expected an http or https URL' })
    .refine((url) => !isInwardUrl(url), 'SUBSCRIPTION_CALLBACK_URL: expected no address that points inward')
    .optional(),
  /** The folder of the registry's newest snapshot; undefined if snapshots are not followed. */
  registryFolder: z.string().optional(),
  /** The URL at which the movement receives organisations' uploads; undefined if this gateway accepts none. */
  linkUrl: z
    .url({ protocol: /^https?$/, error: 'LINK_URL: expected an http or https URL' })
    .refine((url) => !isInwardUrl(url), 'LINK_URL: expected no address that points inward')
    .optional(),
});

/** Whether a text is an origin as browsers send it. */
function isOrigin(text: string): boolean {
  return URL.parse(text)?.origin === text && /^https?:/.test(text);
}
