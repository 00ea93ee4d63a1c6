import { ConnectionArguments, Cost, GraphQLPeriod, OrderByArg, type Page, type SubgraphContext } from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCorrection } from '../correction/identity-correction.entity.js';
import { correctionOrders, correctionsOfMonth } from '../correction/identity-correction.loader.js';
import { IdentityCorrectionConnection } from '../correction/identity-correction.type.js';
import type { IdentityCount } from '../count/identity-count.entity.js';
import { countOrders, countsOfMonth, monthsOf } from '../count/identity-count.loader.js';
import { IdentityCountConnection } from '../count/identity-count.type.js';
import { IdentityFigures } from '../figures.type.js';
import { publishedFigures } from '../published-figures.js';
import type { IdentityMonth } from './identity-month.entity.js';
import { monthOrders, monthPages } from './identity-month.loader.js';
import { IdentityMonthConnection, IdentityMonthObject } from './identity-month.type.js';

@Resolver(() => IdentityMonthObject)
export class IdentityMonthResolver {
  @Query(() => IdentityMonthConnection, {
    nullable: true,
    description: 'The monthly reports on the VNeID platform, by month (báo cáo VNeID theo tháng).',
  })
  identityMonths(
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Only the months of this period (kỳ).' })
    period: string | null | undefined,
    @OrderByArg(monthOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<IdentityMonth>> {
    return monthPages(context, orderBy).load({ ...slice, filter: monthsOf(period) });
  }

  @Cost(100)
  @FieldResolver(() => IdentityFigures, {
    nullable: true,
    description: 'Of all communes that were counted together (cộng các xã, phường).',
  })
  total(@Root() { month }: IdentityMonth, @Ctx() context: SubgraphContext): Promise<IdentityFigures> {
    return publishedFigures({ place: context.rootPlace, month }, context);
  }

  @FieldResolver(() => IdentityCountConnection, {
    nullable: true,
    description: "The communes' counts, by code (số liệu từng xã, phường).",
  })
  counts(
    @Root() { month }: IdentityMonth,
    @OrderByArg(countOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<IdentityCount>> {
    return countsOfMonth(context, orderBy).load({ ...slice, parent: month });
  }

  @FieldResolver(() => IdentityCorrectionConnection, {
    nullable: true,
    description: 'What later files of the month corrected, the earliest first (các lần sửa).',
  })
  corrections(
    @Root() { month }: IdentityMonth,
    @OrderByArg(correctionOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<IdentityCorrection>> {
    return correctionsOfMonth(context, orderBy).load({ ...slice, parent: month });
  }
}
