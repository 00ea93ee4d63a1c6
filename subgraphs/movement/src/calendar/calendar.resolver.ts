import { Cost, type SubgraphContext } from '@hub/kit';
import { Ctx, Query, Resolver } from 'type-graphql';
import { goalsInForce } from '../goal/goal.loader.js';
import { goalMetadataLoader } from '../metadata/metadata.resolver.js';
import { bookOf } from '../progress/goal-progress.loader.js';
import { nextOf } from './calendar.js';
import { CalendarEntry } from './calendar.type.js';

@Resolver(() => CalendarEntry)
export class CalendarResolver {
  @Cost(20)
  @Query(() => [CalendarEntry], {
    nullable: true,
    description:
      "The next dates of each goal in force (lịch công bố): the movement's publication, and each organisation's release. By due day; what has none stands last.",
  })
  async releaseCalendar(@Ctx() context: SubgraphContext): Promise<CalendarEntry[]> {
    const entries = await readCalendar(context);
    const keyOf = ({ dueOn, goal, organisation }: CalendarEntry) =>
      `${dueOn ?? '9999'} ${goal.code} ${organisation?.code ?? ''}`;
    return entries.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  }
}

/** The next due entries of each goal that is in force. */
export async function readCalendar(context: SubgraphContext): Promise<CalendarEntry[]> {
  const [goals, book, published] = await Promise.all([
    goalsInForce(context),
    bookOf(context),
    lastPublishedMonth(context),
  ]);
  const entries = await Promise.all(
    goals.map(async (goal) => {
      const metadata = await goalMetadataLoader(context).load(goal.code);
      return nextOf({ goal, published, publicationDueDays: metadata?.publicationDueDays ?? null }, book);
    }),
  );
  return entries.flat();
}

/** The last month with a valid publication; null if there is none. */
async function lastPublishedMonth({ em }: SubgraphContext): Promise<string | null> {
  const [row] = await em.execute<{ period: string | null }[]>(
    `select max(period) as period from (
       select distinct on (period) period, id from publication where period ~ '^[0-9]{4}-[0-9]{2}$'
       order by period, revision desc) as p
     where not exists (select from publication_withdrawal w where w.id = p.id)`,
  );
  return row?.period ?? null;
}
