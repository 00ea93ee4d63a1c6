import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { auditLog, keepsPeople, movement, type OperatorScope, ordinaryScopes, registry } from '@hub/protocol';
import {
  createKeyIfMissing,
  createKeyPairIfMissing,
  createOperatorTokensIfMissing,
  createPeriodKeysIfMissing,
  createSealingPairIfMissing,
  subgraphs,
} from '@hub/runtime';
import { lockFolder } from '@hub/kit/service';
import type { Surroundings } from './command.js';
import { Failure, systemReason } from './failure.js';

/** A file that the hub needs. */
interface Secret {
  readonly file: string;
  readonly make: (file: string) => void;
  /** The organisations whose databases were made with it. */
  readonly data: readonly string[];
  /** Whether the data is unusable with another one. */
  readonly isIrreplaceable?: boolean;
}

function createKeyPair(file: string): void {
  createKeyPairIfMissing(file);
}

/** Makes operators' tokens for some scopes. */
function tokensFor(scopes: readonly OperatorScope[]): Secret['make'] {
  return (file) => {
    createOperatorTokensIfMissing(file, scopes);
  };
}

/** The folder of a hub on one machine: databases, secrets, logs. */
export class DataFolder {
  /** @param path absolute. */
  constructor(readonly path: string) {}

  /** `--data`, HUB_DATA, or `.data` in the repository. */
  static from(option: string | undefined, { root, folder, environment }: Surroundings): DataFolder {
    return new DataFolder(resolve(folder, option ?? (environment['HUB_DATA'] || join(root, '.data'))));
  }

  /** A part's folder: an organisation's or the gateway's. */
  of(name: string): string {
    return join(this.path, name);
  }

