import { dayInProvince, GraphQLPeriod, participants, parsePeriod, shareField } from '@hub/schema';
import { Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../context.js';
import { RequiresScopes } from '../graphql/rights.js';
import { GraphQLMoment } from '../graphql/scalars.js';
import { defineLoader } from '../loader.js';
import { ledgerChangesOf } from './ledger-changes.js';
import { smallestPublishedCount, type Suppressed, suppressedCells } from '../publishing/suppression.js';

/** What one organisation's ledger says of one goal, commune and period. */
@ObjectType({
  description: "One organisation's share in a goal (phần đóng góp). Turns (lượt) and people (người) never add up.",
})
@Directive('@shareable')
export class Contribution {
  @Field(() => Int, {
    nullable: true,
    description:
      'Distinct people (người) who have reached the goal by the end of the period; null when suppressed, or where the commune began only after it.',
  })
  people!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Turns (lượt) of guidance or attendance in the period; null when suppressed, or where the commune began only after it.',
  })
  occurrences!: number | null;

  @Field(() => GraphQLMoment, { description: "When the organisation's ledger was last brought up to date." })
  asOf!: Date;

  @Field(() => Boolean, {
    description: `Whether the cell is withheld because fewer than ${smallestPublishedCount} people are in it, or because it would reveal such a cell.`,
  })
  suppressed!: boolean;

  @Field(() => Boolean, { description: 'Whether made-up demonstration data (dữ liệu minh họa) is part of the figure.' })
  demonstration!: boolean;
}

/** What `GoalProgress.communeCode` is; the same in every subgraph. */
export const progressPlaceDescription =
  'The commune (mã xã, phường), or the root place of the hub, such as a province, for the whole of it.';

/** The key of `GoalProgress`: a goal, a commune (or the province) and a period. */
export interface ProgressKey {
  readonly goalCode: string;
  readonly communeCode: string;
  readonly period: string;
}

interface Cell {
  readonly people: number;
  readonly occurrences: number;
}

/** All cells of one goal and period: suppression has to see them together. */
interface GoalCells {
  /** Null for a commune that began only after the period. */
  readonly byCommune: ReadonlyMap<string, Cell | null>;
  readonly suppressed: Suppressed;
  readonly province: Cell;
}

const noPeople: Cell = { people: 0, occurrences: 0 };
const noCounts = { people: null, occurrences: null };

/**
 * The cells of goals and periods, and a row without counts for each commune that began only after. A commune that had ended by the period's last day, and went with all of its siblings
 * wholly into another, is counted in that one. A cell is named by the code as it is read today, or with the last day of
 * a commune whose code has another today: see `PlaceCode`.
 */
const cellsStatement = `
  with asked as (
    select * from json_to_recordset(?::json) as k(position int, goal text, first text, last text, day date)
  ), counted as (
    select k.position, k.day, m.commune_code, m.commune_from, sum(m.people)::int as people,
      coalesce(sum(m.occurrences) filter (where m.month >= k.first), 0)::int as occurrences
    from asked k
    join ledger_month m on m.goal_code = k.goal and m.month <= k.last
    group by 1, 2, 3, 4
  ), placed as (
    select c.position, coalesce(w.whole_code, c.commune_code) as code, coalesce(w.whole_from, c.commune_from) as since,
      sum(c.people)::int as people, sum(c.occurrences)::int as occurrences
    from counted c left join place_part w
      on (w.code, w.valid_from) = (c.commune_code, c.commune_from) and c.day between w.whole_from and w.whole_until
    group by 1, 2, 3
    union all
    select k.position, p.code, p.valid_from, null, null
    from asked k join place p on p.level = 'COMMUNE' and p.valid_from > k.day and p.valid_from <= ?::date
  )
  select c.position, c.people, c.occurrences, coalesce(c.code || '@' || former.valid_until, c.code) as commune
  from placed c left join place former
    on (former.code, former.valid_from) = (c.code, c.since) and former.next_from is not null
      and former.next_from <= ?::date`;

/** One statement for any number of goals and periods. */
const cellsLoader = defineLoader<Pick<ProgressKey, 'goalCode' | 'period'>, GoalCells>(
  async (keys, em, { now }) => {
    const today = dayInProvince(now());
    const asked = keys.map(({ goalCode, period }, position) => {
      const { firstMonth, lastMonth, lastDay } = parsePeriod(period);
      const day = lastDay < today ? lastDay : today;
      return { position, goal: goalCode, first: firstMonth, last: lastMonth, day };
    });
    const rows = await em.execute<(CellRow & { position: number })[]>(cellsStatement, [
      JSON.stringify(asked),
      today,
      today,
    ]);
    const byPosition = Map.groupBy(rows, ({ position }) => position);
    return keys.map((_key, position) => goalCells(byPosition.get(position) ?? []));
  },
  ({ goalCode, period }) => `${goalCode} ${period}`,
);

