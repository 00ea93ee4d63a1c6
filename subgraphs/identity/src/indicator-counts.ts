import {
  ConnectionArguments,
  GraphQLPeriod,
  OrderByArg,
  type Page,
  type RowOf,
  stubOf,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { monthsOf } from './count/identity-count.loader.js';
import type { IdentityMonth } from './month/identity-month.entity.js';
import { monthOrders, monthPages } from './month/identity-month.loader.js';
import { IdentityMonthConnection } from './month/identity-month.type.js';
import { organisation } from './organisation.js';
import { CountedIndicator, indicator } from './records/counted-indicator.js';

const Organisation = stubOf('Organisation', "The organisation's code (mã tổ chức), such as `farmers-union`.");

@Resolver(() => CountedIndicator.type)
export class IdentityIndicatorResolver {
  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that answers for the counts (tổ chức chịu trách nhiệm).',
  })
  organisation(): { readonly code: string } {
    return { code: organisation };
  }

  @FieldResolver(() => IdentityMonthConnection, {
    nullable: true,
    description: 'The counts, month by month (số liệu theo tháng); by commune in each.',
  })
  months(
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Only the months of this period (kỳ).' })
    period: string | null | undefined,
    @OrderByArg(monthOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<IdentityMonth>> {
    return monthPages(context, orderBy).load({ ...slice, filter: monthsOf(period) });
  }
}

@Resolver(() => stubOf(indicator.type, indicator.code))
export class IndicatorCountsResolver {
  @FieldResolver(() => CountedIndicator.type, {
    nullable: true,
    description:
      'The counts of the provincial police on the VNeID platform that its readings are of (số liệu VNeID); null where there are none.',
  })
  identity(
    @Root() { code }: { readonly code: string },
    @Ctx() context: SubgraphContext,
  ): Promise<RowOf<typeof CountedIndicator> | null> {
    return CountedIndicator.loader(context).load(code);
  }
}
