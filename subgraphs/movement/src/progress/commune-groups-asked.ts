import type { SubgraphContext } from '@hub/kit';
import { badUserInput, parsePeriod, type PublishedCount, roundDown } from '@hub/protocol';
import { type Commune, communesInForce } from '../commune/commune.loader.js';
import { Area, CommuneType } from '../commune/commune.type.js';
import { denominatorOn, denominatorsOf } from '../denominator/denominator.loader.js';
import { middleOf, rangeOf } from '../denominator/denominator-range.js';
import { regionGroup } from '../region/region.loader.js';
import { type RegionOfDay, regionsOfDay } from '../region/region.resolver.js';
import type { Frame } from './progress-frame.js';

/** A requested group of people. */
export interface AskedGroup {
  readonly group: string;
  /** Identifies the group's estimate within a place. */
  readonly key: string;
  readonly region: RegionOfDay | null;
  /** The communes of the group; null if it is no group of communes. */
  readonly communes: readonly Commune[] | null;
}

/** The groups by area or by type, with the communes of the frame's day. A type without communes makes no group. */
export async function groupsByKind(
  kind: 'area' | 'type',
  { day }: Frame,
  context: SubgraphContext,
): Promise<AskedGroup[]> {
  const byGroup = Map.groupBy(await communesInForce(context).load(day), (commune) => commune[kind]);
  const groups: (Area | CommuneType)[] = kind === 'area' ? Object.values(Area) : Object.values(CommuneType);
  return groups.flatMap((group) => {
    const communes = byGroup.get(group);
    return communes ? [{ group, key: group, region: null, communes }] : [];
  });
}

/**
 * The regions on the last day of the frame's month, for which sketches were merged; only the chosen ones, if any are
 * chosen.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export async function groupsByRegion(
  { lastMonth }: Frame,
  chosen: readonly string[] | null | undefined,
  context: SubgraphContext,
): Promise<AskedGroup[]> {
  const { lastDay } = parsePeriod(lastMonth);
  const regions = await regionsOfDay(lastDay, context);
  const unknown = (chosen ?? []).find((code) => regions.every((region) => region.code !== code));
  if (unknown !== undefined) {
    throw badUserInput(
      `Expected codes of regions that are in force on ${lastDay}, as Query.regions lists them, but got ${JSON.stringify(unknown)}.`,
    );
  }
  return regions
    .filter(({ code }) => chosen?.includes(code) ?? true)
    .map((region) => ({ group: region.code, key: regionGroup(region), region, communes: region.communesOnDay }));
}

/** A group's denominator: the published number, and its range. */
export interface GroupDenominator extends PublishedCount {
  readonly told: number;
}

/**
 * The sum of communes' denominators: no person is an inhabitant of two communes. Rounded-down numbers enter the
 * published sum with the middles of their ranges, since the sum of the lower ends would be too small; the sum itself
 * is rounded down. Null if one of the denominators is unknown.
 */
export async function denominatorOfCommunes(
  communes: readonly Commune[],
  { goal, day }: Frame,
  context: SubgraphContext,
): Promise<GroupDenominator | null> {
  const versions = await Promise.all(communes.map((commune) => denominatorsOf(goal.audience, commune, context)));
  const sum = { people: 0, atMost: 0, middle: 0 };
  for (const one of versions) {
    const range = rangeOf(denominatorOn(one, day));
    if (range === null) return null;
    sum.people += range.people;
    sum.atMost += range.atMost;
    sum.middle += middleOf(range);
  }
  const { people, atMost, middle } = sum;
  return { people, atMost, told: atMost > people ? roundDown(middle) : middle };
}
