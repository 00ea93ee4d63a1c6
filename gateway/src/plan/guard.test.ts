import { describe, expect, test } from '@jest/globals';
import { Kind, parse, type SelectionNode } from 'graphql';
import {
  always,
  assuming,
  both,
  commonTo,
  conditionsOf,
  either,
  except,
  type Guard,
  guardTest,
  isAlways,
} from './guard.js';

/** Parses one selection. */
function selection(text: string): SelectionNode {
  const [definition] = parse(`query ($a: Boolean!, $b: Boolean!) { ${text} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation.');
  return definition.selectionSet.selections[0] as SelectionNode;
}

const names = ['a', 'b', 'c'];
const assignments = Array.from({ length: 8 }, (_, bits) =>
  Object.fromEntries(names.map((name, index) => [name, ((bits >> index) & 1) === 1])),
);
const holds = (guard: Guard) => assignments.map((variables) => guardTest(guard)?.(variables) ?? true);

describe('what a selection demands', () => {
  test.each([
    ['x', []],
    ['x @include(if: $a)', ['a']],
    ['x @skip(if: $a)', ['!a']],
    ['x @skip(if: $b) @include(if: $a)', ['!b', 'a']],
    ['x @include(if: true) @skip(if: false)', []],
    ['x @include(if: false)', undefined],
    ['x @skip(if: true) @include(if: $a)', undefined],
    ['x @include(if: $a) @skip(if: $a)', undefined],
    ['x @other(if: $a)', []],
  ])('%s', (text, expected) => {
    expect(conditionsOf(selection(text))).toEqual(expected);
  });
});

describe('a conjunction', () => {
  test('of two has the literals of both, unless they contradict each other', () => {
    expect(both(['a'], ['!b'])).toEqual(['!b', 'a']);
    expect(both([], ['a'])).toEqual(['a']);
    expect(both(['a'], ['a'])).toEqual(['a']);
    expect(both(['a'], ['!a', 'b'])).toBeUndefined();
  });

  test('leaves what is not known, and cannot hold against it', () => {
    expect(assuming(['a', 'b'], ['a'])).toEqual(['b']);
    expect(assuming(['a'], ['!a'])).toBeUndefined();
    expect(assuming(['a'], [])).toEqual(['a']);
  });
});

describe('a guard', () => {
  test('of several holds where any does, in as few words as that takes', () => {
    expect(either([['a']], [['a', 'b']])).toEqual([['a']]);
    expect(either([['a', 'b']], [['!b', 'a']])).toEqual([['a']]);
    expect(isAlways(either([['a']], [['!a']]))).toBe(true);
    expect(either([['a']], [['b']])).toEqual([['a'], ['b']]);
    expect(either([], [])).toEqual([]);
  });

  test.each<[Guard, Guard]>([
    [always, [['a']]],
    [always, [['a', 'b']]],
    [[['a']], [['b'], ['c']]],
    [[['a'], ['b']], [['a', '!c']]],
    [[['a']], always],
  ])('%j without %j holds where the one does, and the other does not', (guard, other) => {
    const [one, without] = [holds(guard), holds(other)];
    expect(holds(except(guard, other))).toEqual(one.map((on, index) => on && !without[index]));
  });

  test('has the literals in common that all its alternatives have', () => {
    expect(
      commonTo([
        ['a', 'b'],
        ['!c', 'a'],
      ]),
    ).toEqual(['a']);
    expect(commonTo([])).toEqual([]);
  });

  test('is no test where it always holds, and takes a variable that is not there for false', () => {
    expect(guardTest(always)).toBeUndefined();
    expect(guardTest([['!a']])?.({})).toBe(true);
    expect(guardTest([['a']])?.({})).toBe(false);
    expect(guardTest([])?.({})).toBe(false);
  });

  test('of very many alternatives always holds', () => {
    const many = Array.from({ length: 40 }, (_, index) => [`v${index}`]);
    expect(isAlways(either(many))).toBe(true);
    expect(isAlways(either(many.slice(0, 30)))).toBe(false);
  });
});
