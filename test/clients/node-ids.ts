import { describe, expect, test } from '@jest/globals';
import { fetchToken, findDemoCaller } from '@hub/issuer';
import type { HubForApps } from './own-packages.js';

interface Found {
  readonly __typename: string;
  readonly id: string;
  readonly [field: string]: unknown;
}
interface Answer {
  readonly data: any;
  readonly errors?: readonly { readonly path?: readonly unknown[]; readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly cost?: { readonly cost: number } };
}

/** As Relay's compiler writes it for a fragment that is `@refetchable`. */
const refetch = `query Refetch($id: ID!) {
  node(id: $id) { __typename ...Shown id }
}
fragment Shown on Node { ... on Commune { code name } ... on Goal { code title } ... on LearningGroup { code leaderRole } }`;

/** Public objects with an id. */
const everyone = `{
  commune(code: "14845") { __typename id code name }
  goal(code: "ADULTS_BASIC") { __typename id code title }
  organisation(code: "womens-union") { __typename id code name }
  servicePoints(first: 1) { nodes { __typename id code } }
}`;

/** Objects that are found by their ids in the whole graph, of whichever organisation they are. */
export function nodeIds(running: () => HubForApps): void {
  describe('ids in the whole graph', () => {
    /** Asks as somebody of a role, or as nobody. */
    async function ask(query: string, variables: object = {}, role?: string, purpose?: string): Promise<Answer> {
      const { url, app, clientSecret } = running();
      const caller = role === undefined ? undefined : findDemoCaller(role);
      const token = caller && (await fetchToken(app.issuer, caller, clientSecret));
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(purpose !== undefined && { 'x-hub-purpose': purpose }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    }

    test('give each object again as its own field gave it, one or many at a time', async () => {
      const { data, errors } = await ask(everyone);
      expect(errors).toBeUndefined();
      const known: Found[] = [data.commune, data.goal, data.organisation, data.servicePoints.nodes[0]];
      expect(known.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['Commune:14845', 'Goal:ADULTS_BASIC', 'Organisation:womens-union']),
      );
      const again = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
        ... on Commune { code name } ... on Goal { code title } 
        ... on Organisation { code name } ... on ServicePoint { code } } }`;
      const ids = known.map(({ id }) => id);
      expect(await ask(again, { ids })).toMatchObject({ data: { nodes: known } });
      const twice = [...ids.toReversed(), ...ids];
      expect((await ask(again, { ids: twice })).data.nodes.map(({ id }: Found) => id)).toEqual(twice);
      expect((await ask(refetch, { id: 'Commune:14845' })).data.node).toEqual(data.commune);
    });

    test('give figures to those alone who may see them elsewhere: of a single commune, or of the whole', async () => {
      const progress = 'progress { __typename id ratio period }';
      const goal = `query ($id: ID!) { node(id: $id) { ... on Goal { ${progress} } } }`;
      const ofWhole = (await ask(goal, { id: 'Goal:ADULTS_BASIC' })) as { data: { node: { progress: Found } } };
      const whole = ofWhole.data.node.progress;
      expect(whole.id).toMatch(/^GoalProgress:ADULTS_BASIC:/);
      const figure = 'query ($id: ID!) { node(id: $id) { __typename id ... on GoalProgress { ratio period } } }';
      expect((await ask(figure, { id: whole.id }, 'analyst', 'steering')).data.node).toEqual(whole);
      const inCommune = { id: whole.id.replace(/:\d+:/, ':14845:') };
      expect((await ask(figure, inCommune, 'analyst', 'steering')).data.node).toMatchObject({ id: inCommune.id });
      const refused = await ask(figure, inCommune);
      expect([refused.data.node, refused.errors?.[0]?.extensions.code]).toEqual([null, 'OUTSIDE_AGREEMENT']);
    });

    test('that there are not give null, without an error', async () => {
      const ids = [
        ...['Commune:99999', 'Goal:NOTHING', 'Goal:ADULTS_BASIC@1999-01-01', 'Organisation:nobody'],
        ...['ServicePoint:nowhere', 'Query:1', 'Commune', 'nothing', ''],
      ];
      const { data, errors } = await ask(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Commune { id } ... on Goal { id } ... on Organisation { id } ... on ServicePoint { code } } }',
        { ids },
      );
      expect(errors).toBeUndefined();
      expect(data.nodes).toEqual(ids.map(() => null));
    });

    test('of records are for those alone who may see these, whether or not there is one', async () => {
      const list = '{ learningGroups(first: 1) { nodes { __typename id code leaderRole } } }';
      const group = (await ask(list, {}, 'analyst', 'steering')).data.learningGroups.nodes[0] as Found;
      expect(group.id).toBe(`LearningGroup:${String(group['code'])}`);
      expect((await ask(refetch, { id: group.id }, 'analyst', 'steering')).data.node).toEqual(group);
      const refused = async (id: string, role?: string, purpose?: string) => {
        const { data, errors } = await ask('query ($id: ID!) { node(id: $id) { id } }', { id }, role, purpose);
        return { node: data.node as unknown, codes: errors?.map(({ extensions }) => extensions.code) };
      };
      const none = 'LearningGroup:NOT-THERE';
      for (const [role, purpose, code] of [
        [undefined, undefined, 'UNAUTHORIZED_FIELD_OR_TYPE'],
        ['app', 'statistics', 'UNAUTHORIZED_FIELD_OR_TYPE'],
        ['analyst', undefined, 'OUTSIDE_AGREEMENT'],
      ] as const) {
        const told = await refused(group.id, role, purpose);
        expect(told).toEqual({ node: null, codes: [code] });
        expect(await refused(none, role, purpose)).toEqual(told);
      }
      expect(await refused(none, 'analyst', 'steering')).toEqual({ node: null, codes: undefined });
    });

    test('cost what their objects cost, one for each id', async () => {
      const cost = async (count: number) => {
        const ids = Array.from({ length: count }, (_, index) => `Commune:${String(index)}`);
        const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Commune { name } } }';
        return (await ask(query, { ids }, 'app', 'statistics')).extensions?.cost as any;
      };
      const [one, ten] = [await cost(1), await cost(10)];
      expect(Object.values(one).length).toBeGreaterThan(0);
      expect(JSON.stringify(ten)).not.toBe(JSON.stringify(one));
      const tooMany = Array.from({ length: 101 }, () => 'Commune:1');
      const { errors } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: tooMany });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    });

    test('are those of the types that a caller could be given, as introspection tells it', async () => {
      const query = '{ __type(name: "Node") { possibleTypes { name } } __schema { types { name } } }';
      const told = async (role?: string) => {
        const { data } = await ask(query, {}, role);
        return {
          nodes: data.__type.possibleTypes.map(({ name }: { name: string }) => name) as string[],
          types: data.__schema.types.map(({ name }: { name: string }) => name) as string[],
        };
      };
      const [nobody, app, analyst, operator] = [
        await told(),
        await told('app'),
        await told('analyst'),
        await told('operator'),
      ];
      for (const { nodes } of [nobody, app, analyst])
        expect(nodes).toEqual(expect.arrayContaining(['Commune', 'Goal']));
      expect(nobody.nodes).not.toContain('LearningGroup');
      expect(app.nodes).not.toContain('LearningGroup');
      expect(analyst.nodes).toContain('LearningGroup');
      // Records about persons are for organisations' people.
      expect(analyst.types).not.toContain('Volunteer');
      expect(operator.types).toContain('ProgramKey');
      expect(app.types).not.toContain('ProgramKey');
      expect(app.types.length).toBeGreaterThan(nobody.types.length);
      expect(analyst.types.length).toBeGreaterThan(app.types.length);
    });
  });
}
