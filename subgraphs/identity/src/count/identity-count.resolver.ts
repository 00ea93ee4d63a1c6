import {
  CommuneStub,
  ConnectionArguments,
  Cost,
  Format,
  GraphQLPeriod,
  OrderByArg,
  type Page,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { adultsLoader } from '../adults/adults.loader.js';
import { IdentityAdults } from '../adults/adults.type.js';
import { communeOf, placeOfCommune } from '../commune.loader.js';
import { IdentityFigures } from '../figures.type.js';
import type { IdentityMonth } from '../month/identity-month.entity.js';
import { monthLoader } from '../month/identity-month.loader.js';
import { IdentityMonthObject } from '../month/identity-month.type.js';
import { publishedFigures } from '../published-figures.js';
import type { IdentityCount } from './identity-count.entity.js';
import { allCounts, countOrders, countsOfPlace, monthsOf } from './identity-count.loader.js';
import { IdentityCountConnection, IdentityCountObject } from './identity-count.type.js';

@Resolver(() => IdentityCountObject)
export class IdentityCountResolver {
  @Query(() => IdentityCountConnection, {
    nullable: true,
    description:
      'Counts on the VNeID platform by commune and month (số liệu VNeID theo xã, phường và tháng): by month, then by code.',
  })
  async identityCounts(
    @Format('commune')
    @Arg('commune', () => ID, { nullable: true, description: 'Only of this commune (xã, phường).' })
    commune: string | null | undefined,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Only of the months of this period (kỳ).' })
    period: string | null | undefined,
    @OrderByArg(countOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<IdentityCount>> {
    const place = commune == null ? null : await placeOfCommune(commune, context);
    return allCounts(context, orderBy).load({ ...slice, filter: [place, ...monthsOf(period)] });
  }

  @FieldResolver(() => CommuneStub, { nullable: true, description: 'The commune (xã, phường).' })
  commune(@Root() count: IdentityCount, @Ctx() context: SubgraphContext): Promise<CommuneStub | null> {
    return communeOf(count, context);
  }

  @Cost(200)
  @FieldResolver(() => IdentityFigures, { nullable: true, description: 'What is counted (số liệu).' })
  figures(@Root() { place, month }: IdentityCount, @Ctx() context: SubgraphContext): Promise<IdentityFigures> {
    return publishedFigures({ place, month }, context);
  }

  @FieldResolver(() => IdentityAdults, {
    nullable: true,
    description: 'The number of adults of the commune, which the counts cannot exceed (số người trưởng thành).',
  })
  adults(@Root() count: IdentityCount, @Ctx() context: SubgraphContext): Promise<IdentityAdults | null> {
    return adultsLoader(context).load(count);
  }

  @FieldResolver(() => IdentityMonthObject, {
    nullable: true,
    description: 'The month’s report that they are of: file, revision, corrections (báo cáo tháng).',
  })
  report(@Root() { month }: IdentityCount, @Ctx() context: SubgraphContext): Promise<IdentityMonth | null> {
    return monthLoader(context).load(month);
  }
}

@Resolver(() => CommuneStub)
export class CommuneConfirmationsResolver {
  @FieldResolver(() => IdentityCountConnection, {
    nullable: true,
    description:
      'Confirmations, accounts and signatures on the VNeID platform here, month by month (số liệu VNeID theo tháng).',
  })
  async confirmations(
    @Root() { code }: CommuneStub,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Only of the months of this period (kỳ).' })
    period: string | null | undefined,
    @OrderByArg(countOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<IdentityCount>> {
    const parent = await placeOfCommune(code, context);
    return countsOfPlace(context, orderBy).load({ ...slice, parent, filter: monthsOf(period) });
  }
}