interface CellRow {
  readonly commune: string;
  readonly people: number | null;
  readonly occurrences: number | null;
}

function goalCells(rows: readonly CellRow[]): GoalCells {
  const counted = new Map<string, Cell>();
  const later = new Map<string, null>();
  for (const { commune, people, occurrences } of rows) {
    if (people === null || occurrences === null) later.set(commune, null);
    else counted.set(commune, { people, occurrences });
  }
  return {
    byCommune: new Map<string, Cell | null>([...later, ...counted]),
    suppressed: suppressedCells(new Map([...counted].map(([commune, { people }]) => [commune, people]))),
    province: [...counted.values()].reduce(
      (sum, { people, occurrences }) => ({ people: sum.people + people, occurrences: sum.occurrences + occurrences }),
      noPeople,
    ),
  };
}

const stateLoader = defineLoader<'ledger', Pick<Contribution, 'asOf' | 'demonstration'>>(async (keys, em) => {
  const [state] = await em.execute<{ as_of: string | Date; demonstration: boolean }[]>(
    `select as_of, exists (select from import_run where demonstration) as demonstration from ledger_state`,
  );
  return keys.map(() => ({ asOf: new Date(state?.as_of ?? 0), demonstration: state?.demonstration ?? false }));
});

/** An organisation's answer for one key: never null, and 0 is 0. */
async function contributionTo(key: ProgressKey, context: SubgraphContext): Promise<Contribution> {
  const [cells, state] = await Promise.all([cellsLoader(context).load(key), stateLoader(context).load('ledger')]);
  const whole = key.communeCode === context.rootPlace;
  const found = whole ? cells.province : cells.byCommune.get(key.communeCode);
  const cell = found === undefined ? noPeople : found;
  const suppressed = whole ? cells.suppressed.total : cells.suppressed.cells.has(key.communeCode);
  return { ...((!suppressed && cell) || noCounts), ...state, suppressed };
}

function participantOf(organisation: string): (typeof participants)[number] {
  const participant = participants.find(({ code }) => code === organisation);
  if (participant) return participant;
  const codes = participants.map(({ code }) => code).join(', ');
  throw new Error(
    `Expected the code of an organisation that contributes to goals (${codes}), but got ${JSON.stringify(organisation)}.`,
  );
}

/**
 * Makes an organisation's share in `GoalProgress`: the entity with its key, the organisation's own field on it, and the
 * field that tells what changed in it.
 * @returns the resolver classes and the type, to be listed in the subgraph's definition.
 * @param placed where it counts people, where that is not where they live: said in the field's description.
 * @throws Error where no participant has the code: a subgraph must not answer as another organisation.
 */
export function contributionOf(organisation: (typeof participants)[number]['code'], placed?: string) {
  const participant = participantOf(organisation);
  const share = `The share of ${participant.name}${placed === undefined ? '' : `; ${placed}`}`;

  @ObjectType({ description: 'How far one goal is in one commune, or the province, in one period (tiến độ mục tiêu).' })
  @Directive('@key(fields: "goalCode communeCode period")')
  class GoalProgress implements ProgressKey {
    @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
    goalCode!: string;

    @Field(() => ID, { description: progressPlaceDescription })
    communeCode!: string;

    @Field(() => GraphQLPeriod, { description: 'The period (kỳ).' })
    period!: string;
  }

  @Resolver(() => GoalProgress)
  class GoalProgressResolver {
    @RequiresScopes(['contributions:read'])
    @FieldResolver(() => Contribution, {
      name: participant.field,
      nullable: true,
      description: `${share}; null when it did not answer.`,
    })
    contribution(@Root() key: ProgressKey, @Ctx() context: SubgraphContext): Promise<Contribution> {
      return contributionTo(key, context);
    }

    @Directive('@inaccessible')
    @FieldResolver(() => Contribution, {
      name: shareField(participant),
      nullable: true,
      description: `${share}, for movement to compute progress from.`,
    })
    share(@Root() key: ProgressKey, @Ctx() context: SubgraphContext): Promise<Contribution> {
      return contributionTo(key, context);
    }
  }
  return { GoalProgress, GoalProgressResolver, LedgerChangesResolver: ledgerChangesOf(participant) };
}
