import { afterEach, describe, expect, test } from '@jest/globals';
import { type Province, startProvince } from './support/province.js';
import type { Behaviour } from './support/test-subgraph.js';

const progressQuery = `query ($code: ID!) {
  goal(code: $code) {
    title
    progressByCommune { communeCode womensUnion { people } youth: youthUnion { people } people missing }
  }
}`;
const variables = { code: 'ADULTS_BASIC' };

describe('the gateway', () => {
  let province: Province;

  afterEach(() => province.stop());

  test('answers across organisations, asking each once', async () => {
    province = await startProvince();
    const answer = await province.query(progressQuery, variables);
    const row = { womensUnion: { people: 30 }, youth: { people: 12 }, people: 42, missing: [] };
    expect(answer).toEqual({
      status: 200,
      data: {
        goal: {
          title: 'Digital skills for adults',
          progressByCommune: [
            { communeCode: '14845', ...row },
            { communeCode: '16174', ...row },
          ],
        },
      },
    });
    expect(province.womensUnion.received).toHaveLength(1);
    expect(province.youthUnion.received).toHaveLength(1);
    expect(province.movement.received).toHaveLength(2);
  });

  describe.each<[Behaviour, string, string]>([
    ['is down', 'SUBGRAPH_UNREACHABLE', 'womens-union cannot be reached.'],
    ['hangs', 'SUBGRAPH_TIMEOUT', 'womens-union did not answer within 1500 ms.'],
    ['stalls', 'SUBGRAPH_TIMEOUT', 'womens-union did not answer within 1500 ms.'],
    [
      'answers an HTML 502',
      'SUBGRAPH_INVALID_RESPONSE',
      'womens-union gave no valid GraphQL response (HTTP status 502).',
    ],
    [
      'answers broken JSON',
      'SUBGRAPH_INVALID_RESPONSE',
      'womens-union gave no valid GraphQL response (HTTP status 200).',
    ],
    [
      'answers too few entities',
      'SUBGRAPH_INVALID_RESPONSE',
      'womens-union gave no valid GraphQL response (not 2 entities).',
    ],
    ['throws', 'REGISTER_LOCKED', 'The register is locked.'],
  ])('when an organisation %s', (behaviour, code, message) => {
    test('tells the steering committee that it is missing, and the caller why', async () => {
      province = await startProvince({ 'womens-union': behaviour });
      const { status, data, errors } = await province.query(progressQuery, variables);
      expect(status).toBe(200);
      const row = { womensUnion: null, youth: { people: 12 }, people: 12, missing: ['womens-union'] };
      expect(data['goal']).toEqual({
        title: 'Digital skills for adults',
        progressByCommune: [
          { communeCode: '14845', ...row },
          { communeCode: '16174', ...row },
        ],
      });
      expect(errors).toEqual([
        { message, path: ['goal', 'progressByCommune'], extensions: { code, serviceName: 'womens-union' } },
      ]);
      expect(province.movement.received[1]?.variables.representations).toMatchObject([
        { womensUnion: null, youthUnion: { people: 12 } },
        { womensUnion: null, youthUnion: { people: 12 } },
      ]);
    });
  });

  test.each<[Behaviour, string]>([
    ['is down', 'SUBGRAPH_UNREACHABLE'],
    ['hangs', 'SUBGRAPH_TIMEOUT'],
    ['answers an HTML 502', 'SUBGRAPH_INVALID_RESPONSE'],
  ])('answers the other root fields when an organisation %s', async (behaviour, code) => {
    province = await startProvince({ 'womens-union': behaviour });
    const { status, data, errors } = await province.query(
      '{ groups: learningGroups { code } ...Rest teams { code } } fragment Rest on Query { branches { code } }',
    );
    expect(status).toBe(200);
    expect(data).toEqual({ groups: null, branches: null, teams: [{ code: 'DLT-1' }] });
    expect(errors).toHaveLength(2);
    expect(errors).toMatchObject([
      { path: ['groups'], extensions: { code, serviceName: 'womens-union' } },
      { path: ['branches'], extensions: { code, serviceName: 'womens-union' } },
    ]);
  });

  test('keeps an organisation’s own error at the root, but not its insides or its HTTP status', async () => {
    province = await startProvince({ 'womens-union': 'throws' });
    const { status, data, errors } = await province.query('{ learningGroups { code } teams { code } }');
    expect([status, data]).toEqual([200, { learningGroups: null, teams: [{ code: 'DLT-1' }] }]);
    expect(errors).toEqual([
      { message: 'The register is locked.', extensions: { code: 'REGISTER_LOCKED', serviceName: 'womens-union' } },
    ]);
  });

  test('takes a null entity for a gap, which is no error', async () => {
    province = await startProvince({ 'womens-union': 'answers null entities' });
    const { data, errors } = await province.query('{ goal(code: "A") { progress { people missing } } }');
    expect(data).toEqual({ goal: { progress: { people: 12, missing: ['womens-union'] } } });
    expect(errors).toBeUndefined();
  });

  test('leads from an organisation’s error to its place in the response', async () => {
    province = await startProvince({ 'womens-union': 'throws for one entity' });
    const { data, errors } = await province.query(progressQuery, variables);
    expect(data).toMatchObject({ goal: { progressByCommune: [{ people: 42 }, { people: 12, womensUnion: null }] } });
    expect(errors).toEqual([
      {
        message: 'The register is locked.',
        path: ['goal', 'progressByCommune', 1, 'womensUnion'],
        extensions: { code: 'REGISTER_LOCKED', serviceName: 'womens-union' },
      },
    ]);
  });

  test('answers with every contributor down', async () => {
    province = await startProvince({ 'womens-union': 'is down', 'youth-union': 'hangs' });
    const { data, errors } = await province.query('{ goal(code: "A") { title progress { people missing } } }');
    expect(data).toEqual({
      goal: {
        title: 'Digital skills for adults',
        progress: { people: null, missing: ['womens-union', 'youth-union'] },
      },
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.['serviceName'], extensions?.['code']])).toEqual([
      [['goal', 'progress'], 'womens-union', 'SUBGRAPH_UNREACHABLE'],
      [['goal', 'progress'], 'youth-union', 'SUBGRAPH_TIMEOUT'],
    ]);
  });

  test('answers the rest with the steering committee down', async () => {
    province = await startProvince({ movement: 'is down' });
    const { status, data, errors } = await province.query('{ goal(code: "A") { title } teams { code } }');
    expect(status).toBe(200);
    expect(data).toEqual({ goal: null, teams: [{ code: 'DLT-1' }] });
    expect(errors).toMatchObject([{ path: ['goal'], extensions: { serviceName: 'movement' } }]);
  });

  test('says 200 where a field that cannot be null takes the whole answer with it', async () => {
    province = await startProvince({ movement: 'is down' });
    const { status, data, errors } = await province.query('{ goals { title } teams { code } }');
    expect([status, data]).toEqual([200, null]);
    expect(errors).toMatchObject([{ path: ['goals'], extensions: { code: 'SUBGRAPH_UNREACHABLE' } }]);
  });

  test('knows which fields are missing of each type behind an interface', async () => {
    province = await startProvince({ 'womens-union': 'is down' });
    const { data, errors } = await province.query(
      '{ places { __typename code ... on Commune { g: groupCount teamCount } ... on ServicePoint { womenServed } } }',
    );
    expect(data['places']).toEqual([
      { __typename: 'Commune', code: '14845', g: null, teamCount: 2 },
      { __typename: 'ServicePoint', code: 'SP-1', womenServed: null },
    ]);
    expect(errors).toMatchObject([{ path: ['places'], extensions: { serviceName: 'womens-union' } }]);
  });

  test('does not let one organisation’s silence cover what another says of the same field', async () => {
    province = await startProvince({ 'womens-union': 'hangs' });
    const { data } = await province.query('{ places { ... on Commune { profile { women youth } } } }');
    expect(data['places']).toEqual([{ profile: { women: null, youth: 40 } }, {}]);
  });

  test('tells what breaks the schema', async () => {
    province = await startProvince({ 'womens-union': 'answers null entities' });
    const { status, data, errors } = await province.query(
      '{ places { ... on Commune { memberCount } } teams { code } }',
    );
    expect([status, data]).toEqual([200, null]);
    expect(errors).toEqual([
      {
        message: 'Cannot return null for non-nullable field Commune.memberCount.',
        path: ['places', 0, 'memberCount'],
        extensions: { code: 'SUBGRAPH_INVALID_RESPONSE' },
      },
    ]);
  });

  test('reports a mutation that failed as that field’s', async () => {
    province = await startProvince({ movement: 'hangs' });
    const { status, data, errors } = await province.query('mutation { renameGoal(code: "A", title: "B") { title } }');
    expect([status, data]).toEqual([200, { renameGoal: null }]);
    expect(errors).toMatchObject([{ path: ['renameGoal'], extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
  });
});
