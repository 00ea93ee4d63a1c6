import { Cost, Format, pageSizeOf, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { loadProgress } from '../progress/goal-progress.loader.js';
import { GoalProgress } from '../progress/goal-progress.type.js';
import { FigureChange, FigureChangeConnection, FigureChangeKind } from './figure-change.type.js';
import { changesAfter, endOfChanges, readChangeCursor } from './figure-changes.js';

@Resolver(() => FigureChange)
export class FigureChangesResolver {
  @RequiresScopes(['progress:read'])
  @Cost(100)
  @Query(() => FigureChangeConnection, {
    nullable: true,
    description:
      "Which figures of progress changed (số liệu đã thay đổi): of each goal, month of its time and commune, and of the whole. A figure is listed once, at its last change, within seconds of it. Without `after`, all figures. A figure has changed when its own numbers, status, days, denominators or organisations have; `asOf`, contributions, forecasts and ranks do not count. As the agreements let apps see it. A quarter's or a year's figure is that of its last month.",
  })
  async figuresChanged(
    @Format('cursor')
    @Arg('after', () => ID, {
      nullable: true,
      description: 'The cursor to go on after (vị trí trước đó): the last `endCursor` that you have.',
    })
    after: string | null,
    @Format('cursor')
    @Arg('since', () => ID, {
      nullable: true,
      description:
        'Only what changed after this cursor (từ vị trí), for a reader that turns its pages by `after`: the later of both counts.',
    })
    since: string | null,
    @Arg('first', () => Int, { defaultValue: 100, description: 'How many at most (tối đa bao nhiêu), 0 to 500.' })
    first: number,
    @Ctx() { em }: SubgraphContext,
  ): Promise<FigureChangeConnection> {
    const from = Math.max(
      after == null ? 0 : await readChangeCursor(em, after, 'after'),
      since == null ? 0 : await readChangeCursor(em, since, 'since'),
    );
    // Read before the changes: they are at least as new.
    const { compared } = await endOfChanges(em);
    const { changes, hasMore } = await changesAfter(em, from, pageSizeOf(first));
    const nodes = changes.map(({ goal, month, place, isRemoved, number }) => ({
      ...{ goalCode: goal, communeCode: place, period: month, cursor: String(number) },
      kind: isRemoved ? FigureChangeKind.REMOVED : FigureChangeKind.CHANGED,
    }));
    return {
      nodes,
      figuresVersion: compared,
      pageInfo: {
        ...{ hasNextPage: hasMore, hasPreviousPage: from > 0 },
        startCursor: nodes[0]?.cursor ?? null,
        endCursor: nodes.at(-1)?.cursor ?? (from > 0 ? String(from) : null),
      },
    };
  }

  @FieldResolver(() => GoalProgress, {
    nullable: true,
    description: 'The figure as it is now (số liệu hiện nay); null where it is no more.',
  })
  progress(
    @Root() { kind, goalCode, communeCode, period }: FigureChange,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalProgress | null> | null {
    return kind === FigureChangeKind.REMOVED ? null : loadProgress({ goalCode, communeCode, period }, context);
  }
}
