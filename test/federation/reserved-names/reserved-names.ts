import { behaviour } from '../support/behaviour.js';

const words = [
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  'valueOf',
  'prototype',
  'if',
  'class',
  'data',
  'errors',
  'null',
  '_',
  '_entities2',
  'on',
  'query',
];

/** Names that mean something to a programming language mean nothing here. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { item: constructor plain: String }
        type constructor @key(fields: "toString") { toString: ID! ${words
          .slice(2)
          .map((word) => `${word}: String`)
          .join(' ')} }
      `,
      resolvers: {
        Query: {
          item: () =>
            Object.assign(Object.create(null), {
              toString: 't',
              ...Object.fromEntries(words.slice(2).map((word) => [word, `a ${word}`])),
            }),
          plain: () => 'plain',
        },
      },
    },
    b: {
      typeDefs: `type constructor @key(fields: "toString") { toString: ID! isPrototypeOf: String }`,
      resolvers: { constructor: { isPrototypeOf: () => 'from b' } },
    },
  },
  cases: [
    {
      query: `{ item { ${words.slice(2).join(' ')} isPrototypeOf toString } }`,
      data: {
        item: {
          toString: 't',
          isPrototypeOf: 'from b',
          ...Object.fromEntries(words.slice(2).map((word) => [word, `a ${word}`])),
        },
      },
    },
    {
      query: `{ ${words.map((word) => `${word}: plain`).join(' ')} }`,
      data: Object.fromEntries(words.map((word) => [word, 'plain'])),
    },
    {
      query: '{ proto: plain __proto__: plain }',
      data: JSON.parse('{ "proto": "plain", "__proto__": "plain" }') as unknown,
    },
    {
      query: '{ item { __proto__: isPrototypeOf constructor: toString } }',
      data: { item: JSON.parse('{ "__proto__": "from b", "constructor": "t" }') as unknown },
    },
    {
      query:
        'query ($constructor: Boolean!, $toString: Boolean!) { a: plain @include(if: $constructor) b: plain @include(if: $toString) }',
      variables: { constructor: true, toString: false },
      data: { a: 'plain' },
    },
  ],
});
