import { inForceOn, isInForceOn, nearestTo, type SubgraphContext } from '@hub/kit';
import { type Cell, keyOfCell, monthNumber, parsePeriod, type ReleaseHeader, takeIn, untilOf } from '@hub/protocol';
import type { KnownRelease, Register } from '../register/register.js';
import { readCells } from '../register/taken-releases.js';
import { type Bound, type Counted, defaultBound, type Finding, judgeCells } from './judge-cells.js';
import { newestAccepted } from './pending-releases.js';

type Em = SubgraphContext['em'];

/** The age of the release that growth is measured from, in milliseconds before the judged release. */
const baseMs = 30 * 86_400_000;

interface InTime {
  readonly validFrom: string;
  readonly validUntil: string | null;
}

type GoalRow = InTime & { readonly code: string; readonly audience: string; readonly startsOn: string };
type BoundRow = Bound & InTime & { readonly goalCode: string };
type DenominatorRow = InTime & {
  readonly audience: string;
  readonly placeCode: string;
  readonly atMost: number | null;
};

/**
 * Judges a release before it is taken in: finds the figures that exceed their denominator, or the bound of growth.
 * @param rootPlace the code of the hub's root place.
 */
export async function judgeRelease(
  em: Em,
  register: Register,
  rootPlace: string,
  header: ReleaseHeader,
  cells: readonly Cell[],
): Promise<Finding[]> {
  const { organisation, number } = header;
  const before = (await register.current()).get(organisation);
  const one = em.fork();
  const [goals, bounds, denominators, base] = await Promise.all([
    one.execute<GoalRow[]>(
      `select code, audience, starts_on::text as "startsOn", valid_from::text as "validFrom", valid_until::text as "validUntil" from goal`,
    ),
    one.execute<BoundRow[]>(
      `select goal_code as "goalCode", most_share as "mostShare", most_growth as "mostGrowth", least_people as "leastPeople",
         valid_from::text as "validFrom", valid_until::text as "validUntil" from release_bound`,
    ),
    one.execute<DenominatorRow[]>(
      `select audience, place_code as "placeCode", at_most as "atMost", valid_from::text as "validFrom", valid_until::text as "validUntil"
       from denominator where valid_from is not null order by version desc`,
    ),
    baseOf(em, register, header),
  ]);
  const goalsByCode = Map.groupBy(goals, ({ code }) => code);
  const boundsByGoal = Map.groupBy(bounds, ({ goalCode }) => goalCode);
  const byPlace = Map.groupBy(denominators, ({ audience, placeCode }) => `${audience} ${placeCode}`);
  const until = untilOf(header);
  const goalOn = (code: string, day: string) => nearestTo(goalsByCode.get(code) ?? [], day);
  // A release in between that does not count has changed cells that this one does not repeat.
  const isNext = header.kind === 'FULL' || (before?.release.number ?? 0) === number - 1;
  const judged = isNext ? cells : await foldedUpon(em, header, cells);
  return judgeCells(judged, {
    before: before && countedOf(before),
    base: base && countedOf(base),
    startOf: (code) => {
      const goal = goalOn(code, until);
      return goal && monthNumber(goal.startsOn.slice(0, 7));
    },
    boundOf: (code, month) => inForceOn(boundsByGoal.get(code) ?? [], parsePeriod(month).lastDay) ?? defaultBound,
    denominatorOf: ([goalCode, placeCode, placeFrom, month]) => {
      const { lastDay } = parsePeriod(month);
      const day = lastDay < until ? lastDay : until;
      const audience = goalOn(goalCode, day)?.audience ?? '';
      const versions = byPlace.get(`${audience} ${placeCode}`) ?? [];
      const found = versions.find((one) => isInForceOn(one, day));
      // If several communes had the same code, each has the denominators of the days on which it existed.
      return found && (placeCode === rootPlace || found.validFrom >= placeFrom) ? found.atMost : null;
    },
  });
}

/**
 * The release that counted a month before, or else the organisation's first; or a release accepted since, as growth
 * is measured from accepted figures. Undefined before the first release.
 */
async function baseOf(
  em: Em,
  register: Register,
  { organisation, madeAt }: ReleaseHeader,
): Promise<KnownRelease | undefined> {
  const counted = (await register.releases()).get(organisation) ?? [];
  const monthAgo = Date.parse(madeAt) - baseMs;
  const former = counted.findLast((one) => Date.parse(one.madeAt) <= monthAgo) ?? counted[0];
  const accepted = await newestAccepted(em, organisation);
  const base = counted.find(({ number }) => number === accepted && number > (former?.number ?? 0)) ?? former;
  return base && (await register.of(new Map([[organisation, base]]))).get(organisation);
}

/** All cells that would be current after a release. */
async function foldedUpon(em: Em, { organisation, number }: ReleaseHeader, cells: readonly Cell[]): Promise<Cell[]> {
  const former = await readCells(em, organisation, number - 1);
  return [...takeIn(new Map(former.map((cell) => [keyOfCell(cell), cell])), 'CHANGES', [cells]).values()];
}

function countedOf({ figures, release }: KnownRelease): Counted {
  return { figures, through: monthNumber(release.until.slice(0, 7)) };
}
