import { ConnectionArguments, GraphQLPeriod, OrganisationStub, type Page, type SubgraphContext } from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { monthsOf } from '../count/identity-count.loader.js';
import type { IdentityMonth } from '../month/identity-month.entity.js';
import { monthPages } from '../month/identity-month.loader.js';
import { IdentityMonthConnection } from '../month/identity-month.type.js';
import { organisation } from '../organisation.js';
import type { CountedIndicator } from './counted-indicator.entity.js';
import { allCountedIndicators, countedIndicatorLoader } from './counted-indicator.loader.js';
import { IdentityIndicatorObject, IndicatorStub } from './counted-indicator.type.js';

@Resolver(() => IdentityIndicatorObject)
export class IdentityIndicatorResolver {
  @Query(() => [IdentityIndicatorObject], {
    nullable: true,
    description: "The movement's indicators that the provincial police count on the VNeID platform, by code.",
  })
  identityIndicators(@Ctx() context: SubgraphContext): Promise<CountedIndicator[]> {
    return allCountedIndicators(context).load('all');
  }

  @FieldResolver(() => IndicatorStub, { nullable: true, description: 'The indicator, with its readings (chỉ số).' })
  indicator(@Root() { indicatorCode }: CountedIndicator): IndicatorStub {
    return { code: indicatorCode };
  }

  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: 'The organisation that answers for the counts (tổ chức chịu trách nhiệm).',
  })
  organisation(): OrganisationStub {
    return { code: organisation };
  }

  @FieldResolver(() => IdentityMonthConnection, {
    nullable: true,
    description: 'The counts, month by month (số liệu theo tháng); by commune in each.',
  })
  months(
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Only the months of this period (kỳ).' })
    period: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<IdentityMonth>> {
    return monthPages(context).load({ ...slice, filter: monthsOf(period) });
  }
}

@Resolver(() => IndicatorStub)
export class IndicatorCountsResolver {
  @FieldResolver(() => IdentityIndicatorObject, {
    nullable: true,
    description:
      'The counts of the provincial police on the VNeID platform that its readings are of (số liệu VNeID); null where there are none.',
  })
  identity(@Root() { code }: IndicatorStub, @Ctx() context: SubgraphContext): Promise<CountedIndicator | null> {
    return countedIndicatorLoader(context).load(code);
  }
}
