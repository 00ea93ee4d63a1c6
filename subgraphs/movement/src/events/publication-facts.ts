import type { SubgraphContext } from '@hub/kit';
import { EventKind } from './event-kind.js';
import { type Names, titles } from './event-titles.js';
import type { NewEvent } from './new-event.js';

/** The publications, goals' last figures and withdrawals that the log does not know of, as events. */
export async function unannouncedPublications(em: SubgraphContext['em'], names: Names): Promise<NewEvent[]> {
  const [published, final, withdrawn] = [
    await em.execute<Row[]>(
      `select id, period, revision from publication p
       where not exists (select from hub_event e where e.key = 'publication ' || p.id) order by published_at, revision`,
    ),
    await em.execute<(Row & { goal: string })[]>(
      `select id, period, goal from publication p, unnest(final_goals) as goal
       where not exists (select from hub_event e where e.key = 'final ' || p.id || ' ' || goal) order by published_at, goal`,
    ),
    await em.execute<Row[]>(
      `select id, p.period, p.revision from publication_withdrawal w join publication p using (id)
       where not exists (select from hub_event e where e.key = 'withdrawal ' || id) order by w.at`,
    ),
  ];
  return [
    ...published.map(({ id, period, revision }) => ({
      ...{ key: `publication ${id}`, kind: revision === 1 ? EventKind.PUBLICATION : EventKind.REVISION },
      ...{ title: titles.publication(period, revision), period, publication: id },
    })),
    ...final.map(({ id, period, goal }) => ({
      ...{ key: `final ${id} ${goal}`, kind: EventKind.FINAL, title: titles.final(names.goal(goal), period) },
      ...{ goal, period, publication: id },
    })),
    ...withdrawn.map(({ id, period, revision }) => ({
      ...{ key: `withdrawal ${id}`, kind: EventKind.WITHDRAWAL, title: titles.withdrawal(period, revision) },
      ...{ period, publication: id },
    })),
  ];
}

interface Row {
  readonly id: string;
  readonly period: string;
  readonly revision: number;
}
