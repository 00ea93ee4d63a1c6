import { describe, expect, test } from '@jest/globals';
import { inputsOf, pathOf } from '../../fixtures/planned.js';
import { anonymous } from '../../request/caller.js';
import { always } from '../../plan/guard.js';
import type { EntitiesField, EntityFetch, Path } from '../../plan/plan.js';
import { defaultSettings, type SubgraphClient, type SubgraphSettings } from '../../subgraph/subgraph-client.js';
import { notGraphQL } from '../../errors/subgraph-fault.js';
import type { SubgraphResponse } from '../../subgraph/subgraph-response.js';
import { readSupergraph } from '../../supergraph/supergraph.js';
import { entityFetch } from './entity-fetch.js';
import type { Execution } from './execution.js';
import { FetchErrors } from './fetch-errors.js';
import type { JsonObject } from '../../base/json.js';
import { merger } from './merge.js';

const supergraph = readSupergraph(`
  schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query }
  enum join__Graph {
    A @join__graph(name: "a", url: "http://a/")
    B @join__graph(name: "b", url: "http://b/")
  }
  type Query @join__type(graph: A) { first: Book second: Book books: [Book] }
  type Book @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
    id: ID!
    author: Author @join__field(graph: B)
  }
  type Author @join__type(graph: B) { name: String }
`);

const first = pathOf('first');
const second = pathOf('second');
const books = pathOf('books.@');

interface Asked {
  readonly query: string;
  readonly variables: Record<string, unknown[]>;
}

/** Runs a fetch of authors at some paths; gives the requests and the errors. */
async function run(
  data: JsonObject,
  answer: (asked: Asked) => SubgraphResponse | Error,
  { paths = [[first, second]], limits }: { paths?: Path[][]; limits?: Partial<SubgraphSettings> } = {},
) {
  const entities = paths.map((own, index): EntitiesField => {
    const name = index === 0 ? '' : String(index);
    return {
      key: `_e${name}`,
      variable: `r${name}`,
      paths: own,
      types: [{ type: 'Book', as: 'Book', inputs: inputsOf('id') }],
      keys: ['author'],
      renames: [],
    };
  });
  const fields = entities.map(
    ({ key, variable }) => `${key}:_entities(representations:$${variable}){...on Book{author{name}}}`,
  );
  const declared = entities.map(({ variable }) => `$${variable}:[_Any!]!`);
  const fetch: EntityFetch = {
    kind: 'entities',
    subgraph: 'b',
    text: `query(${declared.join()}){${fields.join()}}`,
    variables: [],
    after: [],
    guard: always,
    entities,
  };
  const asked: Asked[] = [];
  const client: SubgraphClient = {
    subgraph: { name: 'b', url: 'http://b/' },
    limits: { ...defaultSettings, ...limits },
    ask: ({ body }) => {
      const request = JSON.parse(Buffer.from(body).toString()) as Asked;
      asked.push(request);
      const response = answer(request);
      if (response instanceof Error) return Promise.reject(response);
      return Promise.resolve({ isShared: false, read: () => response });
    },
    close: () => Promise.resolve(),
  };
  const context = { requestId: '1', log: { warn: () => undefined } as never, caller: anonymous };
  const errors = new FetchErrors(context);
  const execution: Execution = { data, errors, variables: {}, context, identityClass: '' };
  const sent = entityFetch(fetch, { supergraph, ...merger(supergraph.isInterface), client: () => client })(execution);
  (await sent)?.();
  return {
    isSent: sent !== undefined,
    variables: asked.map((request) => request.variables),
    errors: errors.all.map(({ message, path, extensions }) => ({ message, path, code: extensions['code'] })),
  };
}

const book = (id: string, more: JsonObject = {}): JsonObject => ({ __typename: 'Book', id, ...more });
const author = (name: string) => ({ author: { name } });
const answered = (...entities: (JsonObject | null)[]): SubgraphResponse => ({ data: { _e: entities }, errors: [] });

