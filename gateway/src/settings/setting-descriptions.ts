import type { settings } from './settings.js';

/** Settings that other files of this folder read, by variable. */
type OtherSetting =
  | 'AUDIT_TOKEN_FILE'
  | 'AUDIT_URL'
  | 'HUB_DEVELOPMENT'
  | 'HUB_SANDBOX'
  | 'PORTAL_CLIENT_ID'
  | 'PORTAL_SCOPE'
  | 'REGISTRY_TOKEN_FILE'
  | 'REGISTRY_URL'
  | 'ROOT_PLACE'
  | 'SIGNING_KEY_FILE';

/** The meaning of each setting, for docs/settings.md; `test/documentation/settings.test.ts` writes the page. */
export const settingDescriptions: Readonly<Record<keyof typeof settings.shape | OtherSetting, string>> = {
  supergraph: 'The supergraph.',
  host: 'Address on which the gateway listens.',
  port: 'Port on which the gateway listens.',
  timeoutMs: 'Milliseconds for one fetch from a subgraph, to the last byte.',
  operationTimeoutMs: 'Milliseconds for a whole operation; then the gateway answers with the data that it has.',
  share: 'Equal work under way that is done once: `none`, `fetch` or `operation`.',
  unauthorized: 'Fields without the right to see them: `null` with an error, or `reject` the operation.',
  introspection:
    'Callers that may introspect: `all`, `authenticated` (default with an issuer, and in production) or `none`.',
  issuer: 'The OpenID Connect issuer of tokens, or `none`: every caller is anonymous.',
  audience: 'The audience that tokens must have.',
  tokenMaxLifetime: 'Longest lifetime of a token, in seconds.',
  tokenPurposesClaim: 'Claim with the purposes that a token may name.',
  keysKnownFor: 'Seconds that known keys hold while the registry’s feed cannot be read.',
  metricsPort:
    'Port for `/metrics` alone. Without it, `/metrics` is beside `/graphql`, for programs on the same machine.',
  metricsHost: 'Address for that port.',
  queryPlans:
    'Callers that get a plan with `x-hub-query-plan: true`: `none`, `entitled` (analysts and operators) or `all`.',
  limits: '`hub` (default), a JSON file, or `off` (default with `--foreign`; refused in production).',
  redisUrl: '`redis://…`: several gateways count rates together.',
  trustedDocuments: 'Folder with the documents of registered apps, which then run these only.',
  tables: 'Folder with your own tables for `/export`.',
  agreements: 'Folder with the organisations’ agreements, or `off` (default with `--foreign`). Default: the hub’s own.',
  apolloPlugins: 'An ES module of Apollo Server plugins.',
  subgraphs: 'A JSON file with addresses and keys of subgraphs, read before the environment.',
  trustedProxies: 'Number of proxies that add to `X-Forwarded-For`. Required in production; 0 elsewhere.',
  allowedOrigins:
    'Sites, separated by commas, whose pages may send tokens (CORS); `none`: no other site’s pages at all.',
  embedOrigins: 'Sites, separated by commas, that may frame the portal’s charts (`/embed/GOAL`).',
  auditFailure: 'An operation that cannot be recorded: `refuse` or `answer`.',
  auditKeptFolder: 'Folder for records while the audit log is away. Without it, none are kept on disk.',
  auditKeptMegabytes: 'Most megabytes in that folder.',
  receiptsEvery: 'Seconds between signed receipts to each subgraph.',
  logLevel: '`silent`, `error`, `warn`, `info`, `debug` or `trace`.',
  requestLog: 'Requests that are logged: `off`, `errors`, or a share (0 to 1) besides the errors.',
  callbackUrl: 'Address of `/callback` for subgraphs that send events by callbacks. Default: the listening address.',
  registryFolder: 'Folder for the registry’s newest snapshot.',
  linkUrl: 'Address of movement for the link. Default: `SUBGRAPH_URL_MOVEMENT`.',
  HUB_DEVELOPMENT: '`true` (or `--development`): the issuer may be on this machine. Refused in production.',
  HUB_SANDBOX: '`true`: the portal says that every app is accepted at once. Refused in production.',
  AUDIT_URL: 'The audit log’s address, or `off`.',
  AUDIT_TOKEN_FILE: 'A token of the audit log with the scope `audit`.',
  REGISTRY_URL: 'The registry’s address. Without it the gateway knows no keys for programs.',
  REGISTRY_TOKEN_FILE: 'A token of the registry with the scope `follow`.',
  SIGNING_KEY_FILE: 'The gateway’s Ed25519 key (PEM).',
  PORTAL_CLIENT_ID: 'The portal’s client at the issuer. Default: `hub-portal`.',
  PORTAL_SCOPE: 'The scopes that the portal requests.',
  ROOT_PLACE: 'Code of the hub’s place.',
};
