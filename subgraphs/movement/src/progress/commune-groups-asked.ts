import type { SubgraphContext } from '@hub/kit';
import { badUserInput, parsePeriod, type PublishedCount, roundDown } from '@hub/protocol';
import { type Commune, communesInForce } from '../commune/commune.loader.js';
import { Area, CommuneType } from '../commune/commune.type.js';
import { denominatorOn, denominatorsOf } from '../denominator/denominator.loader.js';
import { middleOf, rangeOf } from '../denominator/denominator-range.js';
import { regionGroup } from '../region/region.loader.js';
import { type ToldRegion, toldRegions } from '../region/region.resolver.js';
import type { Frame } from './progress-frame.js';

/** A group of people that is asked for. */
export interface AskedGroup {
  readonly group: string;
  /** By what its estimate is known, beside the place. */
  readonly key: string;
  readonly region: ToldRegion | null;
  /** The communes that it is made of; null where it is no group of communes. */
  readonly communes: readonly Commune[] | null;
}

/** The groups by area or by type, with the communes of the frame's day; a type of which there is no commune is no group. */
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
 * The regions as the last day of the frame's month has them, of which sketches were merged; those that are chosen, if any.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export async function groupsByRegion(
  { lastMonth }: Frame,
  chosen: readonly string[] | null | undefined,
  context: SubgraphContext,
): Promise<AskedGroup[]> {
  const { lastDay } = parsePeriod(lastMonth);
  const regions = await toldRegions(lastDay, context);
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

/** How many people a goal counts in a group: what is told, and between which numbers that lies. */
export interface GroupDenominator extends PublishedCount {
  readonly told: number;
}

/**
 * The denominators of communes added up: no person is an inhabitant of two. Of those that are rounded down, the middles are
 * told, so that the sum is not too small by what each leaves out, rounded down itself. Null where one of them is not known.
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
