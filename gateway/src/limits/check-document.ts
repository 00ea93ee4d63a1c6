import type { DocumentNode } from 'graphql';
import { LimitExceeded, type LimitKind } from '../errors/limit-exceeded.js';
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

/** Every line terminator of GraphQL. */
const lineTerminator = /\r\n|[\n\r]/g;

/**
 * Refuses a text of many lines before it is parsed: the parser counts lines to locate each error.
 * @throws LimitExceeded
 */
export function checkLines(text: string, { lines }: DocumentLimits): void {
  // Most texts have fewer characters than that.
  if (text.length < lines) return;
  let found = 1;
  lineTerminator.lastIndex = 0;
  while (found <= lines && lineTerminator.test(text)) found += 1;
  if (found > lines) throw new LimitExceeded('LINES', lines);
}

/**
 * Refuses a document that is too large to validate. The cheapest checks come first.
 * @throws LimitExceeded
 */
export function checkDocument(document: DocumentNode, limits: DocumentLimits): void {
  // Validation compares each pair of fragments, and each operation with each fragment.
  const { length: definitions } = document.definitions;
  if (definitions > limits.definitions) throw new LimitExceeded('DEFINITIONS', limits.definitions, definitions);
  const size = operationSize(document);
  for (const [measure, kind] of kinds) {
    if (size[measure] > limits[measure]) throw new LimitExceeded(kind, limits[measure], size[measure]);
  }
  if (repetitions(document, limits.repetitions + 1) > limits.repetitions) {
    throw new LimitExceeded('REPETITIONS', limits.repetitions);
  }
}
