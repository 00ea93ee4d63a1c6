import { describe, expect, test } from '@jest/globals';
import { testKey } from '../../../../test/support/offered-releases.js';
import type { KeysOfOrganisation } from './release-keys.js';
import type { TakenRelease } from './taken-releases.js';
import { lastBeforeRevoked, usableReleases } from './usable-releases.js';

const { publicKey: key } = testKey();

/**
 * Releases that came in from January to June, one a month, each written as `F` or `C` (full, changes) and the key that
 * signed it; all of them say that they were made before.
 */
const chain = (...releases: readonly string[]): TakenRelease[] =>
  releases.map((written, index) => ({
    organisation: 'womens-union',
    number: index + 1,
    hash: '',
    keyId: written[1] ?? '',
    kind: written.startsWith('F') ? 'FULL' : 'CHANGES',
    madeAt: '2025-12-31T01:00:00.000Z',
    takenAt: new Date(`2026-0${index + 1}-15T01:00:00.000Z`),
    ...{ through: '2025-12-31', until: '2025-12-31' },
    demonstration: false,
    withdrawnReason: null,
    withdrawnBy: null,
    isPending: false,
    acceptedAt: null,
  }));

const keys = (revoked: Readonly<Record<string, string>>): KeysOfOrganisation =>
  new Map(['a', 'b'].map((id) => [id, { key, revokedFrom: revoked[id] }]));

describe('the releases that count', () => {
  test.each<[string, string[], Record<string, string>, number[]]>([
    ['while no key is revoked', ['Fa', 'Ca', 'Cb'], {}, [1, 2, 3]],
    ['before the day from which its key is revoked', ['Fa', 'Ca'], { a: '2026-02-01T00:00:00+07:00' }, [1]],
    ['not in the very moment', ['Fa', 'Ca'], { a: '2026-02-15T08:00:00+07:00' }, [1]],
    ['but in the one before', ['Fa', 'Ca'], { a: '2026-02-15T08:00:01+07:00' }, [1, 2]],
    ['not those that build upon one that does not', ['Fa', 'Ca', 'Cb'], { a: '2026-02-01T00:00:00Z' }, [1]],
    [
      'again from a full one under another key on',
      ['Fa', 'Ca', 'Cb', 'Fb', 'Cb'],
      { a: '2026-02-01T00:00:00Z' },
      [1, 4, 5],
    ],
    ['not a full one under the same key', ['Fa', 'Ca', 'Fa', 'Cb'], { a: '2026-02-01T00:00:00Z' }, [1]],
    ['none where the key is revoked from the first on', ['Fa', 'Ca'], { a: '2025-01-01T00:00:00Z' }, []],
  ])('%s', (_what, releases, revoked, expected) => {
    expect(usableReleases(chain(...releases), keys(revoked)).map(({ number }) => number)).toEqual(expected);
  });

  test.each<[string, string[], number | undefined]>([
    ['the newest counts', ['Fa', 'Ca', 'Fb'], undefined],
    ['the newest do not', ['Fa', 'Ca', 'Cb'], 1],
    ['none is there', [], undefined],
  ])('where %s, the last before is %j: %j', (_what, releases, expected) => {
    expect(lastBeforeRevoked(chain(...releases), keys({ a: '2026-02-01T00:00:00Z' }))).toBe(expected);
  });
});
