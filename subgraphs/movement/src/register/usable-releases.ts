import type { KeysOfOrganisation } from './release-keys.js';
import type { TakenRelease } from './taken-releases.js';

/**
 * An organisation's releases that still count, from all in order of time. A key that is revoked from a time on
 * excludes the releases that the register took in under it since, and the releases based on them, up to the next full
 * release under a valid key.
 */
export function usableReleases(releases: readonly TakenRelease[], keys: KeysOfOrganisation): TakenRelease[] {
  let isBroken = false;
  return releases.filter((release) => {
    if (isRevoked(release, keys)) isBroken = true;
    else if (release.kind === 'FULL') isBroken = false;
    return !isBroken;
  });
}

/**
 * Whether a release's key was revoked when the register took the release in. The signer states `madeAt`, and a thief
 * of a key can state any day.
 */
export function isRevoked({ keyId, takenAt }: TakenRelease, keys: KeysOfOrganisation): boolean {
  const revokedFrom = keys.get(keyId)?.revokedFrom;
  return revokedFrom !== undefined && takenAt.getTime() >= Date.parse(revokedFrom);
}

/**
 * The number of the last release that counts, if the later stored ones do not; 0 if none counts. Undefined if the
 * newest counts.
 */
export function lastBeforeRevoked(releases: readonly TakenRelease[], keys: KeysOfOrganisation): number | undefined {
  const last = usableReleases(releases, keys).at(-1)?.number ?? 0;
  return last === (releases.at(-1)?.number ?? 0) ? undefined : last;
}
