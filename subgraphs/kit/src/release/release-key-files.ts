import { join } from 'node:path';
import { formerKeysOf, knownOrganisations, type SnapshotFiles } from '@hub/runtime';

/** Where organisations' keys for releases are, for whoever verifies these. */
export interface ReleaseKeyFiles {
  /** By organisation: files of public keys in PEM, one after the other; those of before among them. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** The keys of organisations that the registry's snapshot has, as `<organisation>.pub` in a folder, and their times. */
  readonly published?: Pick<SnapshotFiles, 'keys' | 'keyTimes'> | undefined;
  /** Which keys are revoked, and from when on: JSON, `{ "KEY_ID": "2026-11-20T00:00:00+07:00" }`. */
  readonly revocations: string | undefined;
}

/**
 * Reads `RELEASE_KEYS_FILE_<ORGANISATION>` (several files with commas between), `RELEASE_KEYS_FOLDER`, which has the others'
 * as `<organisation>.pub` and, of keys that were replaced, `<organisation>.pub.former`, and `REVOKED_RELEASE_KEYS_FILE`.
 * @param published the keys of organisations that the registry's snapshot has.
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
