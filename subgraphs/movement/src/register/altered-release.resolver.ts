import { Cost, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { badUserInput } from '@hub/protocol';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { AlteredRelease } from './altered-release.type.js';

interface Row extends Omit<AlteredRelease, 'foundAt' | 'cells'> {
  readonly foundAt: string | Date;
  readonly cells: readonly {
    readonly goal: string;
    readonly place: string;
    readonly month: string;
    readonly stored: string | null;
    readonly signed: string | null;
  }[];
}

@Resolver(() => AlteredRelease)
export class AlteredReleaseResolver {
  @RequiresScopes(['register:read'])
  @Cost(50)
  @Query(() => [AlteredRelease], {
    nullable: true,
    description:
      'The releases whose stored cells differed from the signed ones (sổ đăng ký bị sửa), the newest first: for operators.',
  })
  async alteredReleases(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many at most (tối đa bao nhiêu), 0 to 100.' })
    first: number,
    @Ctx() { em }: SubgraphContext,
  ): Promise<AlteredRelease[]> {
    if (first < 0 || first > 100) throw badUserInput(`Expected first to be 0 to 100, but got ${first}.`);
    const rows = await em.execute<Row[]>(
      `select found_at as "foundAt", organisation as "organisationCode", number, code, message, cells, mended
       from altered_release order by id desc limit ?`,
      [first],
    );
    return rows.map(({ foundAt, cells, ...row }) => ({
      ...row,
      foundAt: new Date(foundAt),
      cells: cells.map(({ goal: goalCode, place: placeCode, ...cell }) => ({ goalCode, placeCode, ...cell })),
    }));
  }
}
