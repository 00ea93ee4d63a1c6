import type { SubgraphContext } from '@hub/kit';
import { dayInProvince, daysLater, monthNumber, monthOf } from '@hub/protocol';
import { DueKind } from '../calendar/calendar.type.js';
import { readCalendar } from '../calendar/calendar.resolver.js';
import { goalsInForce } from '../goal/goal.loader.js';
import { anomaliesAt, communePlaces, rootFigurePlace } from '../progress/anomalies-of-goal.js';
import { bookOf, denominatorsBy, makeProgress } from '../progress/goal-progress.loader.js';
import { EventKind } from './event-kind.js';
import { type Names, titles } from './event-titles.js';
import type { NewEvent } from './new-event.js';

/** How many months back complete months are searched. */
const mostMonths = 36;

/** The last month of each goal in the root place that is over and no longer provisional: so are all months before it. */
export async function completeMonths(context: SubgraphContext, names: Names): Promise<NewEvent[]> {
  const [goals, book, root] = await Promise.all([goalsInForce(context), bookOf(context), rootFigurePlace(context)]);
  const lastOver = monthNumber(dayInProvince(context.now())) - 1;
  const events: NewEvent[] = [];
  for (const { code, startsOn, deadline } of goals) {
    const denominators = await denominatorsBy(code, root, book, context);
    const isComplete = (month: string) => {
      const progress = makeProgress(book, { goalCode: code, period: month }, root, denominators(month));
      return progress.people !== null && !progress.isProvisional;
    };
    const first = Math.max(monthNumber(startsOn), lastOver - mostMonths);
    // The figures to date end with the goal.
    let number = Math.min(lastOver, monthNumber(deadline));
    while (number >= first && !isComplete(monthOf(number))) number -= 1;
    if (number < first) continue;
    const month = monthOf(number);
    const title = titles.complete(names.goal(code), month);
    events.push({ key: `complete ${code} ${month}`, kind: EventKind.MONTH_COMPLETE, title, goal: code, period: month });
  }
  return events;
}

/** How many days before a due day the reminder comes. */
const daysAhead = 5;

/** Reports and publications that are due soon and missing, or overdue. */
export async function dueAndOverdue(context: SubgraphContext, names: Names): Promise<NewEvent[]> {
  const entries = await readCalendar(context);
  const soon = daysLater(dayInProvince(context.now()), daysAhead);
  return entries.flatMap(({ kind, goal: { code: goal }, organisation, period, dueOn, isOverdue }): NewEvent[] => {
    const code = kind === DueKind.RELEASE ? (organisation?.code ?? null) : null;
    const of = { goal, period, organisation: code };
    const [called, who] = [names.goal(goal), code === null ? null : names.organisation(code)];
    const known = `${code ?? ''} ${goal} ${period}`;
    if (isOverdue)
      return [{ key: `late ${known}`, kind: EventKind.LATE, ...of, title: titles.late(called, period, who) }];
    if (dueOn === null || dueOn > soon) return [];
    // Another due day is another reminder.
    return [
      { key: `due ${known} ${dueOn}`, kind: EventKind.DUE, ...of, title: titles.due(called, period, dueOn, who) },
    ];
  });
}

/** The contexts for the figures of the root place, as every caller sees them, and for the figures of communes. */
export interface Views {
  readonly everyone: SubgraphContext;
  readonly ofCommunes: SubgraphContext;
}

/** The current anomalies of each goal: in the root place as every caller sees it, and in communes. */
export async function anomalies({ everyone, ofCommunes }: Views, names: Names): Promise<NewEvent[]> {
  const [goals, root, communes] = await Promise.all([
    goalsInForce(everyone),
    rootFigurePlace(everyone),
    communePlaces(ofCommunes),
  ]);
  const events: NewEvent[] = [];
  for (const goal of goals) {
    const found = [...(await anomaliesAt([root], goal, everyone)), ...(await anomaliesAt(communes, goal, ofCommunes))];
    for (const { rule, since, progress } of found) {
      const { code, row, isRoot } = progress.place;
      events.push({
        ...{ key: `anomaly ${goal.code} ${code} ${rule} ${since}`, kind: EventKind.ANOMALY },
        title: titles.anomaly(names.goal(goal.code), row.nameVi, rule, since),
        ...{ goal: goal.code, period: since, commune: isRoot ? null : code },
      });
    }
  }
  return events;
}
