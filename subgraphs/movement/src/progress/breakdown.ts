import type { SubgraphContext } from '@hub/kit';
import { groupKey, groupsFrom, hiddenByError, type HiddenEstimate } from '@hub/kit/service';
import { badUserInput, carriedRatio, placeKey, type PublishedCount, roundDown, slack } from '@hub/protocol';
import { communesInForce } from '../commune/commune.loader.js';
import type { RegionOfDay } from '../region/region.resolver.js';
import type { FoundEstimate } from '../sketches/merged-people.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { addedUp, type Part } from '../sketches/parts.js';
import {
  type AskedGroup,
  denominatorOfCommunes,
  type GroupDenominator,
  groupsByKind,
  groupsByRegion,
} from './commune-groups-asked.js';
import { boundsOfParts, type Ends, ratioEndsOf } from './group-gap.js';
import { missedOfGroup } from './missed-since.js';
import { partsOfCommunes } from './parts-of-communes.js';
import type { FigurePlace, ProgressBook } from './progress-book.js';
import { type ConfidentialityStatus, groupConfidentiality } from './confidentiality.js';
import { groupFlags, type ObservationStatus } from './flags.js';
import { type Frame, reportsAt } from './progress-frame.js';

/** The kinds of groups. */
export enum BreakdownBy {
  SEX = 'SEX',
  AGE_BAND = 'AGE_BAND',
  AREA = 'AREA',
  TYPE = 'TYPE',
  REGION = 'REGION',
}

/** The groups of people, in any place. */
const groupsOfPeople = {
  [BreakdownBy.SEX]: ['FEMALE', 'MALE'],
  [BreakdownBy.AGE_BAND]: ['UNDER_18', '18_34', '35_59', '60_PLUS'],
} as const;

/** The arguments of a breakdown: the kind of groups, and for regions which ones (default: all). */
export interface AskedBreakdown {
  readonly by: BreakdownBy;
  readonly regions: readonly string[] | null | undefined;
}

/** The figures of one group of a place's people. */
export interface Group {
  readonly group: string;
  readonly region: RegionOfDay | null;
  readonly people: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly noEstimate: NoEstimate | null;
  readonly denominator: number | null;
  readonly ratio: number | null;
  readonly flags: readonly ObservationStatus[];
  readonly confidentiality: ConfidentialityStatus;
}

/** A group, with the range of its ratio; null if the group's denominator is zero, so that it has no ratio. */
export interface BoundedGroup extends Group {
  readonly ratioEnds: Ends | null;
}

/**
 * Refuses arguments that exclude each other: groups of communes exist for the whole only, and regions can be chosen
 * only for groups by region.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export function refuseBreakdown({ by, regions }: AskedBreakdown, place: FigurePlace): void {
  if (!(by in groupsOfPeople) && !place.isRoot) {
    throw badUserInput(`Expected no commune beside by: ${by}, which groups communes, but got ${place.code}.`);
  }
  if (regions != null && by !== BreakdownBy.REGION) {
    throw badUserInput(`Expected regions beside by: REGION alone, but got them beside by: ${by}.`);
  }
}

/**
 * The groups of a place's people, each person counted once.
 * @param isClosed whether the goal was closed with these figures, even with reports missing.
 */
export async function groupsOf(
  book: ProgressBook,
  frame: Frame,
  place: FigurePlace,
  asked: AskedBreakdown,
  isClosed: boolean,
  context: SubgraphContext,
): Promise<BoundedGroup[]> {
  const groups = await askedGroups(asked, frame, context);
  const isProvisional = !isClosed && reportsAt(frame, place.isRoot).missing.length > 0;
  const shares = book.sharesOf(frame, place);
  const isOfSome = asked.by in groupsOfPeople && haveGroupsOfSome(shares);
  const all = await communesInForce(context).load(frame.day);
  return Promise.all(
    groups.map(async ({ group, key, region, communes }): Promise<BoundedGroup> => {
      const range = communes && (await denominatorOfCommunes(communes, frame, context));
      const parts = communes
        ? partsOfCommunes(book, frame, communes, all)
        : shares.map((share) => share && addedUp([share]));
      const found = isOfSome
        ? NoEstimate.NO_SKETCH
        : book.groupOf(frame, place, groupKey(placeKey(place.row), key), communes !== null);
      return { group, region, ...knownOfGroup(found, parts, range, isProvisional) };
    }),
  );
}

