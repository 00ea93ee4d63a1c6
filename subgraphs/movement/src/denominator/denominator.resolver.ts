import { badUserInput, Format, type SubgraphContext } from '@hub/kit';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { communeArgumentDescription, loadCommune } from '../commune/commune.loader.js';
import type { Denominator } from './denominator.entity.js';
import { denominatorsOf } from './denominator.loader.js';
import { DenominatorObject } from './denominator.type.js';

@Resolver()
export class DenominatorResolver {
  @Query(() => [DenominatorObject], {
    nullable: true,
    description:
      'Every number that is known of the people of an audience in a place (các mẫu số), the newest version first: those that count, counted or never do.',
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
    const isRoot = place == null || place === context.rootPlace;
    const commune = isRoot ? null : await loadCommune(place, context);
    if (!isRoot && !commune)
      throw badUserInput(
        `Expected the code of a commune or ward, or ${context.rootPlace} for the whole, but got ${JSON.stringify(place)}.`,
      );
    return denominatorsOf(audience, commune, context);
  }
}
