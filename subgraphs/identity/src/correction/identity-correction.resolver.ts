import {
  CommuneStub,
  ConnectionArguments,
  Format,
  GraphQLPeriod,
  OrderByArg,
  type Page,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { communeOf, placeOfCommune } from '../commune.loader.js';
import { monthsOf } from '../count/identity-count.loader.js';
import { subjectOfState } from '../count/identity-states.js';
import { IdentityFigures } from '../figures.type.js';
import { publishedFigures } from '../published-figures.js';
import type { IdentityCorrection } from './identity-correction.entity.js';
import { allCorrections, correctionOrders } from './identity-correction.loader.js';
import { IdentityCorrectionConnection, IdentityCorrectionObject } from './identity-correction.type.js';

@Resolver(() => IdentityCorrectionObject)
export class IdentityCorrectionResolver {
  @Query(() => IdentityCorrectionConnection, {
    nullable: true,
    description: 'What later files of a month corrected, by month, revision and code (các lần sửa số liệu VNeID).',
  })
  async identityCorrections(
    @Format('commune')
    @Arg('commune', () => ID, { nullable: true, description: 'Only of this commune (xã, phường).' })
    commune: string | null | undefined,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Only of the months of this period (kỳ).' })
    period: string | null | undefined,
    @OrderByArg(correctionOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<IdentityCorrection>> {
    const place = commune == null ? null : await placeOfCommune(commune, context);
    return allCorrections(context, orderBy).load({ ...slice, filter: [place, ...monthsOf(period)] });
  }

  @FieldResolver(() => CommuneStub, { nullable: true, description: 'The commune (xã, phường).' })
  commune(@Root() correction: IdentityCorrection, @Ctx() context: SubgraphContext): Promise<CommuneStub | null> {
    return communeOf(correction, context);
  }

  @FieldResolver(() => IdentityFigures, {
    nullable: true,
    description:
      'The counts before the correction (số liệu trước khi sửa); null where the commune was not in the file.',
  })
  former(@Root() correction: IdentityCorrection, @Ctx() context: SubgraphContext): Promise<IdentityFigures | null> {
    return figuresAt(correction, correction.revision - 1, context);
  }

  @FieldResolver(() => IdentityFigures, {
    nullable: true,
    description: 'The counts after the correction (số liệu sau khi sửa); null where the commune is not in the file.',
  })
  corrected(@Root() correction: IdentityCorrection, @Ctx() context: SubgraphContext): Promise<IdentityFigures | null> {
    return figuresAt(correction, correction.revision, context);
  }
}

async function figuresAt(
  { month, place }: IdentityCorrection,
  revision: number,
  context: SubgraphContext,
): Promise<IdentityFigures | null> {
  const subject = await subjectOfState(context).load({ place, month, revision });
  return subject === null ? null : publishedFigures({ place, month, subject }, context);
}
