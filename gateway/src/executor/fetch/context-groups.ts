import type { ContextValue } from '../../plan/plan.js';
import type { EntityPath } from './entity-path.js';
import type { Execution } from './execution.js';
import { isObject, type JsonObject, ownReader } from '../../base/json.js';
import { isTooDeep } from '../../base/nesting.js';

/** Entities with the same context values from the objects above them. */
export interface ContextGroup {
  /** Context values by variable; null for an absent value, or for one that is nested too deeply. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly entities: ReadonlySet<JsonObject>;
}

/** Compiles grouping the entities of a fetch by their context values. */
export function contextGroups(
  path: EntityPath,
  context: readonly ContextValue[],
): (execution: Execution) => ContextGroup[] {
  const readers = context.map(({ variable, up, path: below }) => ({ variable, up, read: reader(below) }));
  const valuesFor = (above: readonly JsonObject[]): Record<string, unknown> => {
    const values: Record<string, unknown> = {};
    for (const { variable, up, read } of readers) {
      const object = above.at(-up);
      const value = object && read(object);
      if (value !== undefined && values[variable] === undefined) values[variable] = isTooDeep(value) ? null : value;
    }
    for (const { variable } of readers) values[variable] ??= null;
    return values;
  };
  return ({ data, owned }) => {
    // Shared data: first replaces the entities on the path by copies that this operation may change.
    if (owned) path.collect(data, [], owned);
    const groups = new Map<string, ContextGroup & { readonly entities: Set<JsonObject> }>();
    path.locate(data, (entity, place) => {
      const above: JsonObject[] = [];
      let value: unknown = data;
      for (const key of place) {
        if (isObject(value)) above.push(value);
        value = (value as Record<string | number, unknown>)[key];
      }
      const values = valuesFor(above);
      const id = JSON.stringify(values);
      const group = groups.get(id);
      if (group) group.entities.add(entity);
      else groups.set(id, { values, entities: new Set([entity]) });
    });
    return [...groups.values()];
  };
}

/** Reads the value at a path of keys. */
function reader([key, ...rest]: readonly string[]): (value: unknown) => unknown {
  if (key === undefined) return (value) => value;
  const [read, next] = [ownReader(key), reader(rest)];
  return (value) => (isObject(value) ? next(read(value)) : null);
}
