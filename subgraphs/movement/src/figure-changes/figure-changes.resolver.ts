import { ConnectionArguments, Cost, Format, pageSizeOf, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { loadProgress } from '../progress/goal-progress.loader.js';
import { GoalProgress } from '../progress/goal-progress.type.js';
import { FigureChange, FigureChangeConnection, FigureChangeKind } from './figure-change.type.js';
import { changesBetween, endOfChanges, readChangeCursor } from './figure-changes.js';

@ArgsType()
class ChangesArguments extends ConnectionArguments {
  @Format('cursor')
  @Field(() => ID, {
    nullable: true,
    description: 'Only what changed after this cursor (từ vị trí); `after` turns the pages from there.',
  })
  since?: string | null;
}

@Resolver(() => FigureChange)
export class FigureChangesResolver {
  @RequiresScopes(['progress:read'])
  @Cost(100)
  @Query(() => FigureChangeConnection, {
    nullable: true,
    description:
      'Which figures of progress changed (số liệu đã thay đổi): of each goal, month of its time and commune, and of the whole. A figure is listed once, at its last change, within seconds of it. Without `after`, all figures. A figure has changed when its own numbers, status, days, denominators or organisations have; `asOf`, contributions, forecasts and ranks do not count. As the agreements let apps see it. A quarter or a year has the figure of its last month.',
  })
  async figuresChanged(
    @Args(() => ChangesArguments) { since, after, before, first, last }: ChangesArguments,
    @Ctx() { em }: SubgraphContext,
  ): Promise<FigureChangeConnection> {
    const read = async (cursor: string | null | undefined, name: string, otherwise: number) =>
      cursor == null ? otherwise : readChangeCursor(em, cursor, name);
    const from = Math.max(await read(after, 'after', 0), await read(since, 'since', 0));
    const until = await read(before, 'before', Infinity);
    // Read before the changes: they are at least as new.
    const { compared } = await endOfChanges(em);
    const isBackwards = last != null;
    const size = pageSizeOf(isBackwards ? last : first, isBackwards ? 'last' : 'first');
    const { changes, hasMore } = await changesBetween(em, { from, until, size, isBackwards });
    const nodes = changes.map(({ goal, month, place, isRemoved, number }) => ({
      ...{ goalCode: goal, communeCode: place, period: month, cursor: String(number) },
      kind: isRemoved ? FigureChangeKind.REMOVED : FigureChangeKind.CHANGED,
    }));
    return {
      nodes,
      figuresVersion: compared,
      pageInfo: {
        hasNextPage: isBackwards ? until < Infinity : hasMore,
        hasPreviousPage: isBackwards ? hasMore : from > 0,
        startCursor: nodes[0]?.cursor ?? null,
        endCursor: nodes.at(-1)?.cursor ?? (from > 0 ? String(from) : null),
      },
    };
  }

  @FieldResolver(() => GoalProgress, {
    nullable: true,
    description: 'The figure now (số liệu hiện nay); null where there is none any more.',
  })
  progress(
    @Root() { kind, goalCode, communeCode, period }: FigureChange,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalProgress | null> | null {
    return kind === FigureChangeKind.REMOVED ? null : loadProgress({ goalCode, communeCode, period }, context);
  }
}
