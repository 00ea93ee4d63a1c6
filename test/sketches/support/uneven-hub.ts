import { PlayedHub, type PeopleOf } from './played-hub.js';
import { SplitMix64 } from './split-mix.js';

/** A fault of an organisation that makes the hub's figures worse. */
export type Trouble =
  /** It reports each month after that was closed without it. */
  | 'late'
  /** It reports two months, and then no more. */
  | 'silent'
  /** It never reports. */
  | 'absent'
  /** Its first reports are wrong: some people have a wrong number, and some numbers belong to no person. */
  | 'correcting';

/** A hub of uneven communes, and the true people of its organisations. */
export interface UnevenHub {
  readonly hub: PlayedHub;
  readonly months: readonly string[];
  readonly communes: number;
  /** How many people live in a commune. */
  readonly sizes: readonly number[];
  readonly groups: ReadonlyMap<string, readonly number[]>;
  /** How many people there are in some communes at the end of a month, each counted once. */
  readonly truth: (month: string, communes: readonly number[]) => number;
  /** The number of them that organisations have reported by the end. */
  readonly told: (month: string, communes: readonly number[]) => number;
}

/** One organisation's people of one commune: so many join each month, from a first on. */
interface Membership {
  readonly persons: readonly number[];
  /** The first reports: some people have another number. */
  readonly reported: readonly (readonly number[])[];
  readonly joined: readonly number[];
}

const communes = 30;
const months = ['2026-01', '2026-02', '2026-03', '2026-04'];

/**
 * Draws a hub: 2 to 5 organisations, and 30 communes of 4 to 6,000 reachable people, most of them small. Each
 * organisation reaches its own share of a commune's people; in some communes none, or too few for a published number.
 * Some of the reached people are there from the start; others join month by month, with a pause here and there.
 * @param trouble the fault of the first organisation; none by default.
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
  /** The people of an organisation at a month's end; with `isReported`, as in the first report. */
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
    // A release repeats all earlier months, so its sketches cover them all.
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
  /** Whether its last month repeats the faults of the first report. */
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

/**
 * Two people in a hundred are first reported under another number, and four in a hundred together with one more number
 * without a person.
 */
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
