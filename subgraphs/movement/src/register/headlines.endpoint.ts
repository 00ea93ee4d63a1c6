import { addEndpoint, type Caller, type Endpoints, messagePrice, type SubgraphContext } from '@hub/kit';
import { type Agreement, dayInProvince, mayUseFigures, readAgreements } from '@hub/protocol';
import { allGoalVersions, goalsInForce } from '../goal/goal.loader.js';
import { rootFigurePlace } from '../progress/anomalies-of-goal.js';
import { bookOf, denominatorsIn, makeProgress } from '../progress/goal-progress.loader.js';
import { headlineMonth } from '../progress/headline-month.js';

/** An organisation, and the text of its agreements; null if it has none. */
interface Asked {
  readonly Body: { readonly organisation: string; readonly agreements: string | null };
}

const anyone: Caller = { roles: [], scopes: [], purpose: 'statistics' };

/** The audiences of headlines, each with its usual purpose. */
const audiences: readonly Caller[] = [
  anyone,
  ...['app', 'analyst', 'staff', 'organisation-service', 'auditor'].map((role) => ({
    ...{ roles: [role], scopes: ['progress:read'], purpose: 'statistics' },
  })),
];

/**
 * Adds `POST /operator/register/headlines`: each goal's headline of the province for each audience, and the headline
 * with an organisation that is not accepted yet, by its agreements. An organisation without a release changes no
 * bounds, unless the goal counts it in spite of its agreements; then only the denominator bounds the people from
 * above. The answer names the agreements' goals that the hub does not have.
 */
export function headlinesEndpoint({ operator, server, em, config, now, services }: Endpoints): void {
  const contextOf = (caller: Caller): SubgraphContext => ({
    ...{ em: em.fork(), log: server.log, now, rootPlace: config.rootPlace, requestId: 'headlines', caller, services },
    loaders: new Map(),
  });
  addEndpoint<Asked>(operator, {
    method: 'POST',
    url: '/operator/register/headlines',
    price: messagePrice(),
    handler: async ({ body: { organisation, agreements: text } }) => {
      const { agreements = [] } = (text && readAgreements(text, 'agreements.yaml').agreements) || {};
      const known = new Set((await allGoalVersions(contextOf(anyone))).map(({ code }) => code)).add(anyGoal);
      const named = agreements.flatMap(({ figures, combined }) => [...figures, ...combined]);
      const unknownGoals = [...new Set(named.filter((goal) => !known.has(goal)))];
      const headlines = [];
      for (const caller of audiences) {
        headlines.push(...(await headlinesOf(organisation, agreements, caller, contextOf(caller))));
      }
      return { unknownGoals, headlines };
    },
  });
}

/** Stands for every goal in agreements. */
const anyGoal = '*';

async function headlinesOf(
  organisation: string,
  agreements: readonly Agreement[],
  caller: Caller,
  context: SubgraphContext,
) {
  const [goals, book, place] = await Promise.all([goalsInForce(context), bookOf(context), rootFigurePlace(context)]);
  const day = dayInProvince(context.now());
  return Promise.all(
    goals.map(async ({ code: goalCode }) => {
      const period = headlineMonth(book, goalCode);
      const denominators = await denominatorsIn(goalCode, place, period, book, context);
      const { people, missing, outside, denominator } = makeProgress(book, { goalCode, period }, place, denominators);
      const now = people && { lower: people.lower, upper: people.upper, estimate: people.estimate };
      const expectation = book.goals.expectedOn(goalCode, day).find((one) => one.organisation.code === organisation);
      const isOpened = expectation?.countsWithheld === true && !book.knownOf(organisation);
      return {
        ...{ audience: caller.roles[0] ?? 'anyone', goal: goalCode, period, now },
        accepted: isOpened && now ? { ...now, upper: denominator?.value ?? null, estimate: null } : now,
        missing: missing.map(({ code }) => code),
        outside: outside.map((one) => one.organisation.code),
        isExpected: expectation !== undefined,
        /** Whether the agreements let this audience's headline count the organisation, once it has released figures. */
        lets: mayUseFigures(agreements, 'combined', goalCode, 'province', caller, day),
      };
    }),
  );
}
