import { guardTest } from '../../plan/guard.js';
import type { RootFetch } from '../../plan/plan.js';
import type { SubgraphResponse } from '../../subgraph/subgraph-response.js';
import { isAbandoned, subgraphAsk, whenAnswered } from './ask.js';
import { entityPath } from './entity-path.js';
import type { Execution, Send } from './execution.js';
import type { JsonObject, PathKey } from '../../base/json.js';
import { copyOf } from './merge.js';
import { usable } from './owned.js';
import { renamePath, renamer } from './renames.js';
import { requestBody } from './request-body.js';
import type { FetchClient } from './request-observer.js';
import type { PlanContext } from './plan-context.js';

/** Compiles a fetch of root fields; all objects at its path, which are the root again, get its answer. */
export function rootFetch(fetch: RootFetch, context: PlanContext<FetchClient>): Send {
  const { supergraph, client } = context;
  const { path, subgraph: name } = fetch;
  const subgraph = client(name);
  const bodyOf = requestBody(fetch);
  const isQuery = fetch.kind === 'query';
  const roots = entityPath(path, supergraph.is);
  const { take, fail } = rootAnswer(fetch, context);

  return (execution) => {
    // A mutation is sent even if the caller has left.
    if (isQuery && isAbandoned(execution)) return undefined;
    const objects: JsonObject[] = [];
    roots.collect(execution.data, objects, execution.owned);
    if (path.length > 0) execution.gathered = true;
    if (objects.length === 0) return undefined;
    return whenAnswered(name, subgraph.ask(subgraphAsk(execution, bodyOf(execution.variables), isQuery)), {
      take: (response, isShared) => {
        take(execution, response, objects, isShared);
      },
      fail: (fault) => {
        fail(execution, fault);
      },
    });
  };
}

/** The handlers of a subgraph's answer to root fields. */
export interface RootAnswer {
  /** Merges an answer into root objects. The execution must own the answer, unless it is marked as shared. */
  readonly take: (
    execution: Execution,
    response: SubgraphResponse,
    roots: readonly JsonObject[],
    isShared?: boolean,
  ) => void;
  /** Notes that there is no answer. */
  readonly fail: (execution: Execution, fault: unknown) => void;
}

/** Prepares taking in the answers to a fetch of root fields. */
export function rootAnswer(
  { subgraph: name, path, keys, renames }: RootFetch,
  { supergraph, merge, client }: PlanContext<FetchClient>,
): RootAnswer {
  const { subgraph } = client(name);
  const rename = renamer(renames, supergraph.is);
  const asked = keys.map(({ key }) => key);
  const fields = keys.map(({ key, guard }) => ({ path: renamePath([key], renames), isOn: guardTest(guard) }));
  const roots = entityPath(path, supergraph.is);
  const atRoots = (data: JsonObject, paths: readonly (readonly PathKey[])[]): readonly (readonly PathKey[])[] => {
    if (path.length === 0) return paths;
    const places: PathKey[][] = [];
    roots.locate(data, (_, place) => places.push(...paths.map((below) => [...place, ...below])));
    return places;
  };
  return {
    take: (execution, response, objects, isShared = false) => {
      const { data, errors } = execution;
      for (const error of response.errors) {
        errors.add(subgraph, error, error.path ? atRoots(data, [renamePath(error.path, renames)]) : []);
      }
      if (response.data === null) return;
      // All requests that share the answer asked for the same fields.
      dropUnasked(response.data, asked);
      const answer = usable(execution, response.data, { isShared, changes: renames.length > 0 });
      if (renames.length > 0) rename(answer);
      for (let index = 0; index < objects.length; index++) {
        const given = index === objects.length - 1 ? answer : copyOf(answer);
        merge(objects[index] as JsonObject, given, execution.owned);
      }
    },
    fail: ({ data, errors, variables }, fault) => {
      const paths = fields.filter(({ isOn }) => isOn?.(variables) ?? true).map(({ path: field }) => field);
      errors.addFault(subgraph, fault, atRoots(data, paths));
    },
  };
}

/** Drops fields that were not requested: a subgraph may not answer for another. */
function dropUnasked(data: JsonObject, asked: readonly PathKey[]): void {
  for (const key of Object.keys(data)) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a key that a hostile subgraph made up
    if (!asked.includes(key)) delete data[key];
  }
}
