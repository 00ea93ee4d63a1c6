import { IsolationLevel } from '@mikro-orm/core';
import { badUserInput, type Participant } from '@hub/schema';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../context.js';
import { pageSizeOf } from '../graphql/connection.js';
import { Format } from '../graphql/format.js';
import { RequiresScopes } from '../graphql/rights.js';
import { countReleases, newestRelease, pageOf, releasesAfter, type StoredRelease } from './release-store.js';
import { sealedByDigest } from '../sketches/sketch-store.js';
import { Release, ReleaseConnection } from './release.type.js';

@ArgsType()
class SketchesArguments {
  @Format('digest')
  @Field(() => String, { description: 'Which ones (mã băm), as the header lists them.' })
  digest!: string;
}

/** What of a release is read when it is asked for. */
@Resolver(() => Release)
class ReleaseResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'The canonical text of a page of its cells (trang số liệu); null where it has no such page.',
  })
  page(
    @Root() { number }: StoredRelease,
    @Arg('index', () => Int, { description: 'Which page (trang thứ mấy), from 0, as the header lists them.' })
    index: number,
    @Ctx() { em }: SubgraphContext,
  ): Promise<string | null> {
    return pageOf(em, number, index);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Sketches of people that the header lists (bản tóm lược tập người, đã niêm phong), as a JWE that only movement can open; null where later ones are in their place.',
  })
  sketches(
    @Args(() => SketchesArguments) { digest }: SketchesArguments,
    @Ctx() { em }: SubgraphContext,
  ): Promise<string | null> {
    return sealedByDigest(em, digest);
  }
}

/** Makes the field by which movement reads an organisation's releases. */
export function releaseResolversOf({ field, shortName }: Participant) {
  @Resolver()
  class ReleasesResolver {
    @RequiresScopes(['releases:read'])
    @Query(() => ReleaseConnection, {
      name: `${field}Releases`,
      nullable: true,
      description: `The releases of ${shortName} (các đợt công bố số liệu), for movement's register; null when it did not answer.`,
    })
    async releases(
      @Arg('after', () => Int, { nullable: true, description: 'The number to go on after (sau số này), 0 or more.' })
      after: number | null | undefined,
      @Arg('first', () => Int, {
        nullable: true,
        defaultValue: 20,
        description: 'How many at most (tối đa bao nhiêu), 0 to 500.',
      })
      first: number | null | undefined,
      @Ctx() { em }: SubgraphContext,
    ): Promise<ReleaseConnection> {
      const since = after ?? 0;
      if (since < 0) throw badUserInput(`Expected after to be 0 or more, but got ${since}.`);
      const size = pageSizeOf(first);
      // One state of the chain for all three: a release may be made meanwhile.
      return em.transactional(
        async (tx) => ({
          nodes: await releasesAfter(tx, since, size),
          totalCount: await countReleases(tx),
          current: (await newestRelease(tx))?.number ?? null,
        }),
        { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
      );
    }
  }
  return [ReleasesResolver, ReleaseResolver] as const;
}
