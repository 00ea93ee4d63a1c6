import type { SubgraphContext } from '@hub/kit';
import type { MadeRound } from './estimate-versions.js';

type Em = SubgraphContext['em'];

/**
 * Keeps a round for good.
 * @param inPlaceOf the numbers of rounds of its goal, month and occasion that are left out: they are set aside.
 * @returns whether it is kept; not where another server made it at the same time.
 */
export async function keepRound(em: Em, round: MadeRound, inPlaceOf: readonly number[]): Promise<boolean> {
  return em.fork().transactional(async (transaction) => {
    await transaction.execute(
      `update estimate_round set set_aside_at = ? where number = any(?::int[]) and set_aside_at is null`,
      [round.madeAt.toISOString(), `{${inPlaceOf.join()}}`],
    );
    const [kept] = await transaction.execute<{ number: number }[]>(
      `insert into estimate_round (goal_code, month, occasion, made_at, known_from, basis)
       values (?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing returning number`,
      [
        ...[round.goal, round.month, round.occasion, round.madeAt.toISOString()],
        ...[new Date(round.knownFrom).toISOString(), JSON.stringify(round.basis)],
      ],
    );
    if (!kept) return false;
    const rows = [...round.estimates].map(([place, { parts, ...estimate }]) => ({
      place,
      ...estimate,
      parts: Object.fromEntries(
        [...parts].map(([organisation, { people, atMost, unsketched }]) => [
          organisation,
          [people, atMost, unsketched],
        ]),
      ),
    }));
    await transaction.execute(
      `insert into place_estimate (round, place, cells, people, standard_error, reach, epsilon, parts)
       select ?, r.place, r.cells, r.people, r."standardError", r.reach, r.epsilon, r.parts
       from json_to_recordset(?::json) as r(place text, cells int, people int, "standardError" float8, reach float8, epsilon float8, parts jsonb)`,
      [kept.number, JSON.stringify(rows)],
    );
    return true;
  });
}
