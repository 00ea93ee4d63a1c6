const first = 'type Query { goal: Goal } type Goal @key(fields: "code") { code: ID! target: Float }';

/** Subgraphs that are no graph: by what is wrong, the schemas of `a` and `b`. */
export const faultyGraphs: Readonly<Record<string, readonly [string, string]>> = {
  'another type of a field': [first, 'type Goal @key(fields: "code") { code: ID! target: String @shareable }'],
  'a field of two subgraphs': [first, 'type Goal @key(fields: "code") { code: ID! target: Float }'],
  'an unknown type': [first, 'type Goal @key(fields: "code") { code: ID! more: Missing }'],
  'an unknown directive': [first, 'type Goal @key(fields: "code") { code: ID! more: Int @missing }'],
  'a key of an unknown field': [first, 'type Goal @key(fields: "number") { code: ID! more: Int }'],
  'a key that is no selection': [first, 'type Goal @key(fields: "code {") { code: ID! more: Int }'],
  'a required field that is not external': [
    first,
    'type Goal @key(fields: "code") { code: ID! own: Int more: Int @requires(fields: "own") }',
  ],
  'a required field that nobody has': [
    first,
    'type Goal @key(fields: "code") { code: ID! other: Int @external more: Int @requires(fields: "other") }',
  ],
  'an external field that is not used': [
    first,
    'type Goal @key(fields: "code") { code: ID! target: Float @external more: Int }',
  ],
  'another kind of a type': [first, 'interface Goal { code: ID! }'],
  'a field that nobody can reach': [
    `${first} extend type Goal { place: Place } type Place { name: String }`,
    'type Query { there: Int } type Place { name: String @shareable area: Float }',
  ],
  'an entity without a key that resolves': [
    first,
    'type Goal @key(fields: "code", resolvable: false) { code: ID! more: Int }',
  ],
  'an enum that is given and returned': [
    `${first} enum Kind { ONE TWO } extend type Query { kinds(of: Kind): Kind }`,
    'enum Kind { ONE } type Query { kind: Kind }',
  ],
  'a required argument in one subgraph': [
    'type Query { goal(code: ID!): Int @shareable }',
    'type Query { goal: Int @shareable }',
  ],
  'another type of an argument': [
    'type Query { goal(code: ID): Int @shareable }',
    'type Query { goal(code: Int): Int @shareable }',
  ],
  'another default': [
    'type Query { goal(first: Int = 1): Int @shareable }',
    'type Query { goal(first: Int = 2): Int @shareable }',
  ],
  'a required field of an input object in one subgraph': [
    'type Query { goal(of: In): Int } input In { code: ID! name: String! }',
    'type Query { other(of: In): Int } input In { code: ID! }',
  ],
  'input objects without a field in common': [
    'type Query { goal(of: In): Int } input In { code: ID }',
    'type Query { other(of: In): Int } input In { name: ID }',
  ],
  'an interface that is not implemented': [
    'type Query { all: [Node] } interface Node { id: ID! } type Goal implements Node { id: ID! }',
    'type Query { there: Int } interface Node { id: ID! name: String } type School implements Node { id: ID! name: String }',
  ],
  'no root field': ['type Goal @key(fields: "code") { code: ID! }', 'type School { name: String }'],
  'an override of itself': [first, 'type Goal @key(fields: "code") { code: ID! target: Float @override(from: "b") }'],
  'a provided field that is not external': [
    first,
    'type Query { best: Goal @provides(fields: "name") } type Goal @key(fields: "code") { code: ID! name: String }',
  ],
  'an extension of nothing': [first, 'type Query { there: Int } extend type School { name: String }'],
  'a hidden type in a field': [`${first} extend type Query { secret: Secret }`, 'type Secret @inaccessible { a: Int }'],
  'two fields of one name': [first, 'type Goal @key(fields: "code") { code: ID! more: Int more: Int }'],
  'a duplicate type': [first, 'type School { name: String } type School { name: String }'],
  'a field whose requirement is protected': [
    'type Query { goal: Goal } type Goal @key(fields: "code") { code: ID! target: Float @authenticated }',
    'type Goal @key(fields: "code") { code: ID! target: Float @external more: Int @requires(fields: "target") }',
  ],
  'a union of unknown members': [first, 'union All = Goal | Missing type Goal @key(fields: "code") { code: ID! }'],
  'an argument of a directive that is missing': [first, 'type Goal @key { code: ID! }'],
};
