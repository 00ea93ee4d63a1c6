import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { repetitions } from './repetitions.js';

test.each([
  ['none', '{ a b { a } c: a }', 0],
  ['each pair of one place', '{ a a a }', 3],
  ['in inline fragments', '{ a ... { a } ... on Query { a } }', 3],
  ['in fragments, wherever they are spread', '{ ...F ...F b { ...F } } fragment F on Query { a }', 1],
  ['under an alias', '{ x: a x: b }', 1],
  ['below fields of one place', '{ a { b } a { b c } a { c } }', 5],
  ['not below those of different ones', '{ a { b } x: a { b } }', 0],
  ['in all operations together', 'query A { a a } query B { a a }', 2],
  ['in fragments that nothing spreads', '{ a } fragment F on Query { a a ...G } fragment G on Query { a }', 3],
  ['in fragments within themselves', '{ ...F } fragment F on Query { a ...F a }', 1],
  ['in fragments within themselves, further down', '{ ...F } fragment F on Query { a { ...F } a { b } }', 1],
])('fields are repeated: %s', (_, text, pairs) => {
  expect(repetitions(parse(text), Infinity)).toBe(pairs);
});

test('counting stops when it is enough', () => {
  expect(repetitions(parse(`{ ${'a '.repeat(10_000)} }`), 100)).toBeLessThan(10_000);
});
