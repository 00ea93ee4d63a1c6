import { node } from '@hub/protocol';
import type { PathKey } from '../../base/json.js';
import { isFoundNode } from '../fetch/found-nodes.js';
import type { Problem } from './object-code.js';

/**
 * Whether a problem only means that no object has the caller's id: the data has the id alone, since the subgraph of
 * such objects returned none. The null is then correct, and is no error.
 * @param data the subgraphs' data.
 */
export function isMissingNode({ path, refusal }: Pick<Problem, 'path' | 'refusal'>, data: unknown): boolean {
  if (refusal !== undefined) return false;
  const found = path.slice(0, -1).reduce(at, data);
  if (typeof found !== 'object' || found === null || isFoundNode(found)) return false;
  const known = Object.keys(found).filter((key) => key !== '__typename');
  return known.length > 0 && known.every((key) => fetchedKey.test(key));
}

/** The alias of a fetched key, by which an object is requested: see the planner's `Names`. */
const fetchedKey = new RegExp(`^_(?:x+_)?key_${node.key}$`);

function at(value: unknown, key: PathKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<PathKey, unknown>>)[key];
}
