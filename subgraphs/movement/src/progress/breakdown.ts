import { groupKey, hiddenByError, placeKey, type SubgraphContext } from '@hub/kit';
import { Area, CommuneType } from '../commune/commune.type.js';
import { communesInForce } from '../commune/commune.loader.js';
import { denominatorOn, denominatorsOf } from '../denominator/denominator.loader.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import type { FigurePlace, ProgressBook } from './progress-book.js';
import type { Frame } from './progress-frame.js';

/** By what people are grouped. */
export enum BreakdownBy {
  SEX = 'SEX',
  AGE_BAND = 'AGE_BAND',
  AREA = 'AREA',
  TYPE = 'TYPE',
}

/** The groups of each; those of places are of the root place alone. */
const groupsBy = {
  [BreakdownBy.SEX]: ['FEMALE', 'MALE'],
  [BreakdownBy.AGE_BAND]: ['UNDER_18', '18_34', '35_59', '60_PLUS'],
  [BreakdownBy.AREA]: Object.values(Area),
  [BreakdownBy.TYPE]: Object.values(CommuneType),
} as const satisfies Readonly<Record<BreakdownBy, readonly string[]>>;

/** Whether the groups are communes', so that they have denominators, and belong to the root place alone. */
export const isOfCommunes = (by: BreakdownBy) => by === BreakdownBy.AREA || by === BreakdownBy.TYPE;

/** What is known of one group of a place's people. */
export interface Group {
  readonly group: string;
  readonly people: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly noEstimate: NoEstimate | null;
  readonly denominator: number | null;
  readonly ratio: number | null;
}

/** How far apart the groups are. */
export interface GroupGap {
  readonly points: number;
  readonly highest: string;
  readonly lowest: string;
}

/** The groups of a place's people, each person counted once. */
export async function groupsOf(
  book: ProgressBook,
  frame: Frame,
  place: FigurePlace,
  by: BreakdownBy,
  context: SubgraphContext,
): Promise<Group[]> {
  const denominators = isOfCommunes(by)
    ? await denominatorsByGroup(frame, by, context)
    : new Map<string, number | null>();
  return groupsBy[by].flatMap((group): Group[] => {
    const found = book.groupOf(frame, place, groupKey(placeKey(place.row), group));
    const denominator = denominators.get(group) ?? null;
    // A type of which there is no commune is no group.
    if (isOfCommunes(by) && !denominators.has(group)) return [];
    const shown = typeof found === 'string' ? found : (hiddenByError(found) ?? NoEstimate.TOO_FEW);
    if (typeof shown === 'string') {
      return [{ group, people: null, interval: null, noEstimate: shown, denominator, ratio: null }];
    }
    const ratio = denominator ? shown.estimate / denominator : null;
    return [{ group, people: shown.estimate, interval: shown.interval, noEstimate: null, denominator, ratio }];
  });
}

/** The gap between the groups with the highest and the lowest ratio; null where fewer than two have one. */
export function gapBetween(groups: readonly Group[]): GroupGap | null {
  const known = groups.flatMap(({ group, ratio }) => (ratio === null ? [] : [{ group, ratio }]));
  const [lowest, ...others] = known.toSorted((a, b) => a.ratio - b.ratio);
  const highest = others.at(-1);
  if (!lowest || !highest) return null;
  return { points: (highest.ratio - lowest.ratio) * 100, highest: highest.group, lowest: lowest.group };
}

/** The denominators of the communes of each group that there is, added up; null where one of them is not known. */
async function denominatorsByGroup(
  { goal, day }: Frame,
  by: BreakdownBy,
  context: SubgraphContext,
): Promise<ReadonlyMap<string, number | null>> {
  const sums = new Map<string, number | null>();
  const communes = await communesInForce(context).load(day);
  const versions = await Promise.all(communes.map((commune) => denominatorsOf(goal.audience, commune, context)));
  for (const [index, commune] of communes.entries()) {
    const group = by === BreakdownBy.AREA ? commune.area : commune.type;
    const known = denominatorOn(versions[index] ?? [], day);
    if (!group) continue;
    const sum = sums.has(group) ? sums.get(group) : 0;
    sums.set(group, sum == null || known?.value == null ? null : sum + known.value);
  }
  return sums;
}
