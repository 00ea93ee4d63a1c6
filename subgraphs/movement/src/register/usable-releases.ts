import type { KeysOfOrganisation } from './release-keys.js';
import type { TakenRelease } from './taken-releases.js';

/**
 * Of an organisation's releases, the oldest first, those that still count: a key that is revoked from a moment on takes out
 * what the register took in under it since then, and what builds upon that, up to the next full release under a key that
 * counts.
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
 * Whether the key that signed a release was revoked when the register took it in: when it was made, its signer says, and
 * whoever has stolen a key may say any day.
 */
export function isRevoked({ keyId, takenAt }: TakenRelease, keys: KeysOfOrganisation): boolean {
  const revokedFrom = keys.get(keyId)?.revokedFrom;
  return revokedFrom !== undefined && takenAt.getTime() >= Date.parse(revokedFrom);
}

/**
 * The number of the last release that counts, where those that are held after it do not; 0 where none does. Undefined
 * where the newest counts.
 */
export function lastBeforeRevoked(releases: readonly TakenRelease[], keys: KeysOfOrganisation): number | undefined {
  const last = usableReleases(releases, keys).at(-1)?.number ?? 0;
  return last === (releases.at(-1)?.number ?? 0) ? undefined : last;
}
