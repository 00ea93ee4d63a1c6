import { PlayedHub, type PeopleOf } from './played-hub.js';
import { SplitMix64 } from './split-mix.js';

/** What an organisation may do that its hub's figures suffer from. */
export type Trouble =
  /** It reports each month after that was closed without it. */
  | 'late'
  /** It reports two months, and then no more. */
  | 'silent'
  /** It never reports. */
  | 'absent'
  /** What it reported first is wrong: of some people the number is another's, and some were never there. */
  | 'correcting';

/** A hub of uneven communes, and whom its organisations have in truth. */
export interface UnevenHub {
  readonly hub: PlayedHub;
  readonly months: readonly string[];
  readonly communes: number;
  /** How many people live in a commune. */
  readonly sizes: readonly number[];
  readonly groups: ReadonlyMap<string, readonly number[]>;
  /** How many people there are in some communes at the end of a month, each counted once. */
  readonly truth: (month: string, communes: readonly number[]) => number;
  /** How many of them organisations have told of by the end. */
  readonly told: (month: string, communes: readonly number[]) => number;
}

/** One organisation's people of one commune: so many join each month, from a first on. */
interface Membership {
  readonly persons: readonly number[];
  /** As they were reported first: another's number in the place of some. */
  readonly reported: readonly (readonly number[])[];
  readonly joined: readonly number[];
}

const communes = 30;
const months = ['2026-01', '2026-02', '2026-03', '2026-04'];

/**
 * Draws a hub: 2 to 5 organisations and 30 communes of 4 to 6,000 people whom they may reach, small ones most often. Each
 * organisation reaches a share of a commune's people of its own; in some nobody, or so few that nothing is published. Of
 * whom it reaches it had some before, and gets others month by month, here and there none.
 * @param trouble what its first organisation does; nothing unless told.
 */
export async function unevenHub(number: number, trouble?: Trouble): Promise<UnevenHub> {
  const random = new SplitMix64(number * 7919 + 11);
  const organisations = Array.from({ length: 2 + Math.floor(random.fraction() * 4) }, (_, index) => `o${index}`);
  const all = Array.from({ length: communes }, (_, commune) => commune);
  const groups = new Map([
    ...['A', 'B', 'C'].map((name, at) => [name, all.filter((commune) => commune % 3 === at)] as const),
    ...['r0', 'r1', 'r2', 'r3'].map((name, at) => [name, all.filter((commune) => commune % 4 === at)] as const),
  ]);
  const hub = new PlayedHub({ organisations, communes, seed: `union ${number}`, groups });
  const sizes = all.map(() => Math.round(4 * 1500 ** (random.fraction() ** 1.3)));
  const memberships = organisations.map(() => {
    const reach = 0.15 + 0.6 * random.fraction();
    return sizes.map((size, commune): Membership => {
      const isAbsent = random.fraction() < 0.2;
      const share = isAbsent ? 0.05 * random.fraction() : reach * (0.4 + 0.9 * random.fraction());
      const growth = random.fraction() < 0.25 ? 0 : 0.5 * random.fraction();
      const persons: number[] = [];
      const joined: number[] = [];
      for (let index = 0; index < size; index += 1) {
        if (random.fraction() >= share) continue;
        persons.push(commune * 10_000 + index);
        joined.push(random.fraction() < growth ? 1 + Math.floor(random.fraction() * 3) : 0);
      }
      return { persons, reported: persons.map((person) => [person]), joined };
    });
  });
  if (trouble === 'correcting') reportWrongly(memberships[0] ?? [], random);
  const [first] = organisations.keys();
  /** Whom an organisation has at a month's end; whom it says at first where that is asked for. */
  const peopleOf = (organisation: number, isReported = false): PeopleOf => {
    return (month, commune) => {
      const at = months.indexOf(month);
      const { persons = [], reported = [], joined = [] } = memberships[organisation]?.[commune] ?? {};
      return persons.flatMap((person, index) => {
        if ((joined[index] ?? 0) > at) return [];
        return isReported ? (reported[index] ?? []) : [person];
      });
    };
  };
  const isSilentIn = (organisation: number, at: number) =>
    organisation === first && (trouble === 'absent' || (trouble === 'silent' && at >= 2));
  for (const { organisation, at, madeAt, isWrong } of releasesOf(organisations.length, trouble)) {
    if (isSilentIn(organisation, at)) continue;
    const [corrected, reported] = [peopleOf(organisation), peopleOf(organisation, true)];
    // What was released before is released again: the sketches of all months are those of this release.
    hub.release(organisations[organisation] ?? '', lastDayOf(at), madeAt, months.slice(0, at + 1), (month, commune) =>
      (isWrong && month === months[at] ? reported : corrected)(month, commune),
    );
    await hub.estimate(madeAt);
  }
  await hub.estimate('2026-09-30T00:00:00Z');
  const counted = (some: readonly number[], monthOf: (organisation: number) => string | undefined) =>
    some.reduce((sum, commune) => {
      const people = organisations.flatMap((_, index) => {
        const until = monthOf(index);
        return until === undefined ? [] : [...peopleOf(index)(until, commune)];
      });
      return sum + new Set(people).size;
    }, 0);
  return {
    ...{ hub, months, communes, sizes, groups },
    truth: (month, some) => counted(some, () => month),
    told: (month, some) =>
      counted(some, (index) =>
        months.slice(0, months.indexOf(month) + 1).findLast((_month, at) => !isSilentIn(index, at)),
      ),
  };
}

const lastDayOf = (at: number) => new Date(Date.UTC(2026, at + 1, 0)).toISOString().slice(0, 10);

/** One release of an organisation. */
interface PlayedRelease {
  readonly organisation: number;
  /** The month through whose end it is, by its place. */
  readonly at: number;
  readonly madeAt: string;
  /** Whether its last month is as it was reported first. */
  readonly isWrong: boolean;
}

/** The releases of all organisations, one of each month, in the order of time; who corrects adds one at the end. */
function releasesOf(organisations: number, trouble: Trouble | undefined): PlayedRelease[] {
  const releases = months.flatMap((_, at) =>
    Array.from({ length: organisations }, (_one, organisation): PlayedRelease => {
      const days = organisation === 0 && trouble === 'late' ? 41 : 3 + organisation;
      const madeAt = new Date(Date.parse(`${lastDayOf(at)}T03:00:00Z`) + days * 86_400_000).toISOString();
      return { organisation, at, madeAt, isWrong: trouble === 'correcting' && organisation === 0 };
    }),
  );
  if (trouble === 'correcting') {
    releases.push({ organisation: 0, at: months.length - 1, madeAt: '2026-07-20T03:00:00Z', isWrong: false });
  }
  return releases.sort((a, b) => (a.madeAt < b.madeAt ? -1 : 1));
}

/** Of two in a hundred people another number is reported first, and of four in a hundred one more that nobody has. */
function reportWrongly(memberships: Membership[], random: SplitMix64): void {
  for (const [commune, membership] of memberships.entries()) {
    const reported = membership.persons.map((person, index): number[] => {
      const drawn = random.fraction();
      const nobody = 1_000_000 + commune * 10_000 + index;
      return drawn < 0.02 ? [nobody] : drawn < 0.06 ? [person, nobody] : [person];
    });
    memberships[commune] = { ...membership, reported };
  }
}
