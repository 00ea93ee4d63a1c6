import type { SubgraphContext } from '@hub/kit';
import { badUserInput, parsePeriod, roundDown } from '@hub/protocol';
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

/**
 * The denominators of communes added up: no person is an inhabitant of two. Of those that are rounded down, the middles, so
 * that the sum is not too small by what each leaves out, rounded down itself. Null where one of them is not known.
 */
export async function denominatorOfCommunes(
  communes: readonly Commune[],
  { goal, day }: Frame,
  context: SubgraphContext,
): Promise<number | null> {
  const versions = await Promise.all(communes.map((commune) => denominatorsOf(goal.audience, commune, context)));
  const ranges = versions.map((one) => rangeOf(denominatorOn(one, day)));
  const sum = ranges.reduce<number | null>(
    (all, range) => (all === null || range === null ? null : all + middleOf(range)),
    0,
  );
  const isRounded = ranges.some((range) => range !== null && range.atMost > range.people);
  return sum !== null && isRounded ? roundDown(sum) : sum;
}
