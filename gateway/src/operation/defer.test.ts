import { describe, expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import { deferringOperation, hasDefer, withoutDefer } from './defer.js';
import { type Operation, operationsOf } from './operation.js';

function operation(text: string): Operation {
  const found = operationsOf(parse(text))[0];
  if (!found) throw new Error('no operation');
  return found;
}

const text = ({ definition, fragments }: Operation) =>
  [definition, ...fragments.values()].map(print).join(' ').replaceAll(/\s+/g, ' ');

function deferring(query: string, variables: Record<string, unknown> = {}) {
  const found = deferringOperation(operation(query), variables);
  return found && { text: text(found.operation), labels: Object.fromEntries(found.labels) };
}

describe('an operation that defers', () => {
  test('has each deferred fragment where it applies, with a label of its own', () => {
    expect(
      deferring(
        `{ a { ...F ...G @defer(label: "g") } b { ...F ... @defer { y } } }
         fragment F on T { ... on T @defer(label: "f") { x ...G } }
         fragment G on T { z }`,
      ),
    ).toEqual({
      text:
        '{ a { ... on T { ... on T @defer(label: "part_0") { x ...G } } ... on T @defer(label: "part_1") { z } }' +
        ' b { ... on T { ... on T @defer(label: "part_2") { x ...G } } ... @defer(label: "part_3") { y } } }' +
        ' fragment G on T { z }',
      labels: { part_0: 'f', part_1: 'g', part_2: 'f', part_3: undefined },
    });
  });

  test('has nothing of what its conditions exclude', () => {
    const query = `query ($yes: Boolean!, $no: Boolean!) {
      a @skip(if: $no) { x @include(if: $no) y ... @defer(if: $yes) @include(if: $yes) { z } ...F @defer(if: $no) }
      ... @skip(if: $yes) @defer { b }
    }
    fragment F on T { x @skip(if: $yes) u }`;
    expect(deferring(query, { yes: true, no: false })).toEqual({
      text: 'query ($yes: Boolean!, $no: Boolean!) { a { y ... @defer(label: "part_0") { z } ...F } } fragment F on T { u }',
      labels: { part_0: undefined },
    });
  });

  test('is none where everything that is deferred is excluded, or not deferred after all', () => {
    const query =
      'query ($on: Boolean! = true) { a { ... @defer(if: $on) { x } ...F @defer(if: false) } } fragment F on T { y }';
    expect(deferring(query, { on: false })).toBeUndefined();
    expect(deferring(query, {})).toBeDefined();
    expect(deferring('{ a @skip(if: true) { ... @defer { x } } }')).toBeUndefined();
  });

  test('is none where its fragments multiply beyond all bounds', () => {
    const fragments = Array.from(
      { length: 20 },
      (_, index) => `fragment F${index} on T { a { ...F${index + 1} } b: a { ...F${index + 1} } }`,
    );
    expect(deferring(`{ a { ...F0 } } ${fragments.join(' ')} fragment F20 on T { ... @defer { x } }`)).toBeUndefined();
  });
});

test('what is deferred is found in fragments too, and undone', () => {
  const query = '{ a { ...F } } fragment F on T { b { ...G @defer(label: "l") } } fragment G on T { c }';
  expect(hasDefer(operation(query))).toBe(true);
  const undone = withoutDefer(operation(query));
  expect(hasDefer(undone)).toBe(false);
  expect(text(undone)).toBe('{ a { ...F } } fragment F on T { b { ...G } } fragment G on T { c }');
  expect(hasDefer(withoutDefer(operation(query), (label) => label === 'l'))).toBe(true);
});