/**
 * The figures of a group of people.
 * @param found the estimate from sketches, or why there is none.
 * @param parts each expected organisation's part of the group; null for an organisation whose part is missing.
 * @param range the range of the group's denominator; null if it is unknown.
 */
export function knownOfGroup(
  found: FoundEstimate | NoEstimate,
  parts: readonly (Part | null)[],
  range: GroupDenominator | null,
  isProvisional: boolean,
): Omit<BoundedGroup, 'group' | 'region'> {
  const denominator = range?.told ?? null;
  const shown = typeof found === 'string' ? found : publishedGroup(found, parts, range?.atMost ?? null);
  if (typeof shown === 'string') {
    const flags = groupFlags({ ...unknownPeople, noEstimate: shown }, isProvisional);
    const confidentiality = groupConfidentiality(shown);
    const ratioEnds = ratioEndsOf(boundsOfParts(parts, range), range);
    return { ...unknownPeople, noEstimate: shown, denominator, flags, confidentiality, ratioEnds };
  }
  const { estimate: people, interval } = shown;
  const ratio = denominator ? carriedRatio(people, denominator) : null;
  const flags = groupFlags({ people, interval, noEstimate: null }, isProvisional);
  const confidentiality = groupConfidentiality(null);
  const ratioEnds = ratioEndsOf(interval, range);
  return { people, interval, noEstimate: null, denominator, ratio, flags, confidentiality, ratioEnds };
}

const unknownPeople = { people: null, interval: null, ratio: null };

/** The published figures of a group. */
export type PublishedGroup = Pick<HiddenEstimate, 'estimate'> & Pick<Group, 'interval'>;

/**
 * The published estimate of a group, if its error hides the exact number; its interval is wider by the people that
 * the estimate may have missed. An organisation without a figure may have any number of people: then only a
 * denominator bounds the group from above.
 * @param parts each expected organisation's part of the group; null for an organisation whose part is missing.
 */
export function publishedGroup(
  found: FoundEstimate,
  parts: readonly (Part | null)[],
  denominator: number | null,
): PublishedGroup | NoEstimate {
  const hidden = hiddenByError(found, found.reach);
  if (!hidden) return NoEstimate.TOO_FEW;
  const { estimate } = hidden;
  const { more, fewer } = missedOfGroup(parts, found);
  const lower = Math.max(0, roundDown(hidden.interval.lower - fewer));
  const upper = roundDown(hidden.interval.upper + more) + slack;
  if (!parts.includes(null)) return { estimate, interval: { lower, upper } };
  return { estimate, interval: denominator === null ? null : { lower, upper: Math.max(upper, denominator) } };
}

/** Whether groups would cover the people of some organisations only: an organisation with few people has no sketch. */
export function haveGroupsOfSome(shares: readonly (Pick<PublishedCount, 'people'> | null)[]): boolean {
  const people = shares.flatMap((share) => (share && share.people > 0 ? [share.people] : []));
  return people.some((one) => one < groupsFrom) && people.some((one) => one >= groupsFrom);
}

async function askedGroups(
  { by, regions }: AskedBreakdown,
  frame: Frame,
  context: SubgraphContext,
): Promise<AskedGroup[]> {
  switch (by) {
    case BreakdownBy.AREA:
      return groupsByKind('area', frame, context);
    case BreakdownBy.TYPE:
      return groupsByKind('type', frame, context);
    case BreakdownBy.REGION:
      return groupsByRegion(frame, regions, context);
    default:
      return groupsOfPeople[by].map((group) => ({ group, key: group, region: null, communes: null }));
  }
}
