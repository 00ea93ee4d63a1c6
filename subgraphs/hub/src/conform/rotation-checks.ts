import { type Group } from './check.js';
import { unmetRelease } from './release-checks.js';
import { compareSketches } from './sketch-checks.js';
import type { Trial } from './trial.js';

/** Checks the rotation of pseudonym keys and of the signing key: no data is lost, and none is disclosed. */
export function rotationChecks(trial: Trial): Group {
  const { months, nextPseudonymKeys } = trial.options;
  const left = () => trial.people.filter((one) => one !== trial.erased);
  return {
    name: 'rotation',
    page: 'docs/protocol/pseudonyms.md#what-the-keys-are-called',
    checks: [
      {
        name: 'after pseudonyms went to their next version, figures are as before',
        run: async () => {
          const release = await trial.otherPseudonyms();
          const before = trial.hub.releases.get((release.header?.number ?? 0) - 1);
          const differing = [...(before?.cells ?? [])].find(
            ([key, cell]) => release.cells.get(key)?.join() !== cell.join(),
          );
          if (!differing) return;
          const [key, cell] = differing;
          const came = `${release.cells.get(key)?.join() ?? 'no cell'} in the place of ${cell.join()}`;
          throw unmetRelease(trial, release, came, 'the cells of before: nobody came and nobody went');
        },
      },
      {
        name: 'sketches are made anew under the next version',
        run: async () => {
          const release = await trial.otherPseudonyms();
          for (const month of months) await compareSketches(trial, release, month, left(), nextPseudonymKeys);
        },
      },
      {
        name: 'the first release under another signing key is signed by it, and FULL',
        page: 'docs/protocol/releases.md',
        run: async () => {
          const former = trial.hub.releases.get(trial.hub.newest)?.keyId;
          const release = await trial.otherKey();
          if (release.keyId === undefined || release.keyId === former) {
            const came =
              release.keyId === undefined ? 'a release that no known key signed' : 'a release under the former key';
            throw unmetRelease(trial, release, came, 'a release under a key that was told by link/v1/statements');
          }
          if (release.header?.kind !== 'FULL')
            throw unmetRelease(trial, release, 'a release of CHANGES', 'a FULL release');
        },
      },
    ],
  };
}
