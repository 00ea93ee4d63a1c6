import { describe, expect, test } from '@jest/globals';
import { print } from 'graphql';
import { selectionSet } from '../../supergraph/field-set.js';
import { inputsOf, leafPath, variableArgument } from './inputs.js';

describe('what of a field set is sent', () => {
  test('are its fields, the outermost under the keys that the data has', () => {
    expect(inputsOf(selectionSet('{ a b { a c { d } } }'), (name) => `my_${name}`)).toEqual([
      { name: 'a', source: 'my_a', inputs: [] },
      {
        ...{ name: 'b', source: 'my_b' },
        inputs: [
          { name: 'a', source: 'a', inputs: [] },
          { name: 'c', source: 'c', inputs: [{ name: 'd', source: 'd', inputs: [] }] },
        ],
      },
    ]);
    expect(inputsOf(selectionSet('{ a }'))).toEqual([{ name: 'a', source: 'a', inputs: [] }]);
  });

  test('depends on the types of objects', () => {
    const of = (text: string) => inputsOf(selectionSet(text), (name) => `my_${name}`);
    expect(of('{ ... on T { a } ... { b } ...F }')).toEqual([
      { on: 'T', inputs: [{ name: 'a', source: 'my_a', inputs: [] }] },
      { name: 'b', source: 'my_b', inputs: [] },
    ]);
    expect(of('{ a { ... on T { b } } }')).toEqual([
      {
        ...{ name: 'a', source: 'my_a' },
        inputs: [{ on: 'T', inputs: [{ name: 'b', source: 'b', inputs: [] }] }],
      },
    ]);
  });
});

test('the way to a leaf is that of the first fragment that applies', () => {
  const path = (text: string) => leafPath(selectionSet(text), (condition) => condition === 'T');
  expect(path('{ a }')).toEqual(['a']);
  expect(path('{ a { b { c } } }')).toEqual(['a', 'b', 'c']);
  expect(path('{ ... on S { a } ... on T { b { c } } }')).toEqual(['b', 'c']);
  expect(path('{ ... on S { a } ... { b } }')).toEqual(['b']);
  expect(path('{ ...F a { ... on S { b } } }')).toEqual(['a', 'b']);
  expect(path('{ ... on S { a } }')).toEqual([]);
});

test('an argument may have the value of a variable', () => {
  expect(print(variableArgument('a', 'b'))).toBe('a: $b');
});
