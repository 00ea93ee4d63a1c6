import { addEndpoint, type Endpoints, lookPrice, type SubgraphContext } from '@hub/kit';
import { type DueRelease, dueReleasesPath, monthNumber, monthOf } from '@hub/protocol';
import { goalsInForce } from '../goal/goal.loader.js';
import { ContributionState } from '../progress/contribution-state.js';
import { bookOf } from '../progress/goal-progress.loader.js';

/** How many months back a missing report is searched. */
const mostMonthsLookedAt = 12;

/**
 * Adds `GET /operator/register/due-releases`: for each goal and expected organisation, the earliest month since its
 * last report that it has not reported, with the due day. An organisation without one has reported up to the last
 * month that is over.
 */
export function dueReleasesEndpoint({ operator, server, em, config, now, services }: Endpoints): void {
  addEndpoint(operator, {
    method: 'GET',
    url: dueReleasesPath,
    price: lookPrice,
    handler: async () => {
      const context: SubgraphContext = {
        ...{ em: em.fork(), log: server.log, now, rootPlace: config.rootPlace, requestId: 'due-releases', services },
        ...{ caller: { roles: [], scopes: [], purpose: 'steering' }, loaders: new Map() },
      };
      const [goals, book] = await Promise.all([goalsInForce(context), bookOf(context)]);
      return { dueReleases: goals.flatMap(({ code }) => dueOf(code, book)) };
    },
  });
}

/** The earliest unreported month of each organisation that a goal expects. */
function dueOf(goal: string, book: Awaited<ReturnType<typeof bookOf>>): DueRelease[] {
  const due = new Map<string, DueRelease>();
  const reported = new Set<string>();
  const thisMonth = monthNumber(book.today.slice(0, 7));
  for (let month = thisMonth; month > thisMonth - mostMonthsLookedAt; month -= 1) {
    const frame = book.frameOf(goal, monthOf(month));
    if (!frame || frame.lastDay < frame.goal.startsOn) break;
    for (const { organisation, state, through } of frame.root.expected) {
      const { code } = organisation;
      if (state === ContributionState.NOT_LINKED || reported.has(code)) continue;
      if (state === ContributionState.NOT_YET)
        due.set(code, { organisation: code, goal, month: frame.period, dueOn: frame.reportDueOn, through });
      else reported.add(code);
    }
  }
  return [...due.values()];
}
