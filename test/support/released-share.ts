import {
  type Cell,
  dayInProvince,
  endOfDayInProvince,
  Figures,
  parsePeriod,
  type ReleaseHeader,
  untilOf,
} from '@hub/protocol';
import { type PlaceRow, readPlaceCode } from '@hub/kit';
import type { Contribution } from '../../subgraphs/movement/src/progress/contribution.type.js';
import { releasedShare } from '../../subgraphs/movement/src/progress/released-share.js';
import type { RunningSubgraph } from './subgraph.js';

/** A progress in which an organisation has a share, as known on a day; now by default. */
export interface ShareKey {
  readonly goalCode: string;
  readonly communeCode: string;
  readonly period: string;
  readonly asKnownOn?: string | undefined;
}

/**
 * The share of an organisation in a goal, as movement tells it of the release that is the organisation's current one; null
 * where it has none, or there is no such place.
 */
export async function shareOf(subgraph: RunningSubgraph, key: ShareKey): Promise<Contribution | null> {
  const before = key.asKnownOn === undefined ? 'infinity' : new Date(endOfDayInProvince(key.asKnownOn)).toISOString();
  const [release] = await subgraph.execute(
    `select r.header, w.withdrawn_reason as "withdrawnReason" from release r left join release w on w.withdraws = r.number
     where r.made_at < ? order by r.number desc limit 1`,
    [before],
  );
  if (!release) return null;
  const header = JSON.parse(String(release['header'])) as ReleaseHeader;
  const withdrawnReason = release['withdrawnReason'] as string | null;
  const today = dayInProvince(new Date(header.madeAt));
  const place = await placeOf(subgraph, key.communeCode, today);
  if (!place) return null;
  const { lastDay } = parsePeriod(key.period);
  return releasedShare(
    {
      release: { ...header, until: untilOf(header), withdrawnReason },
      figures: await figuresOf(subgraph, header, key),
    },
    { ...key, day: lastDay < today ? lastDay : today },
    place,
  );
}

/** What of a share counts. */
export function countsOf(share: Contribution | null): Pick<Contribution, 'people' | 'atMost' | 'occurrences'> | null {
  return share && { people: share.people, atMost: share.atMost, occurrences: share.occurrences };
}

async function placeOf(subgraph: RunningSubgraph, text: string, today: string) {
  const { code, on } = readPlaceCode(text);
  const [row] = await subgraph.execute(
    `select code, valid_from::text as "validFrom", level from place
     where code = ? and valid_from <= ? and (? or coalesce(valid_until, 'infinity') >= ?)
     order by valid_from desc limit 1`,
    [code, on ?? today, on === undefined, on ?? today],
  );
  return row && { row: row as unknown as PlaceRow, isRoot: row['level'] !== 'COMMUNE' };
}

async function figuresOf(
  subgraph: RunningSubgraph,
  { number }: ReleaseHeader,
  { goalCode }: ShareKey,
): Promise<Figures> {
  const rows = await subgraph.execute(
    `select json_build_array(goal_code, place_code, place_from::text, month, people, at_most, occurrences) as cell
     from release_cell where goal_code = ? and from_number <= ? and (until_number is null or until_number > ?)`,
    [goalCode, number, number],
  );
  return new Figures(rows.map(({ cell }) => cell as Cell));
}
