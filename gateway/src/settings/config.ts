import { fileURLToPath } from 'node:url';
import { movement } from '@hub/protocol';
import { agreementsWith, isProduction, organisationsFolder } from '@hub/runtime';
import { gatewayFolder } from '../base/gateway-folder.js';
import type { z } from 'zod';
import { type AuditSettings, readAuditSettings } from '../audit/audit-settings.js';
import type { Introspection } from '../authorization/restrict-introspection.js';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
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

type Settings = z.infer<typeof settings>;

/** A running gateway's configuration: options first, then the environment, then defaults. */
export interface Config extends Omit<Settings, 'introspection' | 'issuer' | 'limits' | 'requestLog' | 'tables'> {
  /** Whether the graph is not the hub's, and is served without the hub's agreements and limits. */
  readonly foreign: boolean;
  /** The trusted issuer of tokens; without it, every caller is anonymous. */
  readonly issuer: Issuer | undefined;
  readonly introspection: Introspection;
  readonly limits: string;
  /** The folders with tables to export as files: see `TablesInForce`; undefined if there are none. */
  readonly tables: TableFolders | undefined;
  /** The settings of the portal; undefined for a foreign graph, which the portal cannot show. */
  readonly portal: PortalSettings | undefined;
  /** The URL and token of the audit log; absent if operations are not recorded. */
  readonly audit: AuditSettings | undefined;
  /** The URL and token of the registry, for programs' keys; absent if no keys are accepted. */
  readonly registry: OperatorEndpoint | undefined;
  /** The requests to log; undefined for none. */
  readonly requestSample: RequestSample | undefined;
  /** The keys of the gateway and the subgraphs. */
  readonly trust: TrustFiles;
  /** The settings of subgraphs by name; see `subgraphSettings`. */
  readonly subgraphSettings: SettingsByName;
  /** URLs that replace the supergraph's, by the subgraph's name as in `variableName`. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** The subscription routes of subgraphs, by the same names. */
  readonly subscriptionRoutes: ReadonlyMap<string, SubscriptionRoute>;
}

/** The folder of the hub's organisations, each with its agreements file. */
export const hubAgreements = fileURLToPath(new URL('../subgraphs', gatewayFolder));

/** The tables that the hub ships with. */
const hubTables = fileURLToPath(new URL('tables', gatewayFolder));

const urlPrefix = 'SUBGRAPH_URL_';

/**
 * Reads the gateway's configuration.
 * @throws StartError naming every wrong option and variable, and in production every missing one.
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
      // The Redis URL may contain a password, so the message does not show it.
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
  const { requestLog, tables, ...data } = result.data;
  const agreements = data.agreements ?? (foreign ? 'off' : hubAgreements);
  return {
    ...data,
    foreign,
    linkUrl: data.linkUrl ?? (foreign ? undefined : subgraphUrls.get(variableName(movement.code))),
    issuer,
    audit,
    registry,
    introspection: data.introspection ?? (issuer || production ? 'authenticated' : 'all'),
    requestSample: requestLog === 'off' ? undefined : requestLog,
    tables: foreign && tables === undefined ? undefined : tableFolders(foreign, tables),
    portal: foreign ? undefined : portalSettings(issuer, variables, data.embedOrigins),
    agreements: agreements === 'off' ? undefined : agreementsWith(agreements, data.registryFolder),
    limits: data.limits ?? (foreign ? 'off' : 'hub'),
    subgraphSettings: settingsByName,
    trust,
    subgraphUrls,
    subscriptionRoutes,
  };
}

/** The folders of tables. A foreign graph gets only the operator's own tables. */
function tableFolders(foreign: boolean, tables: string | undefined): TableFolders {
  const operator = tables === undefined ? [] : [tables];
  return foreign ? { hub: [], operator } : { hub: [hubTables], organisations: organisationsFolder, operator };
}

/**
 * Reads the settings of subgraphs, including certificate files.
 * @param timeoutMs the option's value, which replaces the variable.
 * @throws StartError
 */
export function readSettingsByName(timeoutMs: number | undefined, variables: NodeJS.ProcessEnv): SettingsByName {
  const timeout = timeoutMs === undefined ? {} : { SUBGRAPH_TIMEOUT_MS: String(timeoutMs) };
  return readSubgraphSettings({ ...variables, ...timeout });
}

/** The settings of the token issuer. */
function issuerIn(
  { issuer, audience, tokenMaxLifetime: maxLifetime, tokenPurposesClaim: purposesClaim }: Settings,
  development: boolean,
): IssuerSettings {
  return { issuer, audience, maxLifetime, purposesClaim, development };
}

/**
 * The URL of a subgraph in the environment: `SUBGRAPH_URL_FARMERS_UNION` for `farmers-union`; undefined to use the
 * supergraph's.
 */
export function subgraphUrl({ subgraphUrls }: Config, name: string): string | undefined {
  return subgraphUrls.get(variableName(name));
}

/** The environment's settings of a subgraph: its own replace those for all. */
function subgraphSettings({ subgraphSettings: byName }: Config, name: string): Partial<SubgraphSettings> {
  return { ...byName.get(''), ...byName.get(variableName(name)) };
}

/** The environment's subscription route of a subgraph; undefined if not set. */
function subscriptionRoute({ subscriptionRoutes }: Config, name: string): SubscriptionRoute | undefined {
  return subscriptionRoutes.get(variableName(name));
}

/** The environment's settings of a subgraph, as an entry. */
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
