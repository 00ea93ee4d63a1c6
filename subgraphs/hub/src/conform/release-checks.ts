import type { Cell } from '@hub/protocol';
import { type Check, type Group, LeftOut, Unmet } from './check.js';
import type { Trial } from './trial.js';
import type { TrialRelease } from './trial-release.js';

const shortHeader = (release: TrialRelease) => release.given.header.slice(0, 600);

/** The failure of a release. */
export function unmetRelease(trial: Trial, release: TrialRelease, came: string, expected: string): Unmet {
  return new Unmet(
    `what was asked of ${trial.options.organisation} in its trial`,
    `${came}\n${shortHeader(release)}`,
    expected,
  );
}

/** Names of checks and their requirements, by the codes with which a hub refuses releases. */
const byCode: readonly (readonly [name: string, codes: readonly string[], expected: string])[] = [
  [
    'a header is the canonical text of a release',
    ['UNREADABLE', 'UNKNOWN_FORMAT', 'NOT_CANONICAL', 'TOO_LARGE'],
    'a header and pages in canonical JSON, cells in their order',
  ],
  [
    'a release is signed by a key of the organisation',
    ['BAD_SIGNATURE', 'UNKNOWN_KEY'],
    'a detached JWS over the header',
  ],
  [
    'a release follows the one before it',
    ['OTHER_ORGANISATION', 'OTHER_NUMBER', 'OUT_OF_ORDER', 'NOT_FULL'],
    'the next number, and FULL where there is none before or one is withdrawn',
  ],
  [
    'a release names the digests of what it rests on',
    ['OTHER_DIGEST'],
    'the digests of the former header and of each page',
  ],
  [
    'days and moments go forth',
    ['WRONG_CLOCK', 'FUTURE_THROUGH', 'THROUGH_WENT_BACK'],
    'days that have passed, in order',
  ],
  [
    'counts stand in tens, and leave ten values',
    ['NOT_ROUNDED'],
    'people and turns in tens, and atMost nine above at least',
  ],
];

/** Checks that releases arrive in the protocol's form and are consistent. */
export function releaseChecks(trial: Trial): Group {
  const { hub, options } = trial;
  const linked = (name: string, run: () => void | Promise<void>): Check => ({
    name,
    run: async () => {
      await trial.second();
      await run();
    },
  });
  const faultless = ([name, codes, expected]: (typeof byCode)[number]): Check =>
    linked(name, async () => {
      await trial.withdrawal().catch(() => undefined);
      for (const release of hub.releases.values()) {
        const fault = release.faults.find(({ code }) => codes.includes(code));
        if (fault) throw unmetRelease(trial, release, `${fault.code}: ${fault.message}`, expected);
      }
    });
  return {
    name: 'releases',
    page: 'docs/protocol/releases.md',
    checks: [
      {
        name: 'messages are signed, canonical and of now',
        page: 'docs/protocol/link.md#an-exchange',
        run: async () => {
          await trial.linked();
          await trial.second().catch(() => undefined);
          const [fault] = hub.faults;
          if (fault) throw new Unmet('an answer to the message before', fault.came, fault.message);
        },
      },
      {
        name: 'a first release is handed over',
        run: async () => {
          await trial.first();
        },
      },
      ...byCode.map(faultless),
      linked('a release of changes says what changed, and no more', () => {
        for (const [number, release] of hub.releases) {
          if (release.header?.kind !== 'CHANGES') continue;
          const before = hub.releases.get(number - 1)?.cells ?? new Map<string, Cell>();
          const same = release.own.find((cell) => before.get(cell.slice(0, 4).join(' '))?.join() === cell.join());
          if (same)
            throw unmetRelease(
              trial,
              release,
              `the cell ${same.join()} again`,
              'cells that differ from the release before',
            );
        }
      }),
      linked('releases that are asked for again are the same texts', async () => {
        const known = hub.newest;
        hub.askAgain();
        const came = await hub.until(() => hub.said.again.size >= known, options.patienceMs);
        if (!came) {
          throw new Unmet(
            'releases.after 0 in an answer',
            `releases ${[...hub.said.again].join() || 'none'} again`,
            `releases 1 to ${known} again`,
          );
        }
        const [altered] = hub.altered;
        const release = altered === undefined ? undefined : hub.releases.get(altered);
        if (release)
          throw unmetRelease(
            trial,
            release,
            `release ${altered ?? ''} as another text`,
            'the text that was handed over first',
          );
      }),
      linked('what was known on a day is known of that day after a later release', async () => {
        const month = options.months[0];
        const [first, second] = [await trial.first(), await trial.second()];
        for (const [key, before] of first.cells) {
          if (before[3] !== month) continue;
          const after = second.cells.get(key);
          if (after?.join() !== before.join()) {
            throw unmetRelease(
              trial,
              second,
              `${before.join()} in the first release, and ${after?.join() ?? 'nothing'} of the same month in the second`,
              'the same figures of a month of which nothing changed',
            );
          }
        }
      }),
      linked('a withdrawal has the figures of the last release that was never withdrawn', async () => {
        const withdrawal = await trial.withdrawal();
        const [first, second] = [await trial.first(), await trial.second()];
        const number = second.header?.number ?? 0;
        if (withdrawal.header?.kind !== 'FULL' || !withdrawal.header.withdraws.some((one) => one.number === number)) {
          throw unmetRelease(trial, withdrawal, 'another release', `a FULL release that withdraws ${number}`);
        }
        const text = (cells: TrialRelease['cells']) =>
          [...cells.values()]
            .map((cell) => cell.join())
            .sort()
            .join(' ');
        if (text(withdrawal.cells) !== text(first.cells)) {
          throw unmetRelease(
            trial,
            withdrawal,
            'other cells than those of release 1',
            'the cells of the last that was never withdrawn',
          );
        }
      }),
      {
        name: 'a publication that is handed out is kept, and a notice is noted, signed',
        page: 'docs/protocol/link.md#an-exchange',
        run: async () => {
          await trial.first();
          if (await hub.until(() => hub.said.kept && hub.said.noted, options.patienceMs)) return;
          throw new Unmet(
            'publications and notices in the answer of an exchange',
            `${hub.said.kept ? 'the publication kept' : 'no publication kept'}, ${hub.said.noted ? 'the notice noted' : 'no notice noted'}`,
            'kept and noted in a message after it',
          );
        },
      },
    ],
  };
}

/** All checks of a group as one check that is left out. */
export function leftOutGroup(name: string, page: string, reason: string): Group {
  return {
    name,
    page,
    checks: [
      {
        name: 'the whole group',
        run: () => Promise.reject(new LeftOut(reason)),
      },
    ],
  };
}
