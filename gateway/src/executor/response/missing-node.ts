import { node } from '@hub/protocol';
import type { PathKey } from '../../base/json.js';
import { isFoundNode } from '../fetch/found-nodes.js';
import type { Problem } from './object-code.js';

/**
 * Whether a problem is that there is no object with an id that a caller gave: nothing is known of it but the id, since the
 * subgraph that owns such objects gave none. Then its place is null, as it should be, and nothing is wrong.
 * @param data as the subgraphs gave it.
 */
export function isMissingNode({ path, refusal }: Pick<Problem, 'path' | 'refusal'>, data: unknown): boolean {
  if (refusal !== undefined) return false;
  const found = path.slice(0, -1).reduce(at, data);
  if (typeof found !== 'object' || found === null || isFoundNode(found)) return false;
  const known = Object.keys(found).filter((key) => key !== '__typename');
  return known.length > 0 && known.every((key) => fetchedKey.test(key));
}

/** As fetches call the key by which an object is asked for: see the planner's `Names`. */
const fetchedKey = new RegExp(`^_(?:x+_)?key_${node.key}$`);

function at(value: unknown, key: PathKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<PathKey, unknown>>)[key];
}
