import type { KeysOfOrganisation } from './release-keys.js';
import type { TakenRelease } from './taken-releases.js';

/**
 * Of an organisation's releases, the oldest first, those that still count: a key that is revoked from a day on takes out
 * what it signed since then, and what builds upon that, up to the next full release under a key that counts.
 */
export function usableReleases(releases: readonly TakenRelease[], keys: KeysOfOrganisation): TakenRelease[] {
  let isBroken = false;
  return releases.filter((release) => {
    if (isRevoked(release, keys)) isBroken = true;
    else if (release.kind === 'FULL') isBroken = false;
    return !isBroken;
  });
}

/** Whether a release was signed by a key that was revoked by then. */
export function isRevoked({ keyId, madeAt }: TakenRelease, keys: KeysOfOrganisation): boolean {
  const revokedFrom = keys.get(keyId)?.revokedFrom;
  return revokedFrom !== undefined && Date.parse(madeAt) >= Date.parse(revokedFrom);
}
