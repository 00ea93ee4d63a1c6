import type { JsonObject, PathKey } from '../../base/json.js';
import type { Rename } from '../../plan/plan.js';
import type { SubgraphError } from '../../subgraph/subgraph-response.js';
import type { EntitiesVariable } from './entities-variables.js';
import type { Gathered } from './gathering.js';
import { renamePath } from './renames.js';

/**
 * For each error, the paths in the response of the entity that it concerns; undefined if it concerns none. The data is
 * walked once for all errors.
 */
export function errorPlaces(
  errors: readonly SubgraphError[],
  variables: readonly EntitiesVariable[],
  gathered: readonly Gathered[],
  data: JsonObject,
): (PathKey[][] | undefined)[] {
  const wanted = new Map<PathKey, Map<PathKey, PathKey[][]>>();
  for (const { path: [key, index] = [] } of errors) {
    if (key === undefined || typeof index !== 'number') continue;
    if (!wanted.has(key)) wanted.set(key, new Map());
    wanted.get(key)?.set(index, []);
  }
  if (wanted.size === 0) return [];
  const renames = new Map<PathKey, readonly Rename[]>();
  for (const [variable, { fields }] of variables.entries()) {
    for (const [fieldIndex, field] of fields.entries()) {
      const places = wanted.get(field.key);
      if (!places) continue;
      renames.set(field.key, field.renames);
      for (const [pathIndex, entities] of field.paths.entries()) {
        const { objects = [], indices = [] } = gathered[variable]?.waiting[fieldIndex]?.[pathIndex] ?? {};
        const placesByObject = new Map<JsonObject, PathKey[][]>();
        for (const [position, object] of objects.entries()) {
          const ofObject = places.get(indices[position] as number);
          if (ofObject) placesByObject.set(object, ofObject);
        }
        entities.locate(data, (object, place) => placesByObject.get(object)?.push([...place]));
      }
    }
  }
  return errors.map(({ path: [key = '', index = '', ...rest] = [] }) => {
    const places = wanted.get(key)?.get(index);
    if (!places || places.length === 0) return undefined;
    const below = renamePath(rest, renames.get(key) ?? []);
    return places.map((place) => [...place, ...below]);
  });
}
