import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { operationSize } from './operation-size.js';

const sizeOf = (text: string) => operationSize(parse(text));

/** Fragments that each spread the next one twice. */
const doubling = (levels: number) =>
  Array.from(
    { length: levels },
    (_, level) => `fragment F${level} on Query { a: x { ...F${level + 1} } ...F${level + 1} }`,
  ).join('\n');

describe('the size of an operation', () => {
  test('counts what is selected', () => {
    expect(sizeOf('query ($a: Int @d) @d { x: a @skip(if: false) { b ... @d { c: d } } e }')).toEqual({
      depth: 2,
      selections: 5,
      aliases: 2,
      directives: 4,
      rootFields: 2,
    });
  });

  test('counts a fragment wherever it is spread', () => {
    const size = sizeOf('{ ...F x { ...F } } fragment F on Query @d { y: a { b @d } }');
    expect(size).toEqual({ depth: 3, selections: 7, aliases: 2, directives: 4, rootFields: 2 });
  });

  test('is that of the largest operation or fragment, in each measure', () => {
    const size = sizeOf('query A { a b c } query B { a { b } } fragment F on Query { x: a @d }');
    expect(size).toEqual({ depth: 2, selections: 3, aliases: 1, directives: 1, rootFields: 3 });
  });

  test('is told of fragments that would be endless if they were expanded', () => {
    const size = sizeOf(`${doubling(60)} fragment F60 on Query { x } { ...F0 }`);
    expect(size.selections).toBeGreaterThan(2 ** 60);
    expect(size.depth).toBe(61);
  });

  test('is told of fragments within themselves', () => {
    expect(sizeOf('{ ...A } fragment A on Query { a { ...B } } fragment B on Query { b { ...A } }').depth).toBe(2);
  });

  test('is told of fragments that are named as what every object inherits, or are not there', () => {
    expect(sizeOf('{ ...constructor ...__proto__ } fragment __proto__ on Query { a }').selections).toBe(3);
  });
});
