import { getOperationAST, OperationTypeNode, visit } from 'graphql';
import { notSent } from './data.js';
import type { Operation } from './operations.js';
import type { Supergraph } from './supergraph.js';
import { ownedFields } from './world.js';

/**
 * The planners' faults that are known and not repaired: which of them explains a difference, if one does. The generator
 * leaves out what shows others: D2, D3 and D8.
 */
export function knownFault(
  different: string,
  { world }: Supergraph,
  { document, operationName }: Operation,
  plannedByApollo: boolean,
): string | undefined {
  const fields = ownedFields(world).map(({ field }) => field);
  const asked = new Set<string>();
  const seen = { condition: false };
  visit(document, {
    Field: ({ name }) => {
      asked.add(name.value);
    },
    Directive: () => {
      seen.condition = true;
    },
  });
  const meant = getOperationAST(document, operationName);
  const isSeries = meant?.operation === OperationTypeNode.MUTATION && meant.selectionSet.selections.length > 1;
  // All mutations take effect before what is below the first of them is fetched from other subgraphs.
  if (isSeries && fields.some(({ counts, name }) => counts && asked.has(name))) return 'D10';
  const requiring = fields.filter(({ requires }) => requires);
  if (!plannedByApollo || !requiring.some(({ name }) => asked.has(name))) return undefined;
  // What a field is computed from is excluded by a condition with it, though others of the same fetch need it.
  if (seen.condition) return 'D9';
  // A field is computed from another before what that is computed from is known.
  const computed = new Set(requiring.map(({ name }) => name));
  const isChained = requiring.some(({ requires = [] }) => requires.some(({ field }) => computed.has(field)));
  return isChained && different.includes(notSent) ? 'D4' : undefined;
}
