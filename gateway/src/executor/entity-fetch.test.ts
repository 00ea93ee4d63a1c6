import { describe, expect, test } from '@jest/globals';
import type { BatchFetchNode, EntityBatchAlias, RequiresSelection } from '@graphql-hive/router-query-planner';
import { anonymous } from '../identity/caller.js';
import { defaultSettings, type SubgraphClient, type SubgraphSettings } from '../subgraph/subgraph-client.js';
import { notGraphQL } from '../subgraph/subgraph-fault.js';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';
import { readSupergraph } from '../supergraph/supergraph.js';
import { batchFetch } from './entity-fetch.js';
import type { Execution } from './execution.js';
import { FetchErrors } from './fetch-errors.js';
import type { JsonObject } from './json.js';
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

const requires: RequiresSelection[] = [
  {
    kind: 'InlineFragment',
    typeCondition: 'Book',
    selections: ['__typename', 'id'].map((name) => ({ kind: 'Field', name })),
  },
];

const first = [{ Field: 'first' }];
const second = [{ Field: 'second' }];
const books = [{ Field: 'books' }, '@' as const];

interface Asked {
  readonly query: string;
  readonly variables: Record<string, unknown[]>;
}

/** Runs a fetch of the authors of what stands at some paths, and tells what was asked, and the errors. */
async function run(
  data: JsonObject,
  answer: (asked: Asked) => SubgraphResponse | Error,
  {
    paths = [[first, second]],
    limits,
  }: { paths?: EntityBatchAlias['paths'][]; limits?: Partial<SubgraphSettings> } = {},
) {
  const aliases = paths.map((own, index): EntityBatchAlias => {
    const name = index === 0 ? '' : String(index);
    return { alias: `_e${name}`, representationsVariableName: `r${name}`, paths: own, requires };
  });
  const fields = aliases.map(
    ({ alias, representationsVariableName: name }) =>
      `${alias}:_entities(representations:$${name}){...on Book{author{name}}}`,
  );
  const variables = aliases.map(({ representationsVariableName: name }) => `$${name}:[_Any!]!`);
  const node = {
    kind: 'BatchFetch',
    serviceName: 'b',
    operation: `query(${variables.join()}){${fields.join()}}`,
    operationKind: 'query',
    entityBatch: { aliases },
  } as unknown as BatchFetchNode;
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
  const takeIn = await batchFetch(node, { supergraph, ...merger(supergraph.isInterface), client: () => client })(
    execution,
  );
  takeIn?.();
  return {
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

  test('gives objects of two paths nothing that they share, for what follows may change them differently', async () => {
    const data = { first: book('1'), second: book('1') };
    await run(data, () => answered(author('x')));
    expect(data).toEqual({ first: book('1', author('x')), second: book('1', author('x')) });
    expect(data.first['author']).not.toBe(data.second['author']);
  });

  test('is not sent where nobody waits', async () => {
    expect(await run({ first: null, second: { __typename: 'Book' } }, () => answered())).toEqual({
      variables: [],
      errors: [],
    });
  });

  test('leaves who has no entity as he is', async () => {
    const data = { first: book('1'), second: book('2') };
    await run(data, () => answered(null, author('y')));
    expect(data).toEqual({ first: book('1'), second: book('2', author('y')) });
  });

  test('gives each alias its own entities', async () => {
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
          { message: 'tired', path: undefined, extensions: {} },
        ],
      }),
      { paths: [[first, second, books]] },
    );
    expect(errors.map(({ message, path }) => `${message} at ${(path ?? []).join('.')}`)).toEqual([
      'no author at second.author.name',
      'no author at books.0.author.name',
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
