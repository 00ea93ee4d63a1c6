import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  auditLog,
  keepsPeople,
  type NamedKey,
  type OperatorToken,
  type PseudonymKeys,
  readOperatorTokens,
  readPseudonymKeys,
} from '@hub/protocol';
import {
  agreementsWith,
  defaultRootPlace,
  isProduction,
  networkError,
  shippedGoals,
  shippedOrganisations,
  shippedPlaces,
  snapshotFiles,
  StartFailure,
  tracesEndpoint,
} from '@hub/runtime';
import { z } from 'zod';
import { type RegistrySource, readRegistrySource } from './registry-source.js';
import { type DatabaseLimits, defaultLimits } from '../database/limits.js';
import { hasCountsOnly } from '../ledger/ledger.js';
import type { PlacesConfig } from '../import/sync-places.js';
import { type ReleaseKeyFiles, releaseKeyFilesIn } from '../release/release-key-files.js';
import { type ReleaseSchedule, releaseSetting } from '../release/release-schedule.js';
import { mostRejectedSetting } from '../release/through.js';
import { readOwnSealingKey, type SketchFiles, sketchFilesIn } from '../sketches/sketch-config.js';
import { readReleaseKey, readTls, readTrust, type TlsConfig, type TrustConfig } from '../trust/trust-config.js';

/** The mail server, and the sender of its mails. */
export interface MailSettings {
  /** For example `smtps://user@mail.example`, or `smtp://…` with STARTTLS. */
  readonly url: string;
  readonly password: string | undefined;
  readonly from: string;
  /** The hub's address, for links. */
  readonly hub: string;
  /** The operator's address, for ends that have no other contact. */
  readonly operator?: string | undefined;
}

/** A running subgraph's configuration, all of it from the environment. */
export interface Config extends PlacesConfig {
  /** `postgresql://…` */
  readonly databaseUrl: string;
  /** The database's time limits; default: `defaultLimits`. */
  readonly databaseLimits?: DatabaseLimits;
  /** Whether missing migrations run at the start, as `OWNER_DATABASE_URL` or the server's own role. */
  readonly migrateAtStart?: boolean;
  /** The folder of the files of goals and audiences that are imported at the start. */
  readonly goalsFolder: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** The tokens for the operator's endpoint, each for its scopes. */
  readonly operatorTokens: readonly OperatorToken[];
  /** The hub's address, to which the organisation sends its releases; absent where it is linked to none. */
  readonly hubUrl: string | undefined;
  /** The organisations' keys for pseudonyms (HMAC-SHA-256); absent where no citizens' numbers are imported. */
  readonly pseudonymKeys: PseudonymKeys | undefined;
  /** The trusted gateways; undefined where it answers every caller. */
  readonly trust: TrustConfig | undefined;
  readonly tls: TlsConfig | undefined;
  /** When releases are made automatically; default: only by hand. */
  readonly release?: ReleaseSchedule;
  /** The largest share of rejected rows with which a file proves its last complete day; default: a half. */
  readonly mostRejected?: number | undefined;
  /** The key for signing releases (Ed25519); without it, none can be made. */
  readonly releaseKey?: NamedKey | undefined;
  /** The files of the keys for sketches of people; without them, none are made. */
  readonly sketchFiles?: SketchFiles | undefined;
  /** Movement's key for opening sealed sketches; without it, movement estimates no figures. */
  readonly sealingKey?: KeyObject | undefined;
  /** The wait between two exchanges with the hub, in milliseconds; default: the link's. */
  readonly exchangeEveryMs?: number;
  /** Whether movement accepts counts that are not rounded, which short tests use; default: false. */
  readonly takesUnrounded?: boolean;
  /** Whether movement accepts releases made with unknown versions of places and goals; default: false. */
  readonly takesUnknownVersions?: boolean;
  /** Movement's wait between two searches for events to report, in milliseconds. */
  readonly eventsEveryMs?: number;
  /** Internal networks to which movement may send webhooks, in CIDR notation; default: none. */
  readonly webhookNetworks?: readonly string[];
  /** Internal networks in which the registry accepts organisations' endpoints, in CIDR notation; default: none. */
  readonly organisationNetworks?: readonly string[];
  /** The mail server for movement's notifications; without it, movement sends no mail. */
  readonly mail?: MailSettings | undefined;
  /** The wait between two comparisons of cells with signed pages, in milliseconds. */
  readonly checkCellsMs?: number;
  /** The files of the keys that verify organisations' releases; for movement only. */
  readonly releaseKeyFiles?: ReleaseKeyFiles;
  /** The registry that movement follows, and the folder of its newest snapshot; without it, movement follows none. */
  readonly registry?: RegistrySource | undefined;
  /** The audit log's key for signing its anchors (Ed25519); for the audit log only. */
  readonly auditKey?: KeyObject | undefined;
  /**
   * The folder of the organisations' files of agreements, the same as the gateway's; undefined where none are enforced.
   */
  readonly agreementsFolder?: string | undefined;
  /** The folder of the organisations' records, which the registry reads again; default: the hub's own. */
  readonly organisationsFolder?: string;
  /** The supergraph that agreements are checked against, the same as the gateway's; default: the hub's own. */
  readonly supergraphFile?: string | undefined;
  /** The files of these two keys, for messages. */
  readonly pseudonymKeyFile?: string | undefined;
  readonly auditKeyFile?: string | undefined;
}

