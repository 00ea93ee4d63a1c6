import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { buildSchema, type ExecutionResult, graphql } from 'graphql';
import { askedHub } from './asked-hub.js';
import { composeWith, shippedOthers } from './composed.js';
import { hubSchema } from './hub-schema.js';
import { mockSubgraph } from './mock-subgraph.js';

const own = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
type Query { clubs: [Club!] }
type Club @key(fields: "code") { code: ID! commune: Commune count: Count }
type Count @shareable { people: Int }
type Commune @key(fields: "code") { code: ID! clubs: [Club!] }
`;

/** Schema of a running hub in which the developer's organisation is already linked. */
const api = `directive @cost(weight: Int!) on FIELD_DEFINITION
type Query { commune(code: ID!): Commune clubs: [Club!] communes(first: Int = 20): [Commune!] goal(code: ID!): Goal }
type Commune { code: ID! name(language: String): String clubs: [Club!] goals: [Goal!] }
type Club { code: ID! commune: Commune count: Count }
type Count { people: Int }
type Goal { code: ID! title: String @cost(weight: 2) }
`;

test('a running hub is one subgraph beside one’s own, which answers its own fields itself', async () => {
  const { sdl, lookups } = hubSchema(api, own);
  expect(Object.fromEntries(lookups)).toEqual({ Commune: 'commune', Goal: 'goal' });
  const composed = await composeWith({ name: 'own', sdl: own }, [{ name: 'hub', sdl }], (name) => `http://${name}`);
  expect(composed).toEqual({ supergraph: expect.stringContaining('type Club') });
  expect(sdl).not.toContain('clubs');
  expect(sdl).not.toContain('@cost');
});

test.each(['womens-union', 'education'])('%s is one graph with a hub in which it is linked already', async (code) => {
  const read = (path: string) => readFileSync(new URL(`../../../../schema/${path}`, import.meta.url), 'utf8');
  const sdl = read(`subgraphs/${code}.graphql`);
  const beside = { name: 'hub', sdl: hubSchema(read('api.graphql'), sdl).sdl };
  const composed = await composeWith({ name: code, sdl }, [beside], (name) => `http://${name}`);
  expect(composed).toEqual({ supergraph: expect.any(String) });
});

test('entities are asked of a hub by the fields that give one by its code', async () => {
  const schema = buildSchema(api);
  const sent: string[] = [];
  const commune = ({ code }: { code: string }) =>
    code === '14845' ? { code, name: 'Mường Lát', goals: [{ code: 'G' }] } : null;
  const answer = askedHub(hubSchema(api, own).lookups, ({ query, variables }) => {
    sent.push(query);
    return graphql({
      schema,
      source: query,
      variableValues: variables,
      rootValue: { commune, communes: [{ code: '1' }] },
    });
  });
  const asked = await answer({
    query: `query ($representations: [_Any!]!, $in: String) { _entities(representations: $representations) {
      ...on Commune { __typename name(language: $in) ...More } } } fragment More on Commune { goals { code } }`,
    variables: {
      in: 'VI',
      representations: ['14845', '0', '14845'].map((code) => ({ __typename: 'Commune', code })),
    },
  });
  const known = { __typename: 'Commune', name: 'Mường Lát', goals: [{ code: 'G' }] };
  expect(asked).toEqual({ data: { _entities: [known, null, known] } });
  expect(await answer({ query: '{ communes { code } }' })).toEqual({ data: { communes: [{ code: '1' }] } });
  expect(sent).toHaveLength(2);
});

test('mocks answer each of the hub’s schemas, the same each time, and an entity alike whichever way it is reached', async () => {
  const union = (await shippedOthers('none')).find(({ name }) => name === 'womens-union');
  const mock = mockSubgraph(union?.sdl ?? '');
  const query = `query ($representations: [_Any!]!) {
    learningGroup(code: "G1") { code name foundedOn leaderRole members { people } commune { code } }
    learningGroups { nodes { code } pageInfo { hasNextPage } totalCount }
    _entities(representations: $representations) { ... on LearningGroup { code name foundedOn leaderRole } } }`;
  const ask = () => mock({ query, variables: { representations: [{ __typename: 'LearningGroup', code: 'G1' }] } });
  const { data, errors } = (await ask()) as ExecutionResult<any>;
  expect(errors).toBeUndefined();
  expect(data.learningGroup).toMatchObject({
    code: 'G1',
    foundedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    leaderRole: expect.stringMatching(/^[A-Z_]+$/),
  });
  const { code, name, foundedOn, leaderRole } = data.learningGroup;
  expect(data._entities).toEqual([{ code, name, foundedOn, leaderRole }]);
  expect(data.learningGroups).toMatchObject({ nodes: { length: 3 }, pageInfo: { hasNextPage: false } });
  expect(await ask()).toEqual({ data });
  for (const { sdl } of await shippedOthers('none'))
    expect(await mockSubgraph(sdl)({ query: '{ __typename }' })).toEqual({ data: { __typename: 'Query' } });
});

test('what does not compose is told with its place in one’s own schema', async () => {
  const wrong = own.replace('people: Int', 'people: String');
  const others = [{ name: 'other', sdl: own.replaceAll('Club', 'Group').replaceAll('clubs', 'groups') }];
  const composed = await composeWith({ name: 'own', sdl: wrong }, others, (name) => `http://${name}`);
  expect(composed).toEqual({
    faults: [
      expect.stringMatching(/^FIELD_TYPE_MISMATCH: [^]*\n {4}own:4:25: type Count @shareable { people: String }$/),
    ],
  });
});
