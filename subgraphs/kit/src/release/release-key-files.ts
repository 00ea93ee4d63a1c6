import { participants } from '@hub/schema';

/** Where organisations' keys for releases are, for whoever verifies these. */
export interface ReleaseKeyFiles {
  /** By organisation: files of public keys in PEM, one after the other; those of before among them. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Which keys are revoked, and from when on: JSON, `{ "KEY_ID": "2026-11-20T00:00:00+07:00" }`. */
  readonly revocations: string | undefined;
}

/** Reads `RELEASE_KEYS_FILE_<ORGANISATION>` (several files with commas between) and `REVOKED_RELEASE_KEYS_FILE`. */
export function releaseKeyFilesIn(variables: NodeJS.ProcessEnv): ReleaseKeyFiles {
  const keys = participants.flatMap(({ code }): [string, string[]][] => {
    const files = variables[releaseKeysVariable(code)];
    return files ? [[code, files.split(',').map((file) => file.trim())]] : [];
  });
  return { keys: new Map(keys), revocations: variables['REVOKED_RELEASE_KEYS_FILE'] || undefined };
}

/** The variable that names the files of an organisation's keys. */
export function releaseKeysVariable(organisation: string): string {
  return `RELEASE_KEYS_FILE_${organisation.replaceAll('-', '_').toUpperCase()}`;
}
