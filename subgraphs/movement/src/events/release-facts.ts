import type { SubgraphContext } from '@hub/kit';
import { ownKinds } from '../progress/register-changes.js';
import { newestCounted } from '../register/taken-releases.js';
import { estimatesOf } from '../sketches/merged-sketches.js';
import { EventKind } from './event-kind.js';
import { type Names, titles } from './event-titles.js';
import type { NewEvent } from './new-event.js';

type Em = SubgraphContext['em'];

/** The inputs of the figures at the last event. */
export interface FiguresState {
  /** The number of the newest release that counted, by organisation. */
  readonly releases: Readonly<Record<string, number>>;
  /** The number of the newest round of estimates; 0 where there was none. */
  readonly round: number;
  /** The newest import of goals, denominators and other inputs of figures; 0 if there was none. */
  readonly run: number;
}

/** The current inputs of the figures, and the rounds of estimates that count. */
export interface RestsOnNow extends FiguresState {
  readonly rounds: readonly { readonly number: number; readonly goal: string; readonly month: string }[];
}

/** Reads the current inputs of the figures. */
export async function readRestsOn({ em, services }: Pick<SubgraphContext, 'em' | 'services'>): Promise<RestsOnNow> {
  const [releases, versions, [run]] = await Promise.all([
    newestCounted(em),
    estimatesOf({ services })?.versions(),
    em.execute<[{ run: number }]>(
      `select coalesce(max(id), 0) as run from import_run
       where written > 0 and kind in (select json_array_elements_text(?::json))`,
      [JSON.stringify(ownKinds)],
    ),
  ]);
  const rounds = (versions?.counted ?? []).map(({ number, goal, month }) => ({ number, goal, month }));
  return {
    ...{ releases: Object.fromEntries(releases), rounds, run: run.run },
    round: Math.max(0, ...rounds.map(({ number }) => number)),
  };
}

/** The most communes that an event lists; with more, the figures changed everywhere. */
const mostCommunes = 1000;

/**
 * The events for figures that changed since the last look. One event covers a release, or all releases of an
 * organisation that came together, for each goal that they changed.
 * @param at distinguishes events of facts that can repeat, such as releases that count again.
 */
export async function newFigures(
  em: Em,
  told: FiguresState,
  now: RestsOnNow,
  { names, rootPlace, at }: { readonly names: Names; readonly rootPlace: string; readonly at: Date },
): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  for (const [organisation, number] of Object.entries(now.releases)) {
    const former = told.releases[organisation] ?? 0;
    if (number === former) continue;
    // If other releases replace ones that no longer count, any cell may have changed.
    for (const { goal, month, places } of await changedCells(em, organisation, number > former ? former : 0)) {
      const communes = places.filter((place) => place !== rootPlace);
      events.push({
        key: `figures ${organisation} ${former} ${number} ${goal} ${at.getTime()}`,
        kind: EventKind.FIGURES,
        title: titles.figures(names.goal(goal)),
        ...{ goal, changedBy: organisation, changedFrom: month },
        communes: communes.length > mostCommunes ? null : communes,
      });
    }
  }
  for (const { number, goal, month } of now.rounds.filter((round) => round.number > told.round)) {
    const title = titles.figures(names.goal(goal));
    events.push({ key: `estimates ${number}`, kind: EventKind.FIGURES, title, goal, changedFrom: month });
  }
  if (now.run > told.run) events.push({ key: `import ${now.run}`, kind: EventKind.FIGURES, title: titles.allFigures });
  return events;
}

/** The cells that an organisation's releases changed after a given one, by goal. */
function changedCells(em: Em, organisation: string, former: number) {
  return em.execute<{ goal: string; month: string; places: string[] }[]>(
    `select goal_code as goal, min(month) as month, json_agg(distinct place_code) as places from register_cell
     where organisation = ? and (from_number > ? or until_number > ?) group by 1 order by 1`,
    [organisation, former, former],
  );
}
