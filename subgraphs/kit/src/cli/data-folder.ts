import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { auditLog, createKeyPairIfMissing, participants } from '@hub/schema';
import { lockFolder } from '../database/folder-lock.js';
import { createKeyIfMissing, createOperatorTokensIfMissing, createRestoreTokenIfMissing } from '../keys.js';
import type { Surroundings } from './command.js';
import { Failure, systemReason } from './failure.js';

/** Where a hub on one machine keeps what is its own: databases, secrets, logs. */
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

  databaseOf(organisation: string): string {
    return join(this.of(organisation), 'database');
  }

  /** What a part says goes here; see `startPart`. */
  logOf(name: string): string {
    return join(this.of(name), 'log');
  }

  tokenFileOf(organisation: string): string {
    return join(this.of(organisation), 'operator-token');
  }

  /** What lets an operator accept a restore of the audit log; the gateway is not given it. */
  get restoreTokenFile(): string {
    return join(this.of(auditLog.code), 'restore-token');
  }

  /** All files of an organisation's operators' tokens. */
  tokenFilesOf(organisation: string): string[] {
    const file = this.tokenFileOf(organisation);
    const { restoreTokenFile } = this;
    // A hub of an earlier version, or one that runs elsewhere, has not made the second one.
    return organisation === auditLog.code && existsSync(restoreTokenFile) ? [file, restoreTokenFile] : [file];
  }

  /** The participants' key; neither the steering committee nor the gateway is given it. */
  get pseudonymKeyFile(): string {
    return join(this.path, 'pseudonym.key');
  }

  /** What a part, an organisation's or the gateway, signs its messages with; its public key is beside it. */
  signingKeyOf(name: string): string {
    return join(this.of(name), 'signing.key');
  }

  /** What the audit log signs its anchors with. */
  get auditKeyFile(): string {
    return join(this.of(auditLog.code), 'anchor.key');
  }

  /** What the development issuer signs tokens with. */
  get issuerKeyFile(): string {
    return join(this.of('issuer'), 'signing-key.json');
  }

  /** What the development issuer gives tokens for. */
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
   * Makes the secrets that are not there yet.
   * @throws Failure when the participants' key is gone but data made with it is there: with another key, people who
   * were counted would be counted again.
   */
  prepareSecrets(organisations: readonly string[]): void {
    if (!existsSync(this.pseudonymKeyFile)) {
      const keyed = participants.find(({ code }) => existsSync(this.databaseOf(code)));
      if (keyed) {
        throw new Failure(
          `${this.pseudonymKeyFile} is gone, but ${this.databaseOf(keyed.code)} holds data made with it. Put the key back, or remove ${this.path} to begin anew.`,
        );
      }
    }
    createKeyIfMissing(this.pseudonymKeyFile);
    createKeyIfMissing(this.auditKeyFile);
    // Not left to the issuer, which starts beside those that ask it for tokens.
    createKeyIfMissing(this.clientSecretFile);
    for (const organisation of organisations) createOperatorTokensIfMissing(this.tokenFileOf(organisation));
    createRestoreTokenIfMissing(this.restoreTokenFile);
    for (const name of [...organisations, 'gateway']) createKeyPairIfMissing(this.signingKeyOf(name));
  }
}
