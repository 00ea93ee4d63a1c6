import type { EntityFetch } from '../../plan/plan.js';
import { isAbandoned, subgraphAsk, whenAnswered } from './ask.js';
import { type ContextGroup, contextGroups } from './context-groups.js';
import { entitiesVariables } from './entities-variables.js';
import { entityPath } from './entity-path.js';
import { entityRequests, type EntityRequest } from './entity-requests.js';
import type { Execution, Send, TakeIn } from './execution.js';
import type { PlanContext } from './plan-context.js';
import type { FetchClient } from './request-observer.js';
import { sideBySide } from './side-by-side.js';
import { distinct, takeEntities } from './take-entities.js';

/** How many requests of one fetch run at a time: a large fetch leaves places for others. */
const requestsAtATime = 8;

/**
 * Compiles a fetch that is one request for each group of entities with the same context, or several if the subgraph's
 * limits demand it. Errors of a request concern its own entities alone.
 */
export function entityFetch(fetch: EntityFetch, context: PlanContext<FetchClient>): Send {
  const send = requests(fetch, context);
  const [path] = fetch.entities.flatMap((entities) => entities.paths);
  if (!fetch.context || !path) return send;
  const groupsOf = contextGroups(entityPath(path, context.supergraph.is), fetch.context);
  return (execution) => send(execution, groupsOf(execution));
}

function requests(
  fetch: EntityFetch,
  context: PlanContext<FetchClient>,
): (execution: Execution, groups?: readonly (ContextGroup | undefined)[]) => ReturnType<Send> {
  const { supergraph, client, keepsApart } = context;
  const subgraph = client(fetch.subgraph);
  const variables = entitiesVariables(fetch, context);
  const places = distinct(
    fetch.entities.flatMap(({ paths }) => paths.map((path) => entityPath(path, supergraph.is).place)),
  );
  const requestsFor = entityRequests(fetch, variables, subgraph);
  const take = takeEntities(fetch, variables, { subgraph: subgraph.subgraph, places, keepsApart });

  const ask = (execution: Execution, { gathered, body }: EntityRequest, told?: Set<string>): Promise<TakeIn> =>
    // The handlers of the answer keep no reference to the request, so that the representations are collected early.
    whenAnswered(fetch.subgraph, subgraph.ask(subgraphAsk(execution, body(), true)), {
      take: (response, isShared) => {
        take(execution, response, gathered, { isShared, told });
      },
      fail: (fault) => {
        execution.errors.addFault(subgraph.subgraph, fault, places, told);
      },
    });

  return (execution, groups = noGroups) => {
    if (isAbandoned(execution)) return undefined;
    let leftOut = 0;
    const requests = groups.flatMap((group) => {
      const all = variables.map(({ gather }) => gather(execution, group?.entities));
      for (const { gathered } of all) leftOut += gathered.leftOut;
      return requestsFor(all, group ? { ...execution.variables, ...group.values } : execution.variables);
    });
    if (leftOut > 0) execution.observer?.leavesOut?.(fetch, leftOut);
    const [first] = requests;
    if (!first) return undefined;
    if (requests.length === 1) return ask(execution, first);
    const told = new Set<string>();
    return sideBySide(requests, Math.min(subgraph.limits.concurrency, requestsAtATime), (request) =>
      isAbandoned(execution) ? noAnswer : ask(execution, request, told),
    ).then((answers) => () => {
      for (const takeIn of answers) takeIn();
    });
  };
}

const noGroups: readonly undefined[] = [undefined];
const noAnswer = Promise.resolve<TakeIn>(() => undefined);
