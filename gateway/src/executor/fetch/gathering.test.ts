import { expect, test } from '@jest/globals';
import { inputsOf, pathOf } from '../../fixtures/planned.js';
import type { EntityType, Input } from '../../plan/plan.js';
import { readSupergraph } from '../../supergraph/supergraph.js';
import type { Execution } from './execution.js';
import type { JsonObject } from '../../base/json.js';
import { gathering } from './gathering.js';

const supergraph = readSupergraph(`
  schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query }
  enum join__Graph {
    A @join__graph(name: "a", url: "http://a/")
    B @join__graph(name: "b", url: "http://b/")
    C @join__graph(name: "c", url: "http://c/")
    STRICT @join__graph(name: "strict", url: "http://strict/")
  }
  type Query @join__type(graph: A) { books: [Book] }
  type Shop @join__type(graph: A) @join__type(graph: B) { code: Int @join__field(graph: A) @join__field(graph: B, type: "Int!") }
  type Book
    @join__type(graph: A, key: "id edition")
    @join__type(graph: B, key: "id edition")
    @join__type(graph: C, key: "id")
    @join__type(graph: STRICT, key: "id edition") {
    id: ID!
    shop: Shop @join__field(graph: A) @join__field(graph: B)
    edition: Int @join__field(graph: B) @join__field(graph: STRICT, type: "Int!")
  }
`);

const plain: EntityType[] = [{ type: 'Book', as: 'Book', inputs: inputsOf('id', 'edition') }];

const book = { __typename: 'Book', id: '1', edition: 2 };
const data = { books: [book, { ...book }, null, { ...book, edition: null }] };

function gather(
  subgraph: string,
  gatheredNow?: Execution['gatheredNow'],
  root: JsonObject = data,
  types: EntityType[] = plain,
) {
  const gatherFor = gathering([{ paths: [pathOf('books.@')], types }], supergraph, subgraph);
  return gatherFor({ data: root, gatheredNow } as unknown as Execution);
}

test('says who waits for which representation', () => {
  const { gathered, list } = gather('b');
  expect(JSON.parse(`[${list.json.toString()}]`)).toEqual([book, { ...book, edition: null }]);
  expect(gathered.size).toBe(2);
  const [waiting] = gathered.waiting[0] ?? [];
  expect(waiting?.objects[1]).toBe(data.books[1]);
  expect(waiting?.indices).toEqual([0, 0, 1]);
});

test('says how many cannot be asked about, and does not take others for such', () => {
  const others = { ...data, books: [...data.books, { __typename: 'Author' }, { id: '3', edition: 1 }] };
  expect(gather('strict', undefined, others).gathered).toMatchObject({ size: 1, leftOut: 1 });
  expect(gather('b', undefined, others).gathered).toMatchObject({ size: 2, leftOut: 0 });
});

test('gathers once what subgraphs are told alike at the same moment, and nothing else', () => {
  const now = new Map();
  const ofA = gather('a', now);
  expect(gather('b', now)).toBe(ofA);
  expect(gather('c', now)).not.toBe(ofA);
  expect(JSON.parse(`[${gather('strict', now).list.json.toString()}]`)).toEqual([book]);
  expect(gather('a')).not.toBe(ofA);
});

test('gathers anew what stands in objects, or in some types alone: what may be null there differs', () => {
  const books = [{ ...book, shop: { code: null } }];
  const sent = (subgraph: string, now: Execution['gatheredNow'], ...more: Input[]) => {
    const types = [{ type: 'Book', as: 'Book', inputs: [...inputsOf('id', 'edition'), ...more] }];
    return JSON.parse(`[${gather(subgraph, now, { books }, types).list.json.toString()}]`) as unknown[];
  };
  const shop: Input = { name: 'shop', source: 'shop', inputs: inputsOf('code') };
  const now = new Map();
  expect(sent('a', now, shop)).toEqual([{ ...book, shop: { code: null } }]);
  expect(sent('b', now, shop)).toEqual([{ ...book, shop: null }]);
  const onBook: Input = { on: 'Book', inputs: [shop] };
  expect(sent('a', now, onBook)).toEqual([{ ...book, shop: { code: null } }]);
  expect(sent('b', now, onBook)).toEqual([{ ...book, shop: null }]);
});
