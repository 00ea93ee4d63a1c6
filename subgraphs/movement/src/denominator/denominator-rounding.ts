import type { CheckedRow, Reading, SqlEntityManager } from '@hub/kit';
import { publishedCount, roundDown, slack, spareOfTotal } from '@hub/protocol';
import { DenominatorBasis } from './denominator.entity.js';

/** A denominator as in a file. */
interface FileDenominator {
  readonly value: number | null;
  readonly at_most: number | null;
  readonly basis: DenominatorBasis;
}

/** The fault of a file's `at_most`; undefined if it is right. */
export function atMostFault({ value, at_most: atMost, basis }: FileDenominator): string | undefined {
  if (atMost === null) return undefined;
  if (basis === DenominatorBasis.CENSUS) return `expected nothing beside a census, whose value it is, got ${atMost}`;
  if (value === null) return `expected nothing without a value, got ${atMost}`;
  const least = roundDown(value) + slack;
  return atMost < least ? `expected at least ${least}, so that ten values are left, got ${atMost}` : undefined;
}

/** The stored denominator: a census's number unchanged, a number from records rounded as all counts of people are. */
export function publishedDenominator({ value, at_most: given, basis }: FileDenominator) {
  if (value === null || basis === DenominatorBasis.CENSUS) return { value, atMost: value };
  const { people, atMost } = publishedCount(value);
  return { value: people, atMost: given ?? atMost };
}

/** The numbers of one audience and version; the root place's number is the total of all communes. */
interface Total {
  readonly audience: string;
  readonly version: number;
  readonly value: number;
  readonly asOf: string;
  readonly sum: number;
  readonly sumAtMost: number;
  readonly communes: string[];
}

/**
 * Lowers the root place's numbers from records if they would narrow the communes' numbers
 * (`docs/decisions/disclosure.md`): a total then shows only that some communes are above their minimum. A total
 * narrows none if communes are missing.
 */
export async function capTotals(
  em: SqlEntityManager,
  rows: readonly CheckedRow[],
  { places, rootPlace }: Reading,
): Promise<void> {
  const totals = await em.execute<Total[]>(
    `select t.audience, t.version, t.value, t.as_of::text as "asOf", sum(d.value)::int as sum,
       sum(d.at_most)::int as "sumAtMost", json_agg(d.place_code) as communes
     from denominator t join denominator d on (d.audience, d.version, d.basis) = (t.audience, t.version, t.basis)
       and d.place_code <> t.place_code and d.value is not null
     where t.basis = 'RECORDS' and t.place_code = ? and t.value is not null
       and t.audience in (select json_array_elements_text(?::json))
     group by 1, 2, 3, 4`,
    [rootPlace, JSON.stringify([...new Set(rows.map(({ row }) => row['audience']))])],
  );
  for (const { audience, version, value, asOf, sum, sumAtMost, communes } of totals) {
    const known = new Set(communes);
    const there = places.communesOn(asOf).filter((place) => places.isWithin(place, rootPlace));
    const cap = sum + spareOfTotal(communes.length);
    if (value <= cap || there.some(({ code }) => !known.has(code))) continue;
    await em.execute(
      `update denominator set value = ?, at_most = ? where (audience, version, place_code) = (?, ?, ?)`,
      [cap, sumAtMost, audience, version, rootPlace],
    );
  }
}