describe('a fetch of entities', () => {
  test('asks about each once, and gives every object that waits for it its fields', async () => {
    const data = { first: book('1'), second: book('2'), books: [book('1'), null, book('2')] };
    const { variables, errors } = await run(data, () => answered(author('x'), author('y')), {
      paths: [[first, second, books]],
    });
    expect(variables).toEqual([{ r: [book('1'), book('2')] }]);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      first: book('1', author('x')),
      second: book('2', author('y')),
      books: [book('1', author('x')), null, book('2', author('y'))],
    });
  });

  test('gives objects of several paths nothing that they share, for what follows may change them differently', async () => {
    const data = { first: book('1'), second: book('1'), books: [book('1')] };
    await run(data, () => answered(author('x')), { paths: [[first, second, books]] });
    const one = book('1', author('x'));
    expect(data).toEqual({ first: one, second: one, books: [one] });
    expect(new Set([data.first, data.second, ...data.books].map((object) => object['author'])).size).toBe(3);
  });

  test('is not sent where nobody waits', async () => {
    expect(await run({ first: null, second: { __typename: 'Book' } }, () => answered())).toEqual({
      isSent: false,
      variables: [],
      errors: [],
    });
  });

  test('leaves who has no entity as he is', async () => {
    const data = { first: book('1'), second: book('2') };
    await run(data, () => answered(null, author('y')));
    expect(data).toEqual({ first: book('1'), second: book('2', author('y')) });
  });

  test('gives each field its own entities', async () => {
    const data = { first: book('1'), second: book('2') };
    const answer = { data: { _e: [author('x')], _e1: [author('y')] }, errors: [] };
    const { variables } = await run(data, () => answer, { paths: [[first], [second]] });
    expect(variables).toEqual([{ r: [book('1')], r1: [book('2')] }]);
    expect(data).toEqual({ first: book('1', author('x')), second: book('2', author('y')) });
  });

  test.each([
    ['too few entities', { _e: [author('x')] }],
    ['too many', { _e: [author('x'), author('y'), null] }],
    ['what is no list', { _e: author('x') }],
    ['what is no entity', { _e: ['x', 'y'] }],
    ['what is one entity, and none', { _e: [author('x'), 'y'] }],
    ['nothing', {}],
  ])('takes nothing from an answer with %s, and says so at each place', async (_, data) => {
    const asked = { first: book('1'), second: book('2') };
    const { errors } = await run(asked, () => ({ data, errors: [] }));
    expect(errors.map(({ path, code }) => ({ path, code }))).toEqual([
      { path: ['first'], code: 'SUBGRAPH_INVALID_RESPONSE' },
      { path: ['second'], code: 'SUBGRAPH_INVALID_RESPONSE' },
    ]);
    expect(asked).toEqual({ first: book('1'), second: book('2') });
  });

  test('has the error of an entity wherever that stands, and others at all places', async () => {
    const data = { first: book('1'), second: book('2'), books: [book('2'), book('1')] };
    const { errors } = await run(
      data,
      () => ({
        data: { _e: [author('x'), { author: null }] },
        errors: [
          { message: 'no author', path: ['_e', 1, 'author', 'name'], extensions: {} },
          { message: 'no name', path: ['_e', 0, 'author', 'name'], extensions: {} },
          { message: 'tired', path: undefined, extensions: {} },
        ],
      }),
      { paths: [[first, second, books]] },
    );
    expect(errors.map(({ message, path }) => `${message} at ${(path ?? []).join('.')}`)).toEqual([
      'no author at second.author.name',
      'no author at books.0.author.name',
      'no name at first.author.name',
      'no name at books.1.author.name',
      'tired at first',
      'tired at second',
      'tired at books',
    ]);
  });

  test('says nothing more of entities that are null with an error', async () => {
    const { errors } = await run({ first: book('1'), second: null }, () => ({
      data: null,
      errors: [{ message: 'no', path: undefined, extensions: {} }],
    }));
    expect(errors.map(({ message }) => message)).toEqual(['no', 'no']);
  });

  test.each<[string, Partial<SubgraphSettings>, number[]]>([
    ['as many entities as there may be', { entitiesPerFetch: 5 }, [5]],
    ['more than there may be', { entitiesPerFetch: 2 }, [2, 2, 1]],
    ['more bytes than there may be', { maxRequestBytes: 200 }, [3, 2]],
  ])('is one request for each share of %s', async (_, limits, sizes) => {
    const data = { books: ['1', '2', '3', '4', '5'].map((id) => book(id)) };
    const { variables, errors } = await run(
      data,
      ({ variables: { r = [] } }) => answered(...r.map((one) => author((one as { id: string }).id))),
      { paths: [[books]], limits },
    );
    expect(errors).toEqual([]);
    expect(variables.map(({ r }) => r?.length)).toEqual(sizes);
    expect(data.books).toEqual(['1', '2', '3', '4', '5'].map((id) => book(id, author(id))));
  });

  test('that fails in several requests says so once', async () => {
    const data = { books: ['1', '2', '3'].map((id) => book(id)) };
    const { variables, errors } = await run(data, () => notGraphQL('b', 'cut off'), {
      paths: [[books]],
      limits: { entitiesPerFetch: 1 },
    });
    expect(variables).toHaveLength(3);
    expect(errors.map(({ path }) => path)).toEqual([['books']]);
  });
});
