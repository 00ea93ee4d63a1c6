import { badUserInput, type participants } from '@hub/schema';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../context.js';
import { Format } from '../graphql/format.js';
import { RequiresScopes } from '../graphql/rights.js';

/** A goal's figures in a commune that changed, from a month on. */
@ObjectType({ description: "A place where an organisation's share in a goal changed (nơi có thay đổi)." })
@Directive('@shareable')
export class LedgerChange {
  @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
  goalCode!: string;

  @Field(() => ID, { description: 'The commune (mã xã, phường), or the province where only that is known.' })
  communeCode!: string;

  @Field(() => String, {
    description: 'The first month that changed (từ tháng), `YYYY-MM`; people to date change in all later ones too.',
  })
  firstMonth!: string;
}

@ObjectType({ description: "What changed in an organisation's shares (thay đổi trong số liệu), never by how much." })
@Directive('@shareable')
export class LedgerChanges {
  @Field(() => ID, { description: 'Opaque; give it as `since` to hear of what changes after this.' })
  cursor!: string;

  @Field(() => [LedgerChange], {
    description: 'Once for each goal and commune; everything there is, where the cursor is newer than the ledger.',
  })
  changes!: LedgerChange[];
}

/** Reads what changed after a cursor, and the next cursor, as of one moment; without a cursor, that alone. */
export async function changesSince(em: SqlEntityManager, since: string | null): Promise<LedgerChanges> {
  if (since !== null && !/^\d{1,18}$/.test(since)) {
    throw badUserInput(`Expected since to be a cursor of these changes, but got ${JSON.stringify(since)}.`);
  }
  const [answer] = await em.execute<[LedgerChanges]>(
    `with newest as (select coalesce(max(version), 0) as version from ledger_month),
     asked as (select version, case when ?::bigint <= version then ?::bigint else -1 end as since from newest),
     changed as (
       select m.goal_code, place.code as commune_code, min(m.month) as month from asked, ledger_month m
       cross join lateral (
         select m.commune_code as code
         union select w.whole_code from place_part w where (w.code, w.valid_from) = (m.commune_code, m.commune_from)) place
       where m.version > asked.since and ?::bigint is not null group by 1, 2
     )
     select newest.version::text as cursor, coalesce((
       select json_agg(json_build_object('goalCode', goal_code, 'communeCode', commune_code, 'firstMonth', month)
         order by goal_code, commune_code) from changed), '[]') as changes
     from newest`,
    [since, since, since],
  );
  return answer;
}

/** Makes the field of an organisation that tells what changed in its ledger. */
export function ledgerChangesOf({ field, name }: (typeof participants)[number]) {
  @Resolver()
  class LedgerChangesResolver {
    @RequiresScopes(['contributions:read'])
    @Query(() => LedgerChanges, {
      name: `${field}Changes`,
      nullable: true,
      description: `What changed in the shares of ${name} since a moment (thay đổi từ lần trước); null when it did not answer.`,
    })
    changes(
      @Format('cursor')
      @Arg('since', () => ID, {
        nullable: true,
        description: 'The cursor of the answer before (con trỏ lần trước); without it, no changes but a cursor.',
      })
      since: string | null | undefined,
      @Ctx() { em }: SubgraphContext,
    ): Promise<LedgerChanges> {
      return changesSince(em, since ?? null);
    }
  }
  return LedgerChangesResolver;
}
