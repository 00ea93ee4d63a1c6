import type { DocumentNode } from 'graphql';
import { LimitExceeded, type LimitKind } from './limit-exceeded.js';
import type { DocumentLimits } from './limits.js';
import { type OperationSize, operationSize } from './operation-size.js';
import { repetitions } from './repetitions.js';

const kinds = [
  ['depth', 'DEPTH'],
  ['selections', 'SELECTIONS'],
  ['aliases', 'ALIASES'],
  ['directives', 'DIRECTIVES'],
  ['rootFields', 'ROOT_FIELDS'],
] as const satisfies readonly (readonly [keyof OperationSize, LimitKind])[];

/**
 * Refuses a document that is too large to be validated. What takes no longer than to read the document comes first.
 * @throws LimitExceeded
 */
export function checkDocument(document: DocumentNode, limits: DocumentLimits): void {
  const size = operationSize(document);
  for (const [measure, kind] of kinds) {
    if (size[measure] > limits[measure]) throw new LimitExceeded(kind, limits[measure], size[measure]);
  }
  if (repetitions(document, limits.repetitions + 1) > limits.repetitions) {
    throw new LimitExceeded('REPETITIONS', limits.repetitions);
  }
}
