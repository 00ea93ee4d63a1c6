import { describe, expect, test } from '@jest/globals';
import { Supergraph } from '../supergraph/supergraph.js';
import { shownRequirement } from './requirement.js';
import { requirementsOf } from './requirements.js';

const link = (name: string, rest = '') => `@link(url: "https://specs.apollo.dev/${name}/v0.1"${rest})`;

function read(types: string, links = link('authenticated') + link('requiresScopes') + link('policy')) {
  return requirementsOf(new Supergraph(`schema ${links} { query: Query } ${types}`));
}

const shown = (requirements: readonly { kind: string }[]) =>
  requirements.map((requirement) => shownRequirement(requirement as never));

describe('reading what a supergraph demands', () => {
  test('of types and fields, all together', () => {
    const { isEmpty, ofType, ofField } = read(`
      type Query @policy(policies: [["p"]]) { a: S @authenticated @requiresScopes(scopes: [["y", "x"], ["z"]])  b: E }
      scalar S @authenticated
      enum E @requiresScopes(scopes: ["one"]) { A }`);
    expect(isEmpty).toBe(false);
    expect(shown(ofType('Query'))).toEqual(['@policy(policies: [["p"]])']);
    expect(shown(ofField('Query', 'a'))).toEqual(['@authenticated', '@requiresScopes(scopes: [["x","y"],["z"]])']);
    expect(ofField('Query', 'b')).toEqual([]);
    expect(ofType('S')).toEqual(ofField('Query', 'a').slice(0, 1));
    expect(shown(ofType('E'))).toEqual(['@requiresScopes(scopes: [["one"]])']);
  });

  test('nothing, where no directive says so', () => {
    expect(read('type Query { a: Int }').isEmpty).toBe(true);
  });

  test.each([
    ['its own name', link('authenticated'), '@authenticated'],
    ['another prefix', link('authenticated', ', as: "auth"'), '@auth'],
    ['a namespace', link('authenticated', ', as: "auth"'), '@auth__authenticated'],
    [
      'another name',
      link('authenticated', ', import: [{ name: "@authenticated", as: "@auth__authenticated" }]'),
      '@auth__authenticated',
    ],
    ['no link', '', '@authenticated'],
  ])('by a directive of %s', (_, links, directive) => {
    expect(shown(read(`type Query { a: Int ${directive} }`, links).ofField('Query', 'a'))).toEqual(['@authenticated']);
  });

  test('but not by the directive of another specification', () => {
    const links = '@link(url: "https://example.org/authenticated/v1.0")';
    expect(read('type Query { a: Int @authenticated }', links).isEmpty).toBe(true);
  });

  test.each(['@requiresScopes', '@requiresScopes(scopes: [[1]])', '@policy(policies: null)'])(
    '%s is refused, with its place',
    (directive) => {
      expect(() => read(`type Query { a: Int ${directive} }`)).toThrow(/expected lists of strings as .* on Query\.a/);
    },
  );

  test('extensions count', () => {
    const { ofType } = read('type Query { a: A } type A { a: Int } extend type A @authenticated');
    expect(shown(ofType('A'))).toEqual(['@authenticated']);
  });
});

describe('what is written on an interface', () => {
  const types = (onInterface: string, onField = '') => `
    type Query { node: Node }
    interface Node ${onInterface} { id: ID ${onField} }
    type A implements Node @authenticated { id: ID @requiresScopes(scopes: [["x"]]) }
    type B implements Node { id: ID @requiresScopes(scopes: [["y"]]) }`;

  test('is left to the types where it only says what they demand together', () => {
    const { ofType, ofField } = read(types('@authenticated', '@requiresScopes(scopes: [["x", "y"]])'));
    expect(ofType('B')).toEqual([]);
    expect(shown(ofField('B', 'id'))).toEqual(['@requiresScopes(scopes: [["y"]])']);
  });

  test('holds for every type where it says more', () => {
    const { ofType, ofField } = read(types('@policy(policies: [["p"]])', '@requiresScopes(scopes: [["x", "y", "z"]])'));
    expect(shown(ofType('A'))).toEqual(['@authenticated', '@policy(policies: [["p"]])']);
    expect(shown(ofType('B'))).toEqual(['@policy(policies: [["p"]])']);
    expect(shown(ofField('B', 'id'))).toContain('@requiresScopes(scopes: [["x","y","z"]])');
  });
});
