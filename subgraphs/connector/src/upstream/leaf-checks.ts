import { type GraphQLLeafType, isEnumType } from 'graphql';
import { isNumber, type NumberKind } from './numbers.js';
import type { WithheldReason } from './answer-problems.js';

/**
 * The verdict on a leaf's value: undefined for a correct value, a value of another type, or the reason why it may not
 * leave.
 */
export type LeafVerdict = undefined | 'invalid' | WithheldReason;

/** The deepest nesting of a value of the schema's own scalars. */
const mostDepth = 20;

/** Makes the check of a leaf's value, which is not null, against its type and the meaning of its numbers. */
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

/** Whether a count of people may leave, judged by itself. */
export function isRounded(people: number): boolean {
  return people >= 0 && people % 10 === 0;
}

interface OwnScalar {
  readonly kind: NumberKind;
  /** Whether its texts are numbers, like large integers in JSON. */
  readonly isText: boolean;
}

/** A value of the schema's own scalar may be a number, or contain some. */
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
