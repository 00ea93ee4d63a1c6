import { join } from 'node:path';
import { releaseKeysVariable } from '@hub/kit/service';
import { auditLog, isHubService, keepsPeople, movement, registry } from '@hub/protocol';
import { formerKeysOf, isProduction, knownOrganisations, publicFileOf, subgraphs } from '@hub/runtime';
import type { Surroundings } from './command.js';
import type { DataFolder } from './data-folder.js';
import { variableName } from './organisations.js';
import type { DatabaseServer } from './database-server.js';
import type { NodePart } from './part.js';
import { programFile } from './program-files.js';
import { programOf } from './program-of.js';
import { compiledFolder } from './compiled-folder.js';
import { localUrl, type Ports } from './ports.js';

/** The inputs for the parts of a hub on one machine. */
export interface Premises extends Surroundings {
  readonly data: DataFolder;
  readonly ports: Ports;
}

/**
 * An organisation's subgraph on its database: the one that `<ORGANISATION>_DATABASE_URL` names, or one on the hub's
 * server, which it migrates as its owner at the start.
 * @param server the hub's server; needed unless the organisation's database is named.
 */
export function subgraphPart(code: string, premises: Premises, server?: DatabaseServer): NodePart {
  const { root, environment, data, ports } = premises;
  return {
    name: code,
    ...programOf(join(root, 'subgraphs', code), root),
    environment: {
      ...inherited(premises),
      ...databaseOf(code, premises, server),
      HOST: '127.0.0.1',
      PORT: String(ports.get(code)),
      OPERATOR_TOKEN_FILE: data.tokenFilesOf(code).join(),
      // A subgraph that answers unsigned requests still signs its releases and publications.
      ...((isSigned(environment) || !isHubService(code)) && { SIGNING_KEY_FILE: data.signingKeyOf(code) }),
      ...(isSigned(environment) && {
        TRUSTED_GATEWAY_KEYS: publicFileOf(data.signingKeyOf('gateway')),
        TRUSTED_REGISTRY_KEYS: publicFileOf(data.signingKeyOf(registry.code)),
      }),
      ...(keepsPeople(code) && {
        PSEUDONYM_KEY_FILE: data.pseudonymKeyFile,
        PERIOD_KEYS_FILE: data.periodKeysFile,
        SKETCHES_SEALED_TO: publicFileOf(data.sealingKeyOf(movement.code)),
      }),
      ...(knownOrganisations.some((one) => one.code === code) && { HUB_URL: localUrl(ports, 'gateway') }),
      ...(code === auditLog.code && { AUDIT_KEY_FILE: data.auditKeyFile }),
      // Checks of schemas need the recent operations; snapshots need all addresses, and their keys.
      ...(code === registry.code && {
        // On a laptop, organisations under trial are on the same machine.
        ...(!isProduction(inherited(premises)) && { ORGANISATION_NETWORKS: ownNetworks(environment) }),
        ...releaseKeys(data),
        ...addressesOf(ports),
        AUDIT_URL: localUrl(ports, auditLog.code),
        AUDIT_TOKEN_FILE: data.tokenFileOf(auditLog.code),
      }),
      ...(code === movement.code && {
        ...releaseKeys(data),
        ...registrySource(premises),
        SEALING_KEY_FILE: data.sealingKeyOf(code),
      }),
    },
    url: localUrl(ports, code),
    log: data.logOf(code),
  };
}

/** The networks of organisations that the operator names (default: this machine's). */
function ownNetworks({ ORGANISATION_NETWORKS: named }: NodeJS.ProcessEnv): string {
  return named || '127.0.0.0/8,::1';
}

/** Whether the user has named an organisation's database. */
export function hasNamedDatabase(code: string, environment: NodeJS.ProcessEnv): boolean {
  return Boolean(environment[databaseVariable(code)]);
}

function databaseOf(code: string, { environment, data }: Premises, server?: DatabaseServer): NodeJS.ProcessEnv {
  if (!server || hasNamedDatabase(code, environment)) return { DATABASE_URL: environment[databaseVariable(code)] };
  const { name, owner, role } = server.namesOf(code);
  return {
    DATABASE_URL: `postgresql://${role}@${server.address}/${name}`,
    DATABASE_PASSWORD_FILE: data.databasePasswordOf(code),
    OWNER_DATABASE_URL: `postgresql://${owner}@${server.address}/${name}`,
    OWNER_DATABASE_PASSWORD_FILE: data.ownerPasswordOf(code),
    MIGRATE_AT_START: 'true',
  };
}

/** The files of the keys that verify the organisations' releases: the present keys, and the replaced ones. */
function releaseKeys(data: DataFolder): Readonly<Record<string, string>> {
  return Object.fromEntries(
    knownOrganisations.map(({ code }) => {
      const file = data.signingKeyOf(code);
      return [releaseKeysVariable(code), [publicFileOf(file), formerKeysOf(publicFileOf(file))].join()];
    }),
  );
}

/** The registry that movement follows, and the folder for its snapshots. */
function registrySource({ environment, data, ports }: Premises): NodeJS.ProcessEnv {
  return {
    REGISTRY_URL: localUrl(ports, registry.code),
    REGISTRY_TOKEN_FILE: data.followTokenFile,
    REGISTRY_FOLDER: join(data.of(movement.code), 'registry'),
    ...(isSigned(environment) && { REGISTRY_KEYS_FILE: publicFileOf(data.signingKeyOf(registry.code)) }),
  };
}

