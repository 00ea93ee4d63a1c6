import { type GraphQLLeafType, isEnumType } from 'graphql';
import { isNumber, type NumberKind } from './numbers.js';
import type { WithheldReason } from './answer-problems.js';

/** What is to be said of a leaf's value: nothing, that it is of another type, or that it may not leave. */
export type LeafVerdict = undefined | 'invalid' | WithheldReason;

/** How deeply a value of a scalar of the schema's own may nest. */
const mostDepth = 20;

/** What holds a leaf's value, which is not null, against its type and against what its numbers are. */
export function leafCheck(type: GraphQLLeafType, kind: NumberKind): (value: unknown) => LeafVerdict {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => (typeof value === 'string' && names.has(value) ? undefined : 'invalid');
  }
  switch (type.name) {
    case 'String':
      return (value) => (typeof value === 'string' ? undefined : 'invalid');
    case 'Boolean':
      return (value) => (typeof value === 'boolean' ? undefined : 'invalid');
    case 'ID':
      return (value) => (typeof value === 'string' || Number.isSafeInteger(value) ? undefined : 'invalid');
    case 'Int':
      return numberCheck((value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31, kind);
    case 'Float':
      return numberCheck(Number.isFinite, kind);
    default: {
      const isText = isNumber(type);
      return (value) => ofOwnScalar(value, { kind, isText }, 0);
    }
  }
}

function numberCheck(isOfType: (value: number) => boolean, kind: NumberKind): (value: unknown) => LeafVerdict {
  return (value) => (typeof value === 'number' && isOfType(value) ? ofNumber(value, kind) : 'invalid');
}

function ofNumber(value: number, kind: NumberKind): LeafVerdict {
  if (kind === 'other') return undefined;
  if (kind === 'unknown') return 'undeclared';
  return isRounded(value) ? undefined : 'unrounded';
}

/** Whether a count of people is one that may leave, as far as it alone can say. */
export function isRounded(people: number): boolean {
  return people >= 0 && people % 10 === 0;
}

interface OwnScalar {
  readonly kind: NumberKind;
  /** Whether its texts are numbers, as those of large integers are. */
  readonly isText: boolean;
}

/** A scalar of the schema's own may be a number, or have some within it. */
function ofOwnScalar(value: unknown, scalar: OwnScalar, depth: number): LeafVerdict {
  const { kind, isText } = scalar;
  if (depth > mostDepth) return 'invalid';
  if (typeof value === 'number') return ofNumber(value, kind);
  if (typeof value === 'string' && isText) {
    const number = Number(value);
    return Number.isFinite(number) ? ofNumber(number, kind) : 'invalid';
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const one of Object.values(value)) {
    const found = ofOwnScalar(one, scalar, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
