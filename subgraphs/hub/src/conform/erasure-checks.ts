import { type Group, LeftOut } from './check.js';
import { unmetRelease } from './release-checks.js';
import { saidOf, type SeededPerson, truthOf } from './seeded-people.js';
import { compareSketches, expectedSketch } from './sketch-checks.js';
import type { Trial } from './trial.js';
import type { TrialRelease } from './trial-release.js';

/** Checks that the erasure of a person changes the ledger and the sketches. */
export function erasureChecks(trial: Trial): Group {
  const { goal, root, months, pseudonymKeys } = trial.options;
  const left = () => trial.people.filter((one) => one !== trial.erased);
  /** Chooses the first person whose erasure changes both the published number and the sketch of the person's commune. */
  const choose = (cells: TrialRelease['cells']): SeededPerson => {
    const [, month] = months;
    const truth = truthOf(trial.people, month, root);
    const atTen = [...truth].find(
      ([place, people]) => place !== root && saidOf(cells, goal, place, month)[0] === people,
    );
    const neighbours = trial.people.filter(({ commune }) => commune === atTen?.[0]);
    const told = neighbours.find((one) => {
      const { commune } = one;
      const others = neighbours.filter((other) => other !== one);
      const [whole, rest] = [neighbours, others].map((some) =>
        expectedSketch(trial, some, commune, month, pseudonymKeys),
      );
      return whole && rest && !whole.equals(rest);
    });
    if (!told) throw new LeftOut('no count of its second release stands at a ten, so that nobody’s erasure would show');
    return told;
  };
  const erased = async () => {
    const { cells } = await trial.second();
    trial.erased ??= choose(cells);
    return trial.erasure(trial.erased);
  };
  return {
    name: 'erasure',
    page: 'docs/protocol/pseudonyms.md#erasing-a-person',
    checks: [
      {
        name: 'the figures after an erasure are those of the people who are left',
        run: async () => {
          const release = await erased();
          for (const month of months) {
            const truth = truthOf(left(), month, root);
            for (const place of [trial.erased?.commune ?? '', root]) {
              const [least, most] = saidOf(release.cells, goal, place, month);
              const people = truth.get(place) ?? 0;
              if (people >= least && people <= most) continue;
              const came = `${place} in ${month} says ${least} to ${most}, but ${people} people are left`;
              throw unmetRelease(trial, release, came, 'a range that the count without the erased person is in');
            }
          }
        },
      },
      {
        name: 'the sketches after an erasure are those of the people who are left',
        run: async () => {
          const release = await erased();
          for (const month of months) await compareSketches(trial, release, month, left(), pseudonymKeys);
        },
      },
      {
        name: 'a person who was erased is in no message',
        run: async () => {
          const release = await erased();
          const number = trial.erased?.number ?? '';
          if (number === '') throw new LeftOut('nobody was erased');
          const texts = [...trial.hub.releases.values()].flatMap(({ given }) => [given.header, ...given.pages]);
          if (texts.some((text) => text.includes(number))) {
            throw unmetRelease(trial, release, 'a citizen’s number in what was handed over', 'no number anywhere');
          }
        },
      },
    ],
  };
}
