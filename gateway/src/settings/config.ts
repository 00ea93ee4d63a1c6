import { fileURLToPath } from 'node:url';
import { movement } from '@hub/protocol';
import { agreementsWith, isProduction, organisationsFolder } from '@hub/runtime';
import { gatewayFolder } from '../base/gateway-folder.js';
import type { z } from 'zod';
import { type AuditSettings, readAuditSettings } from '../audit/audit-settings.js';
import type { AuditFailure } from '../audit/audited-engine.js';
import type { Introspection } from '../authorization/restrict-introspection.js';
import type { Unauthorized } from '../engine/compiled-operations.js';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import type { Share } from '../engine/hub-engine-options.js';
import type { Issuer } from '../identity/issuer.js';
import { type IssuerSettings, trustedIssuer } from '../identity/trusted-issuer.js';
import { readRegistrySettings } from '../identity/registry-settings.js';
import { givenSettings, readOptions } from './given-settings.js';
import { type PortalSettings, portalSettings } from '../portal-files/portal-settings.js';
import { productionFaults } from './production-faults.js';
import { StartError } from '../errors/start-error.js';
import type { TableFolders } from '../exports/table/tables-in-force.js';
import type { SubgraphSettings } from '../subgraph/subgraph-client.js';
import { readTrustFiles, type TrustFiles, trustSaid } from '../directory/trust-files.js';
import type { SubgraphEntry } from '../directory/subgraphs-file.js';
import { readSubgraphSettings, type SettingsByName, variableName } from '../directory/subgraph-settings.js';
import { readSubscriptionRoutes } from '../subscription/routes.js';
import type { SubscriptionRoute } from '../subscription/transports.js';
import type { RequestSample } from '../telemetry/request-log.js';
import { settings } from './settings.js';
import type { QueryPlans } from '../telemetry/observed-pipeline.js';

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
  /** A folder with the manifests of documents that callers registered: see `readTrustedDocuments`. */
  readonly trustedDocuments: string | undefined;
  /** The folders with tables that can be asked for as files: see `TablesInForce`; undefined where there are none. */
  readonly tables: TableFolders | undefined;
  /** What the pages for people are told; undefined where the graph is another's, of which they would show nothing. */
  readonly portal: PortalSettings | undefined;
  /** A folder with the organisations' files of agreements; undefined where none are enforced. */
  readonly agreements: string | undefined;
  /** A module with Apollo Server's plugins: see `readApolloPlugins`; undefined where there are none. */
  readonly apolloPlugins: string | undefined;
  /** How many proxies stand before the gateway: see `wholeAddress`; undefined where nobody said. */
  readonly trustedProxies: number | undefined;
  /** The origins of which pages may ask, from other sites. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Where the audit log answers, and what opens its endpoint; absent where nothing is recorded. */
  readonly audit: AuditSettings | undefined;
  /** Where the registry answers, whose keys for programs are followed; absent where none are known. */
  readonly registry: OperatorEndpoint | undefined;
  /** How long keys are taken for what they were while the registry does not answer, in seconds. */
  readonly keysKnownFor: number;
  /** What becomes of an operation that cannot be recorded. */
  readonly auditFailure: AuditFailure;
  /** Where records are kept that the audit log does not take now; undefined where none are. */
  readonly auditKeptFolder: string | undefined;
  /** How many megabytes of them are kept. */
  readonly auditKeptMegabytes: number;
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
  /** Where the registry's newest snapshot is kept, which is followed; undefined where none is. */
  readonly registryFolder: string | undefined;
  /** Where movement takes what organisations hand over; undefined where none hand over here. */
  readonly linkUrl: string | undefined;
}

/** The hub's organisations, each with its file of agreements. */
export const hubAgreements = fileURLToPath(new URL('../subgraphs', gatewayFolder));

/** The tables that the hub ships. */
const hubTables = fileURLToPath(new URL('tables', gatewayFolder));

const urlPrefix = 'SUBGRAPH_URL_';

/**
 * Reads the gateway's configuration.
 * @throws StartError naming every option and variable that is wrong, and in production every one that is missing.
 */
export function readConfig(args: readonly string[], variables: NodeJS.ProcessEnv): Config {
  const options = readOptions(args);
  const foreign = options.foreign ?? false;
  const development = options.development ?? variables['HUB_DEVELOPMENT'] === 'true';
  const said = givenSettings(options, variables);
  const given = said.issuer === 'none' ? { ...said, issuer: undefined } : said;
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
    faults.push(...productionFaults({ ...said, foreign, development }, variables));
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
    result.success && said.issuer !== 'none'
      ? read(() => trustedIssuer(issuerIn(result.data, development)))
      : undefined;
  const audit = read(() => readAuditSettings(variables));
  const registry = read(() => readRegistrySettings(variables));
  const trust = read(() => readTrustFiles(variables, Boolean(given.subgraphs)));
  const settingsByName = read(() => readSettingsByName(result.data?.timeoutMs, variables));
  const subgraphUrls = read(() => readSubgraphUrls(variables));
  const subscriptionRoutes = read(() => readSubscriptionRoutes(variables));
  if (!result.success || !trust || !settingsByName || !subgraphUrls || !subscriptionRoutes || faults.length > 0) {
    const [fault = ''] = faults;
    throw new StartError(faults.length === 1 ? fault : `the configuration is not usable:\n  ${faults.join('\n  ')}`);
  }
  const {
    audience: _,
    redisUrl,
    trustedDocuments,
    tables,
    callbackUrl,
    linkUrl,
    registryFolder,
    auditKeptFolder,
    subgraphs,
    requestLog,
    ...data
  } = result.data;
  const agreements = data.agreements ?? (foreign ? 'off' : hubAgreements);
  return {
    ...data,
    foreign,
    callbackUrl,
    linkUrl: linkUrl ?? (foreign ? undefined : subgraphUrls.get(variableName(movement.code))),
    issuer,
    audit,
    registry,
    introspection: data.introspection ?? (issuer || production ? 'authenticated' : 'all'),
    requestSample: requestLog === 'off' ? undefined : requestLog,
    redisUrl,
    trustedDocuments,
    tables: foreign && tables === undefined ? undefined : tableFolders(foreign, tables),
    portal: foreign ? undefined : portalSettings(issuer, variables, data.embedOrigins),
    apolloPlugins: data.apolloPlugins,
    trustedProxies: data.trustedProxies,
    subgraphs,
    agreements: agreements === 'off' ? undefined : agreementsWith(agreements, registryFolder),
    registryFolder,
    auditKeptFolder,
    limits: data.limits ?? (foreign ? 'off' : 'hub'),
    subgraphSettings: settingsByName,
    trust,
    subgraphUrls,
    subscriptionRoutes,
  };
}

/** Of a foreign graph, the operator's own tables alone. */
function tableFolders(foreign: boolean, tables: string | undefined): TableFolders {
  const operator = tables === undefined ? [] : [tables];
  return foreign ? { hub: [], operator } : { hub: [hubTables], organisations: organisationsFolder, operator };
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
 * The URL that the environment gives a subgraph: `SUBGRAPH_URL_FARMERS_UNION` for `farmers-union`; undefined where the
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
