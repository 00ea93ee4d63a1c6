import { behaviour } from '../support/behaviour.js';

/** A graph with circles, asked ten levels deep, changing the subgraph at every step. */
export default behaviour({
  subgraphs: {
    a: {
      typeDefs: `
        type Query { person: Person }
        type Person @key(fields: "id") { id: ID! house: House }
        type House @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { person: () => ({ id: '1' }) }, Person: { house: ({ id }) => ({ id: `${id}h` }) } },
    },
    b: {
      typeDefs: `
        type Person @key(fields: "id") { id: ID! }
        type House @key(fields: "id") { id: ID! owner: Person name: String! }
      `,
      resolvers: { House: { owner: ({ id }) => ({ id: `${id}p` }), name: ({ id }) => `house ${id}` } },
    },
  },
  cases: [{ query: nest('{ person ', '{ house { name owner ', '{ id }', ' } }', 5), data: answer('1', 5) }],
});

function nest(head: string, open: string, leaf: string, close: string, depth: number): string {
  return `${head}${open.repeat(depth)}${leaf}${close.repeat(depth)} }`;
}

function answer(id: string, depth: number): unknown {
  const person = (of: string, left: number): unknown =>
    left === 0 ? { id: of } : { house: { name: `house ${of}h`, owner: person(`${of}hp`, left - 1) } };
  return { person: person(id, depth) };
}
