import { Cost, Format, type SubgraphContext } from '@hub/kit';
import { badUserInput } from '@hub/protocol';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { allPublications, publicationById, shownPublication } from './publication.loader.js';
import { PublicationObject } from './publication.type.js';

@Resolver(() => PublicationObject)
export class PublicationResolver {
  @Cost(50)
  @Query(() => [PublicationObject], {
    nullable: 'itemsAndList',
    description:
      'The publications of the movement (các bản công bố), the newest first; null in the place of one that cannot be read, with an error `PUBLICATION_UNREADABLE`.',
  })
  async publications(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many at most (tối đa bao nhiêu), 0 to 100.' })
    first: number,
    @Ctx() context: SubgraphContext,
  ): Promise<Promise<PublicationObject>[]> {
    if (first < 0 || first > 100) throw badUserInput(`Expected first to be 0 to 100, but got ${first}.`);
    const found = await allPublications(context, first);
    // Each by itself: one that cannot be read costs itself alone.
    return found.map((one) => shownPublication(one, context));
  }

  @Cost(5)
  @Query(() => PublicationObject, {
    nullable: true,
    description: 'One publication (bản công bố); null when there is none.',
  })
  async publication(
    @Format('code')
    @Arg('id', () => ID, { description: 'Its id (mã bản công bố), such as `2026-10_1`.' })
    id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<PublicationObject | null> {
    const found = await publicationById(id, context);
    return found && shownPublication(found, context);
  }
}