/** Thrown with one message that lists every fault of the configuration. */
export class ConfigError extends StartFailure {
  constructor(message: string) {
    super(message, 2);
  }
}

function secret(minimumBytes: number) {
  return z.string().transform((path, issues) => {
    try {
      const text = readFileSync(path, 'utf8').trim();
      if (Buffer.byteLength(text) >= minimumBytes) return text;
      issues.addIssue({ code: 'custom', message: `expected at least ${minimumBytes} bytes in ${path}` });
    } catch (error) {
      issues.addIssue({ code: 'custom', message: `cannot read ${path}: ${(error as Error).message}` });
    }
    return z.NEVER;
  });
}

/** Reads a file of secrets. */
function secrets<T>(read: (text: string) => T) {
  return secret(32).transform((text, issues) => {
    try {
      return read(text);
    } catch (error) {
      issues.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
}

/** The tokens in one file. */
const operatorTokens = secrets(readOperatorTokens);

const tokensExpected = 'expected the file of the tokens that open the operators’ endpoints';

const filesIn = (files: string) =>
  files
    .split(',')
    .map((file) => file.trim())
    .filter(Boolean);
/** A whole number, as settings have it. */
function wholeNumber(unit: string, least: number, most: number, otherwise: number) {
  const error = `expected ${unit}, ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .pipe(z.number().min(least, error).max(most, error))
    .default(otherwise);
}

/** MikroORM ignores parameters after `?`; unless refused, `?sslmode=require` would give a connection in plain text. */
const parameters =
  'expected nothing after "?", for it is ignored; PGSSLMODE=verify-full has the connection speak TLS (NODE_EXTRA_CA_CERTS names a private authority)';
const hasNoParameters = (url: string) => !/^postgres[^?]*\?/.test(url);

const milliseconds = (otherwise: number) => wholeNumber('milliseconds', 100, 86_400_000, otherwise);

/** A folder or a file; default: the shipped one. */
const folder = (shipped: URL) =>
  z
    .string()
    .transform((named) => named || fileURLToPath(shipped))
    .default(fileURLToPath(shipped));

/** The hub's root place, and the folder of the files of places. An empty setting counts as missing. */
const placesEnvironment = {
  ROOT_PLACE: z
    .string()
    .transform((code) => code || defaultRootPlace)
    .pipe(z.string().regex(/^([A-Z]{2}|\d{2})$/, 'expected the code of a province (2 digits) or a country (2 letters)'))
    .default(defaultRootPlace),
  PLACES_FOLDER: folder(shippedPlaces),
};

/**
 * Reads the places that a hub knows: `ROOT_PLACE` and `PLACES_FOLDER`.
 * @throws ConfigError
 */
export function readPlacesConfig(variables: NodeJS.ProcessEnv): PlacesConfig {
  const { data, error } = z.object(placesEnvironment).safeParse(variables);
  if (!data)
    throw new ConfigError(`The configuration is not usable:\n  ${error.issues.map(({ message }) => message).join()}`);
  return { rootPlace: data.ROOT_PLACE, placesFolder: data.PLACES_FOLDER };
}

/** Networks in CIDR notation, separated by commas. */
const networks = z
  .string()
  .default('')
  .transform((text) => filesIn(text))
  .check(({ value, issues }) => {
    for (const message of value.map(networkError)) if (message) issues.push({ code: 'custom', message, input: value });
  });

/** Each setting of a subgraph that does not depend on others: its form and its default. */
export const environment = z.object({
  DATABASE_URL: z
    .string('expected postgresql://USER:PASSWORD@HOST/DATABASE')
    .regex(/^postgres(ql)?:\/\/./, 'expected postgresql://USER:PASSWORD@HOST/DATABASE')
    .refine(hasNoParameters, parameters),
  DATABASE_PASSWORD_FILE: secret(1).optional(),
  DATABASE_CONNECT_TIMEOUT_MS: milliseconds(defaultLimits.connectMs),
  DATABASE_STATEMENT_TIMEOUT_MS: milliseconds(defaultLimits.statementMs),
  DATABASE_LOCK_TIMEOUT_MS: milliseconds(defaultLimits.lockMs),
  DATABASE_IDLE_TRANSACTION_TIMEOUT_MS: milliseconds(defaultLimits.idleTransactionMs),
  DATABASE_CONNECTIONS: wholeNumber('a number of connections', 1, 1000, defaultLimits.connections),
  GOALS_FOLDER: folder(shippedGoals),
  MIGRATE_AT_START: z.enum(['true', 'false'], 'expected true or false').optional(),
  ...placesEnvironment,
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string('expected a port number')
    .regex(/^\d+$/, 'expected a port number')
    .transform(Number)
    .pipe(z.number().max(65535, 'expected a port number')),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  HUB_URL: z.url({ protocol: /^https?$/, error: "expected the hub's address" }).optional(),
  OPERATOR_TOKEN_FILE: z
    .string(tokensExpected)
    .transform((files) => filesIn(files))
    .pipe(z.array(operatorTokens).min(1, tokensExpected))
    .transform((tokens) => tokens.flat()),
  PSEUDONYM_KEY_FILE: secrets(readPseudonymKeys).optional(),
  AUDIT_KEY_FILE: secret(32).optional(),
  AGREEMENTS: folder(shippedOrganisations),
  SUPERGRAPH_FILE: z
    .string()
    .transform((file) => file || undefined)
    .optional(),
  RELEASES: releaseSetting,
  EVIDENCE_MOST_REJECTED: mostRejectedSetting,
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'expected smtps://USER@HOST, or smtp://USER@HOST' }).optional(),
  SMTP_PASSWORD_FILE: secret(1).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]{3,200}$/, 'expected whom mails are from')
    .optional(),
  MAIL_LINKS: z.url({ protocol: /^https?$/, error: "expected the hub's address, for links in mails" }).optional(),
  MAIL_OPERATOR: z.email({ error: "expected the operator's mail address" }).optional(),
  WEBHOOK_NETWORKS: networks,
  ORGANISATION_NETWORKS: networks,
});

/**
 * Reads a subgraph's configuration. It generates no key: under another key, no pseudonym would match any more.
 * @param organisation the subgraph's organisation; production also requires the organisation's keys.
 * @throws ConfigError naming every variable that is missing or wrong.
 */
export function readConfig(variables: NodeJS.ProcessEnv, organisation?: string): Config {
  const result = environment.safeParse(variables);
  const lines = result.error?.issues.map(({ path, message }) => `  ${String(path[0])}: ${message}`) ?? [];
  if (organisation !== undefined) lines.push(...needlessKeys(variables, organisation));
  if (isProduction(variables)) lines.push(...productionFaults(variables, organisation));
  const read = <T>(from: (variables: NodeJS.ProcessEnv) => T): T | undefined => {
    try {
      return from(variables);
    } catch (error) {
      lines.push(`  ${(error as Error).message}`);
      return undefined;
    }
  };
  read(tracesEndpoint);
  const trust = read(readTrust);
  const releaseKey = read(readReleaseKey);
  const sketchFiles = read(sketchFilesIn);
  const sealingKey = read(readOwnSealingKey);
  const tls = read(readTls);
  const registry = read(readRegistrySource);
  if (result.data?.SMTP_URL !== undefined && !mailOf(result.data))
    lines.push('  SMTP_URL: expected MAIL_FROM and MAIL_LINKS beside it');
  if (!result.success || lines.length > 0) {
    throw new ConfigError(`The configuration is not usable:\n${lines.join('\n')}`);
  }
  const { data } = result;
  return {
    databaseUrl: withPassword(data.DATABASE_URL, data.DATABASE_PASSWORD_FILE),
    databaseLimits: {
      connectMs: data.DATABASE_CONNECT_TIMEOUT_MS,
      statementMs: data.DATABASE_STATEMENT_TIMEOUT_MS,
      lockMs: data.DATABASE_LOCK_TIMEOUT_MS,
      idleTransactionMs: data.DATABASE_IDLE_TRANSACTION_TIMEOUT_MS,
      connections: data.DATABASE_CONNECTIONS,
    },
    migrateAtStart: data.MIGRATE_AT_START ? data.MIGRATE_AT_START === 'true' : !isProduction(variables),
    rootPlace: data.ROOT_PLACE,
    placesFolder: data.PLACES_FOLDER,
    goalsFolder: data.GOALS_FOLDER,
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    hubUrl: data.HUB_URL,
    operatorTokens: data.OPERATOR_TOKEN_FILE,
    pseudonymKeys: data.PSEUDONYM_KEY_FILE,
    trust,
    tls,
    // In production, an organisation publishes only after it has set a schedule.
    release: data.RELEASES ?? { kind: isProduction(variables) ? 'by hand' : 'after import' },
    mostRejected: data.EVIDENCE_MOST_REJECTED,
    releaseKey,
    releaseKeyFiles: releaseKeyFilesIn(variables, registry && snapshotFiles(registry.folder)),
    registry,
    sketchFiles,
    sealingKey,
    webhookNetworks: data.WEBHOOK_NETWORKS,
    organisationNetworks: data.ORGANISATION_NETWORKS,
    mail: mailOf(data),
    auditKey: data.AUDIT_KEY_FILE === undefined ? undefined : signingKey(data.AUDIT_KEY_FILE),
    agreementsFolder: data.AGREEMENTS === 'off' ? undefined : agreementsWith(data.AGREEMENTS, registry?.folder),
    supergraphFile: registry ? snapshotFiles(registry.folder).supergraph : data.SUPERGRAPH_FILE,
    pseudonymKeyFile: variables['PSEUDONYM_KEY_FILE'],
    auditKeyFile: variables['AUDIT_KEY_FILE'],
  };
}

/** The mail server, where all of its settings are given. */
function mailOf(data: z.infer<typeof environment>): MailSettings | undefined {
  const { SMTP_URL: url, SMTP_PASSWORD_FILE: password, MAIL_FROM: from, MAIL_LINKS: hub } = data;
  const { MAIL_OPERATOR: operator } = data;
  if (url === undefined || from === undefined || hub === undefined) return undefined;
  return { url, password, from, operator, hub: hub.replace(/\/$/, '') };
}

/** The owner of a server's database, which migrates it, and the server's role. */
export interface MigrationConfig {
  /** With the owner's password. */
  readonly ownerUrl: string;
  /** The server's role; undefined where the owner is the only role. */
  readonly serverRole: string | undefined;
}

const migrationEnvironment = z.object({
  OWNER_DATABASE_URL: z
    .string('expected postgresql://OWNER@HOST/DATABASE')
    .regex(/^postgres(ql)?:\/\/./, 'expected postgresql://OWNER@HOST/DATABASE')
    .refine(hasNoParameters, parameters),
  OWNER_DATABASE_PASSWORD_FILE: secret(1).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/[^@/]+@/, 'expected postgresql://ROLE@HOST/DATABASE, as the server has it')
    .optional(),
});

/**
 * Reads the settings of `migrate`: `OWNER_DATABASE_URL`, `OWNER_DATABASE_PASSWORD_FILE`, and the server's
 * `DATABASE_URL`, whose role gets a server's privileges.
 * @throws ConfigError naming every variable that is missing or wrong.
 */
export function readMigrationConfig(variables: NodeJS.ProcessEnv): MigrationConfig {
  const { data, error } = migrationEnvironment.safeParse(variables);
  const lines = error?.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`) ?? [];
  if (!data) throw new ConfigError(`The configuration is not usable:\n${lines.join('\n')}`);
  const { OWNER_DATABASE_URL: url, OWNER_DATABASE_PASSWORD_FILE: password, DATABASE_URL: server } = data;
  const roleOf = (of: string) => decodeURIComponent(new URL(of).username);
  const serverRole = server === undefined || roleOf(server) === roleOf(url) ? undefined : roleOf(server);
  return { ownerUrl: withPassword(url, password), serverRole };
}

/**
 * The faults of a pseudonym key for an organisation without records of people: only organisations that need a key may
 * have one.
 */
function needlessKeys(variables: NodeJS.ProcessEnv, organisation: string): string[] {
  return hasCountsOnly(organisation) && variables['PSEUDONYM_KEY_FILE']
    ? [`  PSEUDONYM_KEY_FILE: expected nothing, for ${organisation} has no records of people`]
    : [];
}

/** The further requirements of production on a subgraph, a line for each fault. */
function productionFaults(variables: NodeJS.ProcessEnv, organisation: string | undefined): string[] {
  const faults: string[] = [];
  if (keepsPeople(organisation ?? '') && !variables['PSEUDONYM_KEY_FILE'])
    faults.push("PSEUDONYM_KEY_FILE: expected the file of the organisations' common key");
  if (organisation === auditLog.code && !variables['AUDIT_KEY_FILE'])
    faults.push('AUDIT_KEY_FILE: expected the file of the secret that anchors are signed with');
  return faults.map((fault) => `  ${fault}`);
}

/** The PKCS #8 header before the 32 bytes of an Ed25519 key (RFC 8410). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 key from a secret: any 32 bytes make one. */
function signingKey(secret: string): KeyObject {
  const seed = createHash('sha256').update(secret).digest();
  return createPrivateKey({ key: Buffer.concat([ed25519Prefix, seed]), format: 'der', type: 'pkcs8' });
}

function withPassword(databaseUrl: string, password: string | undefined): string {
  if (password === undefined) return databaseUrl;
  const url = new URL(databaseUrl);
  url.password = encodeURIComponent(password);
  return url.href;
}
