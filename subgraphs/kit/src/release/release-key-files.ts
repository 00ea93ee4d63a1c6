import { join } from 'node:path';
import { formerKeysOf, knownOrganisations, type SnapshotFiles } from '@hub/runtime';

/** The files of organisations' keys for releases, for verifying releases. */
export interface ReleaseKeyFiles {
  /** By organisation: files of public keys in PEM, one key after another, including former keys. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** The organisations' keys in the registry's snapshot, as `<organisation>.pub` in a folder, and their times. */
  readonly published?: Pick<SnapshotFiles, 'keys' | 'keyTimes'> | undefined;
  /** The revoked keys, and the start of each revocation, in JSON: `{ "KEY_ID": "2026-11-20T00:00:00+07:00" }`. */
  readonly revocations: string | undefined;
}

/**
 * Reads `RELEASE_KEYS_FILE_<ORGANISATION>` (several files, separated by commas), `RELEASE_KEYS_FOLDER`, with the other
 * organisations' keys as `<organisation>.pub` and replaced keys as `<organisation>.pub.former`, and
 * `REVOKED_RELEASE_KEYS_FILE`.
 * @param published the organisations' keys in the registry's snapshot.
 */
export function releaseKeyFilesIn(
  variables: NodeJS.ProcessEnv,
  published?: ReleaseKeyFiles['published'],
): ReleaseKeyFiles {
  const folder = variables['RELEASE_KEYS_FOLDER'];
  const keys = knownOrganisations.flatMap(({ code }): [string, string[]][] => {
    const named = variables[releaseKeysVariable(code)];
    if (named) return [[code, named.split(',').map((file) => file.trim())]];
    if (!folder) return [];
    const file = join(folder, `${code}.pub`);
    return [[code, [file, formerKeysOf(file)]]];
  });
  return { keys: new Map(keys), revocations: variables['REVOKED_RELEASE_KEYS_FILE'] || undefined, published };
}

/** The variable that names the files of an organisation's keys. */
export function releaseKeysVariable(organisation: string): string {
  return `RELEASE_KEYS_FILE_${organisation.replaceAll('-', '_').toUpperCase()}`;
}
