import type { EntityFetch } from '../../plan/plan.js';
import type { FetchLimits } from '../../subgraph/subgraph-client.js';
import type { EntitiesVariable } from './entities-variables.js';
import { chunksOf } from './entity-chunks.js';
import type { Execution } from './execution.js';
import type { Gather, Gathered } from './gathering.js';
import { requestBody } from './request-body.js';

/** One request of a fetch. */
export interface EntityRequest {
  /** The objects that wait for its answer, by variable. */
  readonly gathered: readonly Gathered[];
  readonly body: () => Buffer;
}

/** Makes the requests for gathered representations: one if the subgraph's limits allow it. */
export function entityRequests(
  fetch: EntityFetch,
  variables: readonly EntitiesVariable[],
  subgraph: { readonly limits: FetchLimits },
): (all: readonly ReturnType<Gather>[], values: Execution['variables']) => EntityRequest[] {
  const bodyOf = requestBody(fetch);
  return (all, values) => {
    const gathered = all.map((one) => one.gathered);
    const bodyWith = (items: (variable: number) => Buffer) =>
      bodyOf(
        values,
        variables.map(({ name }, variable) => [name, items(variable)]),
      );
    const { entitiesPerFetch, maxRequestBytes } = subgraph.limits;
    let entities = 0;
    let bytes = 0;
    for (const { list } of all) {
      entities += list.starts.length;
      bytes += list.json.length;
    }
    if (entities === 0) return [];
    if (entities <= entitiesPerFetch && bytes <= maxRequestBytes) {
      const body = bodyWith((variable) => (all[variable] as ReturnType<Gather>).list.json);
      if (body.length <= maxRequestBytes) return [{ gathered, body: () => body }];
    }
    // Large variables are in each request: at least half the size is for entities, to keep the number of requests low.
    const room = Math.max(maxRequestBytes - bodyWith(() => noItems).length, maxRequestBytes / 2);
    return chunksOf(all, { entities: entitiesPerFetch, bytes: room }).map((chunk) => ({
      gathered: chunk.gathered,
      body: () => bodyWith((variable) => chunk.items[variable] as Buffer),
    }));
  };
}

const noItems = Buffer.alloc(0);
