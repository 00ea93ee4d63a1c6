/**
 * A graph of subgraphs that refer to each other: each has entities with fields and arguments, refers to entities of
 * the next subgraph, and adds a field to entities of the former one.
 * @param {{ subgraphs: number, typesOfEach: number }} size
 */
export function generatedGraph({ subgraphs, typesOfEach }) {
  const entity = (graph, type) => `T${graph}x${type}`;
  const all = Array.from({ length: subgraphs }, (_, graph) => {
    const [next, before] = [(graph + 1) % subgraphs, (graph + subgraphs - 1) % subgraphs];
    const own = Array.from({ length: typesOfEach }, (_, type) => {
      const other = (type + 1) % typesOfEach;
      return `"A type." type ${entity(graph, type)} @key(fields: "id") {
  "Its id." id: ID!
  "Its name." name: String
  "Its number." number("At most." most: Int): Int
  "Its fellow." fellow: ${entity(graph, other)}
  ${type === 0 ? `"What it refers to." refers: ${entity(next, 0)}` : ''}
}`;
    });
    const fields = Array.from({ length: typesOfEach }, (_, type) => {
      return `  "One of them." t${graph}x${type}("Its id." id: ID!): ${entity(graph, type)}`;
    });
    return {
      name: `s${graph}`,
      url: `http://s${graph}.example/graphql`,
      sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query {
${fields.join('\n')}
}
${own.join('\n')}
type ${entity(next, 0)} @key(fields: "id", resolvable: false) { id: ID! }
type ${entity(before, 1)} @key(fields: "id") { id: ID! "Added." added${graph}: Int }
`,
    };
  });
  const documents = Array.from({ length: 50 }, (_, graph) => ({
    ...{ kind: 'DOCUMENT', name: `app ${graph}` },
    text: `query ($id: ID!) { t${graph}x0(id: $id) { id name number(most: 3) fellow { name added${(graph + 1) % subgraphs} } refers { name } } t0x0(id: $id) { name } }`,
  }));
  return { subgraphs: all, documents, organisation: 's0', removed: /"Its name\." name: String/ };
}