/** The addresses of the subgraphs. */
function addressesOf(ports: Ports): Readonly<Record<string, string>> {
  return Object.fromEntries(
    subgraphs.map(({ code }) => [`SUBGRAPH_URL_${variableName(code)}`, `${localUrl(ports, code)}/graphql`]),
  );
}

/** The audience of tokens on this machine. */
const audience = 'urn:hub:development';

/** The development issuer, which gives tokens to the people, services and apps of the demonstration. */
export function issuerPart(premises: Premises): NodePart {
  const { root, data, ports } = premises;
  return {
    name: 'issuer',
    program: programFile(root, 'issuer'),
    args: [],
    environment: {
      ...inherited(premises),
      HOST: '127.0.0.1',
      PORT: String(ports.get('issuer')),
      AUDIENCE: audience,
      SIGNING_KEY_FILE: data.issuerKeyFile,
      CLIENT_SECRET_FILE: data.clientSecretFile,
      HUB_URL: localUrl(ports, 'gateway'),
    },
    url: localUrl(ports, 'issuer'),
    log: data.logOf('issuer'),
  };
}

/** Whether the hub on this machine trusts the development issuer: if the settings name no other. */
export function hasOwnIssuer({ environment }: Pick<Premises, 'environment'>): boolean {
  return !environment['TOKEN_ISSUER'];
}

/**
 * The gateway, with the addresses of every subgraph, and the issuer of tokens.
 * @param running the subgraphs that run: with the audit log, requests are recorded; with the registry, it knows keys.
 */
export function gatewayPart(
  premises: Premises,
  running: readonly string[] = subgraphs.map(({ code }) => code),
): NodePart {
  const { root, environment, data, ports } = premises;
  const keys = Object.fromEntries(
    subgraphs.map(({ code }) => [`SUBGRAPH_KEYS_FILE_${variableName(code)}`, publicFileOf(data.signingKeyOf(code))]),
  );
  const log = { AUDIT_URL: localUrl(ports, auditLog.code), AUDIT_TOKEN_FILE: data.tokenFileOf(auditLog.code) };
  const keysOfPrograms = { REGISTRY_URL: localUrl(ports, registry.code), REGISTRY_TOKEN_FILE: data.followTokenFile };
  const issuer = { TOKEN_ISSUER: localUrl(ports, 'issuer'), TOKEN_AUDIENCE: audience, HUB_DEVELOPMENT: 'true' };
  return {
    name: 'gateway',
    program: programFile(root, 'gateway'),
    args: ['--port', String(ports.get('gateway'))],
    environment: {
      ...inherited(premises),
      HOST: '127.0.0.1',
      ...(hasOwnIssuer(premises) && issuer),
      ...(running.includes(auditLog.code) && { ...log, AUDIT_KEPT_FOLDER: join(data.of('gateway'), 'audit') }),
      ...(running.includes(registry.code) && {
        ...keysOfPrograms,
        REGISTRY_FOLDER: join(data.of('gateway'), 'registry'),
      }),
      ...addressesOf(ports),
      ...(isSigned(environment) && { SIGNING_KEY_FILE: data.signingKeyOf('gateway'), ...keys }),
    },
    url: localUrl(ports, 'gateway'),
    log: data.logOf('gateway'),
  };
}

/** Whether gateway and subgraphs sign their messages: unless the subgraphs are to answer unsigned requests. */
function isSigned(environment: NodeJS.ProcessEnv): boolean {
  return !environment['ALLOW_UNSIGNED'];
}

function databaseVariable(code: string): string {
  return `${variableName(code)}_DATABASE_URL`;
}

const ownVariables = new Set([
  'DATABASE_URL',
  'DATABASE_PASSWORD_FILE',
  'OWNER_DATABASE_URL',
  'OWNER_DATABASE_PASSWORD_FILE',
  'HUB_POSTGRES',
  'HUB_POSTGRES_PREFIX',
  'HOST',
  'HUB_URL',
  'LINK_URL',
  'PORT',
  'OPERATOR_TOKEN_FILE',
  'PSEUDONYM_KEY_FILE',
  'PERIOD_KEYS_FILE',
  'SKETCHES_SEALED_TO',
  'SEALING_KEY_FILE',
  // Each part has a separate name in traces.
  'OTEL_SERVICE_NAME',
  'SIGNING_KEY_FILE',
  'TRUSTED_GATEWAY_KEYS',
  'TRUSTED_REGISTRY_KEYS',
  'CLIENT_SECRET_FILE',
  'AUDIT_KEY_FILE',
  'AUDIT_TOKEN_FILE',
  'AUDIT_URL',
  'REGISTRY_TOKEN_FILE',
  'REGISTRY_URL',
  ...subgraphs.map(({ code }) => databaseVariable(code)),
]);

/**
 * The environment that a part shares with the launcher, without other parts' databases and secrets. It is a
 * development environment unless the user's says otherwise.
 */
function inherited({ root, environment }: Pick<Premises, 'root' | 'environment'>): NodeJS.ProcessEnv {
  const shared = Object.entries(environment).filter(([name]) => !ownVariables.has(name));
  return {
    NODE_COMPILE_CACHE: compiledFolder(root),
    ...Object.fromEntries(shared),
    NODE_ENV: environment['NODE_ENV'] || 'development',
  };
}
