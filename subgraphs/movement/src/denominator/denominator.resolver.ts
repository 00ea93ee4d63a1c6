import { Format, type SubgraphContext } from '@hub/kit';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { communeArgumentDescription, communeOrRoot } from '../commune/commune.loader.js';
import { type Denominator, DenominatorBasis } from './denominator.entity.js';
import { denominatorsOf } from './denominator.loader.js';
import { DenominatorObject } from './denominator.type.js';

@Resolver(() => DenominatorObject)
export class DenominatorResolver {
  @Query(() => [DenominatorObject], {
    nullable: true,
    description:
      'Every known number of people of an audience in a place (các mẫu số), the newest version first, used for figures or not.',
  })
  async denominators(
    @Format('code')
    @Arg('audience', () => ID, { description: "The audience's code (mã đối tượng), such as `ADULTS`." })
    audience: string,
    @Format('place')
    @Arg('place', () => ID, { nullable: true, description: communeArgumentDescription })
    place: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Denominator[]> {
    return denominatorsOf(audience, await communeOrRoot(place, context), context);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether it is rounded down to ten, so that it shows no single person (đã làm tròn).',
  })
  rounded(@Root() { basis }: Denominator): boolean {
    return basis === DenominatorBasis.RECORDS;
  }
}
