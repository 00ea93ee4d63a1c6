import {
  ConnectionArguments,
  Cost,
  Format,
  type Goal,
  GraphQLDay,
  RequiresScopes,
  searchText,
  type SubgraphContext,
} from '@hub/kit';
import { dayInProvince, GraphQLPeriod, monthNumber, monthOf, parsePeriod } from '@hub/protocol';
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { communesInForce, type SearchableCommune } from '../commune/commune.loader.js';
import { Area, CommuneType } from '../commune/commune.type.js';
import { denominatorsOf } from '../denominator/denominator.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import { changeSince } from './course.js';
import { type AsKnown, bookOf, headlineDescription, makeProgress, periodOf } from './goal-progress.loader.js';
import { OrderDirection, ProgressOrderField, progressTable } from './progress-table.js';
import { ProgressOrder, RankedProgressConnection } from './progress-table.type.js';
import { ProgressStatus } from './progress.js';
import { valueQueueOf } from './value-queue.js';

@ArgsType()
class TableArguments extends ConnectionArguments implements AsKnown {
  @Field(() => GraphQLPeriod, {
    nullable: true,
    description: headlineDescription,
  })
  period?: string | null;

  @Field(() => CommuneType, { nullable: true, description: 'Only units of this type (loại).' })
  type?: CommuneType | null;

  @Field(() => Area, { nullable: true, description: 'Only communes of this kind of area (khu vực).' })
  area?: Area | null;

  @Format('search')
  @Field(() => String, {
    nullable: true,
    description: 'Part of a name or the beginning of a code, of the commune or of its predecessors (tìm kiếm).',
  })
  search?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Only these communes, by code (mã các xã); at most 500.' })
  codes?: string[] | null;

  @Field(() => [ProgressStatus], { nullable: true, description: 'Only communes with this status (trạng thái).' })
  status?: ProgressStatus[] | null;

  @Field(() => ProgressOrder, {
    nullable: true,
    description: 'In which order (sắp xếp); by name when left out.',
  })
  orderBy?: ProgressOrder | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'As the releases of the end of this day had it (theo số liệu đã công bố đến ngày).',
  })
  asKnownOn?: string | null;

  @Format('code')
  @Field(() => ID, { nullable: true, description: 'As a publication has it (theo bản công bố).' })
  publication?: string | null;
}

@Resolver(() => GoalObject)
export class ProgressTableResolver {
  @RequiresScopes(['progress:read'])
  @Cost(300)
  @FieldResolver(() => RankedProgressConnection, {
    nullable: true,
    description: 'How far it is in each commune (bảng xếp hạng các xã), ordered and ranked.',
  })
  async progressByCommune(
    @Root() goal: Goal,
    @Args(() => TableArguments) table: TableArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<RankedProgressConnection> {
    const [book, communes] = await Promise.all([
      bookOf(context, table),
      communesInForce(context).load(dayInProvince(context.now())),
    ]);
    const period = periodOf(table.period, goal.code, book, context);
    const laidDown = book.goals.goalAt(goal.code, period);
    const rows = await Promise.all(
      communes.filter(isWanted(table)).map(async (row) => {
        const place = { code: row.code, row, isRoot: false };
        const denominators = laidDown ? await denominatorsOf(laidDown.audience, row, context) : [];
        return { progress: makeProgress(book, { goalCode: goal.code, period }, place, denominators), denominators };
      }),
    );
    const listed = rows.filter(({ progress }) => !table.status || table.status.includes(progress.status));
    const before = monthOf(monthNumber(parsePeriod(period).firstMonth) - 1);
    const denominatorsBy = new Map(listed.map(({ progress, denominators }) => [progress, denominators]));
    return progressTable(
      listed.map(({ progress }) => progress),
      {
        order: table.orderBy ?? { field: ProgressOrderField.NAME, direction: OrderDirection.ASC },
        first: table.first,
        after: table.after,
        last: table.last,
        before: table.before,
      },
      (progress) => changeSince(progress, before, denominatorsBy.get(progress) ?? []),
      valueQueueOf(context),
    );
  }
}

/** Whether a commune has the requested type and area, and the requested name or code. */
function isWanted({ type, area, search, codes }: TableArguments): (commune: SearchableCommune) => boolean {
  const named = codes && new Set(codes);
  const key = search ? searchText(search) : null;
  return (commune) =>
    (!named || named.has(commune.code)) &&
    (type == null || CommuneType[commune.type as keyof typeof CommuneType] === type) &&
    (area == null || Area[commune.area as keyof typeof Area] === area) &&
    (key === null || commune.searchKey.includes(key) || commune.searchCodes.includes(`\n${key}`));
}