  /** Stores the port of the hub that runs on this data, for commands without `--port`. */
  notePort(port: number): void {
    writeFileSync(this.#portFile, `${port}\n`);
  }

  /** The port that was stored last; undefined without one. */
  get notedPort(): string | undefined {
    if (!existsSync(this.#portFile)) return undefined;
    return /^\d+$/.exec(readFileSync(this.#portFile, 'utf8').trim())?.[0];
  }

  get #portFile(): string {
    return join(this.path, 'port');
  }

  /** The embedded PostgreSQL's folder, with the files of all databases. */
  get postgres(): string {
    return this.of('postgres');
  }

  /** The password of the role with which an organisation's server reads and writes its database. */
  databasePasswordOf(organisation: string): string {
    return join(this.of(organisation), 'database-password');
  }

  /** The password of the role that owns an organisation's database; made with the database. */
  ownerPasswordOf(organisation: string): string {
    return join(this.of(organisation), 'owner-password');
  }

  /** A part's log file; see `startPart`. */
  logOf(name: string): string {
    return join(this.of(name), 'log');
  }

  tokenFileOf(organisation: string): string {
    return join(this.of(organisation), 'operator-token');
  }

  /** The tokens with which an operator accepts a restore of the audit log; the gateway does not have them. */
  get restoreTokenFile(): string {
    return join(this.of(auditLog.code), 'restore-token');
  }

  /** The tokens with which an operator creates keys for programs; the gateway does not have them. */
  get keysTokenFile(): string {
    return join(this.of(registry.code), 'keys-token');
  }

  /** The tokens with which a gateway follows the registry's keys; they cannot create any. */
  get followTokenFile(): string {
    return join(this.of(registry.code), 'follow-token');
  }

  /** All files of an organisation's operators' tokens. */
  tokenFilesOf(organisation: string): string[] {
    const apart: Readonly<Record<string, readonly string[]>> = {
      [auditLog.code]: [this.restoreTokenFile],
      [registry.code]: [this.keysTokenFile, this.followTokenFile],
    };
    // A hub of an earlier version, or one on another machine, lacks the further files.
    return [this.tokenFileOf(organisation), ...(apart[organisation] ?? []).filter((file) => existsSync(file))];
  }

  /** The organisations' pseudonym key; neither the steering committee nor the gateway has it. */
  get pseudonymKeyFile(): string {
    return join(this.path, 'pseudonym.key');
  }

  /** The keys of the reporting periods, on which the organisations agreed; movement and the gateway lack them. */
  get periodKeysFile(): string {
    return join(this.path, 'period-keys.json');
  }

  /** The key that opens messages sealed to an organisation; its public key is beside it. */
  sealingKeyOf(organisation: string): string {
    return join(this.of(organisation), 'sealing.key');
  }

  /** The key with which a part (an organisation or the gateway) signs its messages; its public key is beside it. */
  signingKeyOf(name: string): string {
    return join(this.of(name), 'signing.key');
  }

  /** The key with which the audit log signs its anchors. */
  get auditKeyFile(): string {
    return join(this.of(auditLog.code), 'anchor.key');
  }

  /** The key with which the development issuer signs tokens. */
  get issuerKeyFile(): string {
    return join(this.of('issuer'), 'signing-key.json');
  }

  /** The secret for which the development issuer gives tokens. */
  get clientSecretFile(): string {
    return join(this.of('issuer'), 'client-secret');
  }

  /**
   * Claims the folder, so that two hubs never share one.
   * @returns a function that gives it back.
   */
  claim(): () => void {
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new Failure(`Cannot keep the hub's data in ${this.path}: ${systemReason(error)}.`);
    }
    try {
      return lockFolder(this.path);
    } catch (error) {
      throw new Failure(`${(error as Error).message} Or keep this hub's data elsewhere, with --data DIR.`);
    }
  }

  /**
   * Refuses the folder of an earlier version of the hub, with a separate server for each organisation: this version
   * cannot read it.
   * @throws Failure
   */
  refuseFormer(organisations: readonly string[]): void {
    const former = organisations.map((code) => join(this.of(code), 'database')).find((folder) => existsSync(folder));
    if (former === undefined) return;
    throw new Failure(
      `${former} holds a database of an earlier version of the hub, which this one does not read. Move ${this.path} away to begin anew, or keep this hub's data elsewhere, with --data DIR.`,
    );
  }

  /**
   * Makes the missing secrets, before a part's first start, when it has no data yet.
   * @throws Failure if a secret is missing and the data exists.
   */
  prepareSecrets(organisations: readonly string[]): void {
    const lost = this.#secrets(organisations).filter(({ file, data }) => !existsSync(file) && this.#dataOf(data));
    this.#refuseToReplace(lost);
    if (lost.length > 0) {
      const files = lost.map(({ file }) => file).join(', ');
      throw new Failure(
        `${files}: gone, but the hub has run with ${lost.length === 1 ? 'it' : 'them'}. Put what is gone back, or have others made: pnpm hub keys create.`,
      );
    }
    this.createSecrets(organisations);
  }

  /**
   * Makes the missing secrets.
   * @returns the files that it made.
   * @throws Failure if a missing secret was used for existing data: with another pseudonym key, counted people would
   * be counted again; with another audit key, organisations would refuse the log.
   */
  createSecrets(organisations: readonly string[]): string[] {
    const missing = this.#secrets(organisations).filter(({ file }) => !existsSync(file));
    this.#refuseToReplace(missing.filter(({ data }) => this.#dataOf(data)));
    for (const { make, file } of missing) make(file);
    // Also makes missing public keys.
    for (const name of [...organisations, registry.code, 'gateway']) createKeyPairIfMissing(this.signingKeyOf(name));
    return missing.map(({ file }) => file);
  }

  /** Every secret, and the organisations whose data was made with it. */
  #secrets(organisations: readonly string[]): Secret[] {
    const all = subgraphs.map(({ code }) => code);
    return [
      { file: this.pseudonymKeyFile, make: createKeyIfMissing, data: all.filter(keepsPeople), isIrreplaceable: true },
      { file: this.auditKeyFile, make: createKeyIfMissing, data: [auditLog.code], isIrreplaceable: true },
      // A hub of an earlier version has none of these.
      { file: this.periodKeysFile, make: createPeriodKeysIfMissing, data: [] },
      ...[movement.code, ...organisations.filter(keepsPeople)].map((code) => ({
        file: this.sealingKeyOf(code),
        make: createSealingPairIfMissing,
        data: [],
      })),
      // Not made by the issuer, which starts at the same time as its clients.
      { file: this.clientSecretFile, make: createKeyIfMissing, data: [] },
      // A hub of an earlier version has none.
      { file: this.restoreTokenFile, make: tokensFor(['restore']), data: [] },
      { file: this.keysTokenFile, make: tokensFor(['keys']), data: [] },
      { file: this.followTokenFile, make: tokensFor(['follow']), data: [] },
      ...organisations.flatMap((code) => [
        { file: this.tokenFileOf(code), make: tokensFor(ordinaryScopes), data: [code] },
        { file: this.signingKeyOf(code), make: createKeyPair, data: [code] },
      ]),
      { file: this.signingKeyOf('gateway'), make: createKeyPair, data: all },
    ];
  }

  /** The first of some organisations with a database here. */
  #dataOf(organisations: readonly string[]): string | undefined {
    return organisations.find((code) => existsSync(this.ownerPasswordOf(code)));
  }

  #refuseToReplace(lost: readonly Secret[]): void {
    const key = lost.find(({ isIrreplaceable }) => isIrreplaceable);
    if (!key) return;
    throw new Failure(
      `${key.file} is gone, but the database of ${this.#dataOf(key.data)} holds data made with it. Put the key back, or remove ${this.path} to begin anew.`,
    );
  }
}
