import { describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery, parse } from 'graphql';
import { checkDocument } from './check-document.js';
import { LimitExceeded } from './limit-exceeded.js';
import { hubLimits, type DocumentLimits } from './limits.js';

const limits = hubLimits.document as DocumentLimits;

/** Which limit a document exceeds. */
function exceeded(text: string): string | undefined {
  try {
    checkDocument(parse(text), limits);
    return undefined;
  } catch (error) {
    if (error instanceof LimitExceeded) return error.kind;
    throw error;
  }
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

describe('a document', () => {
  test.each([
    ['nested deeply', `${'{ a '.repeat(21)}${'}'.repeat(21)}`, 'DEPTH'],
    ['of many selections', `{ ${times(51, (i) => `a${i} { ${times(40, (j) => `b${j}`)} }`)} }`, 'SELECTIONS'],
    ['of many aliases', `{ a { ${times(101, (i) => `x${i}: a`)} } }`, 'ALIASES'],
    ['of many directives', `{ a ${'@skip(if: false) '.repeat(51)} }`, 'DIRECTIVES'],
    ['of many root fields', `{ ${times(51, (i) => `a${i}`)} }`, 'ROOT_FIELDS'],
    ['that repeats fields', `{ a { ${'b '.repeat(150)} } }`, 'REPETITIONS'],
    [
      'whose fragments double',
      `{ ...F0 } ${times(30, (i) => `fragment F${i} on Q { ...F${i + 1} ...F${i + 1} }`)} fragment F30 on Q { a }`,
      'SELECTIONS',
    ],
  ])('%s is refused', (_, text, kind) => {
    expect(exceeded(text)).toBe(kind);
  });

  test('as tools send to learn the schema is not', () => {
    expect(
      exceeded(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true })),
    ).toBeUndefined();
  });

  test('is refused without the limit being told', () => {
    const error = new LimitExceeded('DEPTH', 20, 21);
    expect(error.toJSON()).toEqual({
      message: 'The request exceeds a limit of the gateway: DEPTH.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'DEPTH' },
    });
  });
});
