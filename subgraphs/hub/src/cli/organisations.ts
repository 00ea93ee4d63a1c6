import type { Subgraph } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { UsageError } from './failure.js';

/** An organisation's code in the form of environment variables: `FARMERS_UNION`. */
export function variableName(code: string): string {
  return code.toUpperCase().replaceAll('-', '_');
}

/**
 * Finds an organisation's subgraph by its code.
 * @throws UsageError naming the existing ones.
 */
export function findSubgraph(code: string): Subgraph {
  const subgraph = subgraphs.find((one) => one.code === code);
  if (subgraph) return subgraph;
  const known = subgraphs.map((one) => one.code).join(', ');
  throw new UsageError(`Expected an organisation (one of ${known}), got ${JSON.stringify(code)}.`);
}

/** The organisations that the user named, in the hub's order; all if none was named. */
export function chooseSubgraphs(codes: readonly string[]): readonly Subgraph[] {
  if (codes.length === 0) return subgraphs;
  const chosen = new Set(codes.map(findSubgraph));
  return subgraphs.filter((one) => chosen.has(one));
}
