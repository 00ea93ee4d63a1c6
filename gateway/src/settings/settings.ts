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
  keysKnownFor: wholeNumber('KEYS_KNOWN_FOR', 30, 3600).default(120),
  metricsPort: wholeNumber('--metrics-port or METRICS_PORT', 0, 65_535).optional(),
  metricsHost: z.string().default('127.0.0.1'),
  queryPlans: z
    .enum(['none', 'entitled', 'all'], '--query-plans or QUERY_PLANS: expected none, entitled or all')
    .default('entitled'),
  limits: z.string().optional(),
  redisUrl: z.url({ protocol: /^rediss?$/, error: 'REDIS_URL: expected a redis or rediss URL' }).optional(),
  trustedDocuments: z.string().optional(),
  tables: z.string().optional(),
  agreements: z.string().optional(),
  apolloPlugins: z.string().optional(),
  subgraphs: z.string().optional(),
  trustedProxies: wholeNumber('TRUSTED_PROXIES', 0, 10).optional(),
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
  auditFailure: z
    .enum(['refuse', 'answer'], '--audit-failure or AUDIT_FAILURE: expected refuse or answer')
    .default('refuse'),
  auditKeptFolder: z.string().optional(),
  auditKeptMegabytes: wholeNumber('AUDIT_KEPT_MB', 1, 100_000).default(256),
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
    .refine((url) => !isInwardUrl(url), 'SUBSCRIPTION_CALLBACK_URL: expected no address that points inward')
    .optional(),
  registryFolder: z.string().optional(),
  linkUrl: z
    .url({ protocol: /^https?$/, error: 'LINK_URL: expected an http or https URL' })
    .refine((url) => !isInwardUrl(url), 'LINK_URL: expected no address that points inward')
    .optional(),
});

/** Whether a text is an origin as browsers send it. */
function isOrigin(text: string): boolean {
  return URL.parse(text)?.origin === text && /^https?:/.test(text);
}
