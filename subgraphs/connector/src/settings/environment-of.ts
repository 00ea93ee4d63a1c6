import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  conformPublicKeyOf,
  createKeyPairIfMissing,
  createOperatorTokensIfMissing,
  publicFileOf,
  StartFailure,
} from '@hub/runtime';
import { type Connector, shown } from './read-connector.js';

/** The secrets in a folder, by the program's settings for them. */
const secretFiles = {
  PSEUDONYM_KEY_FILE: 'pseudonym-key',
  PERIOD_KEYS_FILE: 'period-keys.json',
  SKETCHES_SEALED_TO: 'movement-sealing.pub',
  TRUSTED_GATEWAY_KEYS: 'gateway.pub',
  TRUSTED_REGISTRY_KEYS: 'registry.pub',
  OPERATOR_TOKEN_FILE: 'operator-token',
} as const;

/** The organisation's key for signing its releases and its answers. `hub join` makes it. */
export function signingKeyOf({ folder }: Pick<Connector, 'folder'>): string {
  const file = join(folder, 'signing.key');
  createKeyPairIfMissing(file);
  return file;
}

/**
 * The public keys of trusted callers of records: the folder's gateways, and the key with which `hub conform` and `hub
 * publish` act as a gateway. The latter is made where it is missing.
 */
function askersOf(folder: string): string {
  const gateways = join(folder, 'secrets', secretFiles.TRUSTED_GATEWAY_KEYS);
  return [...(existsSync(gateways) ? [gateways] : []), conformPublicKeyOf(folder)].join();
}

/**
 * The settings for the program that serves a connector's folder: from `connector.yaml` and the files of `secrets/`.
 * @throws StartFailure where a named file is missing.
 */
export function environmentOf(connector: Connector): Readonly<Record<string, string>> {
  const { folder, settings } = connector;
  const { database, hub, figures, records } = settings;
  // With an embedded database, the launcher makes them beside the database.
  if (database !== 'embedded') createOperatorTokensIfMissing(join(folder, 'secrets', secretFiles.OPERATOR_TOKEN_FILE));
  const secrets = Object.entries(secretFiles)
    .map(([variable, name]): [string, string] => [variable, join(folder, 'secrets', name)])
    .filter(([, file]) => existsSync(file));
  const signingKey = signingKeyOf(connector);
  return {
    // With records off, its only trusted key is its own, which signs no requests, so it answers none.
    ...(!records && { TRUSTED_GATEWAY_KEYS: publicFileOf(signingKey) }),
    ...Object.fromEntries(secrets.filter(([variable]) => records ?? !variable.startsWith('TRUSTED_'))),
    ...(records && { TRUSTED_GATEWAY_KEYS: askersOf(folder) }),
    SIGNING_KEY_FILE: signingKey,
    HOST: records?.host ?? '127.0.0.1',
    RELEASES: figures?.releases ?? 'by hand',
    ...(hub !== undefined && { HUB_URL: hub }),
    ...(database !== 'embedded' && {
      DATABASE_URL: secretText(connector, ['database', 'urlFile'], database.urlFile),
      ...(database.ownerUrlFile !== undefined && {
        OWNER_DATABASE_URL: secretText(connector, ['database', 'ownerUrlFile'], database.ownerUrlFile),
        MIGRATE_AT_START: 'true',
      }),
    }),
  };
}

/**
 * The content of a file of secrets that `connector.yaml` names.
 * @throws StartFailure that names the line and the file, and none of its content.
 */
export function secretText({ folder, at }: Connector, path: readonly PropertyKey[], name: string): string {
  const file = join(folder, name);
  const problem = (what: string) =>
    new StartFailure(`${at(path)}: ${path.map(String).join('.')}: expected ${what}: ${shown(file)}`, 2);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw problem(`a file that can be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
  if (text === '') throw problem('a file that is not empty');
  return text;
}
