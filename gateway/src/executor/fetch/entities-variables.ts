import { guardTest } from '../../plan/guard.js';
import type { EntityFetch, Rename } from '../../plan/plan.js';
import { type EntityPath, entityPath } from './entity-path.js';
import { type Gather, gathering } from './gathering.js';
import type { Merge } from './merge.js';
import type { PlanContext } from './plan-context.js';
import { renamer } from './renames.js';
import type { FetchClient } from './request-observer.js';

/** One `_entities` field of a fetch, and how its answer is merged. */
export interface EntitiesField {
  /** Its response key. */
  readonly key: string;
  readonly paths: readonly EntityPath[];
  readonly renames: readonly Rename[];
  readonly rename: (data: unknown) => void;
  /** Merges one of its entities into a waiting object. */
  readonly merge: Merge;
}

/** The fields of a fetch that have their representations in one variable. */
export interface EntitiesVariable {
  readonly name: string;
  readonly fields: readonly EntitiesField[];
  readonly gather: Gather;
}

/** The empty result for a field without entities. */
const nobody: ReturnType<Gather> = {
  gathered: { size: 0, leftOut: 0, waiting: [[]] },
  list: { json: Buffer.alloc(0), starts: [] },
};

/** Compiles the variables of a fetch that hold representations. */
export function entitiesVariables(
  { entities, subgraph }: EntityFetch,
  { supergraph, merge, mergeKeys }: PlanContext<FetchClient>,
): EntitiesVariable[] {
  return entities.map((field) => {
    const { key, variable, guard, paths, keys, renames } = field;
    const gather = gathering([field], supergraph, subgraph);
    const isOn = guard && guardTest(guard);
    return {
      name: variable,
      gather: isOn ? (execution, only) => (isOn(execution.variables) ? gather(execution, only) : nobody) : gather,
      fields: [
        {
          key,
          paths: paths.map((path) => entityPath(path, supergraph.is)),
          renames,
          rename: renamer(renames, supergraph.is),
          // Renaming gives keys that the operation does not have.
          merge: renames.length > 0 ? merge : mergeKeys(keys),
        },
      ],
    };
  });
}
