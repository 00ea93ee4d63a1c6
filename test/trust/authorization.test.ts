import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningGateway, startGateway } from '../federation/support/gateway.js';
import { serveSubgraphs, subgraphUrl, typeDefs } from '../federation/support/subgraphs.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { demandingGraph, secret, type Spelling, spellings } from './support/demanding-graph.js';

const folder = mkdtempSync(join(tmpdir(), 'authorization-'));

/** Each directive where it is applied, whatever it is called. */
const demands = /\s*@\w+\(scopes: \[\["records:read"\]\]\)/g;

/** An answer, with the names of a schema's types in one order: a schema that is a caller's own has another. */
function inOrder(answer: string): unknown {
  const types = /(?<="types":)\[[^\]]*\]/;
  return JSON.parse(
    answer.replace(types, (list) =>
      JSON.stringify((JSON.parse(list) as { name: string }[]).toSorted((a, b) => (a.name < b.name ? -1 : 1))),
    ),
  );
}

describe('what a caller may not see', () => {
  let subgraphs: Server;
  let supergraph: string;
  let issuer: RunningIssuer;
  /** One for each name of the directive. */
  let guarded: RunningGateway[];
  let refusing: RunningGateway;
  /** On the same supergraph without the demands: what each attempt would get. */
  let open: RunningGateway;
  let analyst: string;
  let app: string;

  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  const composed = (spelling: Spelling): string => {
    const services = Object.entries(demandingGraph(spelling)).map(([name, subgraph]) => ({
      name,
      url: subgraphUrl(subgraphs, name),
      typeDefs: typeDefs(subgraph),
    }));
    const { supergraphSdl, errors } = composeServices(services);
    if (!supergraphSdl) throw new Error(String(errors));
    return supergraphSdl;
  };

  beforeAll(async () => {
    [subgraphs, issuer] = await Promise.all([serveSubgraphs(demandingGraph('requiresScopes')), startIssuer()]);
    const environment = { ...issuer.environment, SHARE: 'operation' };
    supergraph = composed('requiresScopes');
    [guarded, refusing, open] = await Promise.all([
      Promise.all(
        (Object.keys(spellings) as Spelling[]).map((spelling) =>
          startGateway(file(`${spelling}.graphql`, composed(spelling)), undefined, environment),
        ),
      ),
      startGateway(file('refusing.graphql', supergraph), undefined, { ...environment, UNAUTHORIZED: 'reject' }),
      startGateway(file('open.graphql', supergraph.replaceAll(demands, ''))),
    ]);
    [analyst, app] = await Promise.all([issuer.token('analyst'), issuer.token('app')]);
  });
  afterAll(async () => {
    await Promise.all([...guarded, refusing, open].map((gateway) => gateway.stop()));
    await issuer.stop();
    subgraphs.close();
    subgraphs.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  const ask = async (gateway: RunningGateway, query: string, token?: string, accept = 'application/json') => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        accept,
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query }),
    });
    return response.text();
  };
  const denials = (text: string): string[] => {
    const { errors = [] } = JSON.parse(text) as { errors?: { path?: string[]; extensions: { code: string } }[] };
    return errors
      .filter(({ extensions }) => extensions.code === 'UNAUTHORIZED_FIELD_OR_TYPE')
      .map(({ path }) => path?.join('.') ?? '')
      .sort();
  };

  describe.each<[dodge: string, query: string, denied: string[], leak?: string]>([
    ['asked for as it is', '{ item { id name } }', ['item.name']],
    ['under another name', '{ item { open: name id: again { id: name } } }', ['item.id.id', 'item.open']],
    ['of an interface', '{ nodes { id name } }', ['nodes.0.name']],
    ['of one of an interface’s objects', '{ nodes { ... on Item { name } } }', ['nodes.0.name']],
    ['of an interface within an object', '{ item { ... on Node { name } } }', ['item.name']],
    ['of a union', '{ any { ... on Item { name } ... on Plain { name } } }', ['any.0.name']],
    ['of a union, by an interface', '{ any { ... on Node { name } } }', ['any.0.name']],
    ['in a fragment', '{ item { ...F } } fragment F on Item { ...G } fragment G on Item { name }', ['item.name']],
    ['in a fragment without a type', '{ item { ... { ... @include(if: true) { name } } } }', ['item.name']],
    ['in a fragment on the root', '{ ... on Query { note } }', ['note']],
    ['twice, by two ways', '{ item { name ... on Node { name } } }', ['item.name']],
    ['deep below what is open', '{ item { again { again { name } } } }', ['item.again.again.name']],
    ['by the name of its type', '{ vault { __typename } }', ['vault'], 'Vault'],
    ['by the name of its type in a union', '{ hoard { __typename } }', ['hoard.0.__typename'], 'Vault'],
    ['by a field of its type', '{ vault { id } }', ['vault']],
    ['by a field of its type in a union', '{ hoard { ... on Vault { id } } }', ['hoard.0.id']],
    ['by a scalar that nobody may see', '{ code }', ['code']],
    ['from a subgraph that does not guard it', '{ carelessItem { name } }', ['carelessItem.name']],
    ['of an interface object', '{ media { rating } }', ['media.rating']],
    ['of an object of an interface object', '{ media { ... on Book { rating } } }', ['media.rating']],
    ['by what is computed from it', '{ item { fromName } }', ['item.fromName']],
    ['by a mutation', 'mutation { touch write }', ['write']],
    ['by asking about the schema', '{ __schema { types { name } } }', ['__schema'], 'Vault'],
    ['by asking about a type', '{ __type(name: "Vault") { fields { name } } }', ['__type'], '"id"'],
    [
      'by asking about the schema in a fragment',
      '{ ...F } fragment F on Query { s: __schema { types { name } } }',
      ['s'],
      'Vault',
    ],
  ])('%s', (_, query, denied, leak = secret) => {
    test('would be seen without the demand', async () => {
      expect(await ask(open, query)).toContain(leak);
    });

    const asksAboutSchema = query.includes('__schema') || query.includes('__type(');
    // Introspection leaves out guarded parts; it refuses none.
    const refused = asksAboutSchema ? [] : denied;

    test('is null with an error at its place, for nobody and for whoever lacks the scope', async () => {
      for (const token of asksAboutSchema ? [undefined] : [undefined, app]) {
        for (const gateway of guarded) {
          const answer = await ask(gateway, query, token);
          expect(answer).not.toContain(leak);
          expect(denials(answer)).toEqual(refused);
        }
      }
    });

    test('is seen by whoever may', async () => {
      const expected = inOrder(await ask(open, query));
      for (const gateway of guarded) expect(inOrder(await ask(gateway, query, analyst))).toEqual(expected);
    });

    test('refuses the whole operation, where the gateway is told to', async () => {
      const answer = await ask(refusing, query);
      expect(answer).not.toContain(leak);
      if (!asksAboutSchema) expect(JSON.parse(answer)).not.toHaveProperty('data');
      expect(denials(answer)).toHaveLength(refused.length);
      expect(inOrder(await ask(refusing, query, analyst))).toEqual(inOrder(await ask(open, query)));
    });
  });

  test('is not seen in a deferred fragment', async () => {
    const query = '{ item { id ... @defer { name again { name } } } }';
    const parts = 'multipart/mixed; deferSpec=20220824';
    expect(await ask(open, query, undefined, parts)).toContain(secret);
    const answer = await ask(guarded[0] as RunningGateway, query, undefined, parts);
    expect(answer).not.toContain(secret);
    expect(answer).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
    expect(await ask(guarded[0] as RunningGateway, query, analyst, parts)).toContain(secret);
  });

  test('cannot be subscribed to', async () => {
    const query = 'subscription { notes }';
    const codeFor = async (token?: string) =>
      /"code":"(\w+)"/.exec(await ask(guarded[0] as RunningGateway, query, token, 'text/event-stream'))?.[1];
    expect(await codeFor()).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    // The subgraph has no events, which only those hear who may ask it.
    expect(await codeFor(analyst)).toMatch(/^SUBGRAPH|^DOWNSTREAM/);
  });

  test('is not shared with whoever asks the same at the same time', async () => {
    const query = '{ item { id name } note }';
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        ask(guarded[0] as RunningGateway, query, [analyst, app, undefined][index % 3]),
      ),
    );
    const seen = answers.map((answer) => answer.includes(secret));
    expect(seen).toEqual(answers.map((_, index) => index % 3 === 0));
  });

  test('is not reached by what another field requires: such a supergraph is not served', async () => {
    const unguarded = supergraph.replace(
      /(fromName: String @join__field\([^)]*\))\s*@\w*requiresScopes\(scopes: \[\["records:read"\]\]\)/,
      '$1',
    );
    expect(unguarded).not.toBe(supergraph);
    await expect(startGateway(file('reaching.graphql', unguarded), undefined, issuer.environment)).rejects.toThrow(
      'Item.fromName of the subgraph computing requires Item.name, which demands @requiresScopes(scopes: [["records:read"]])',
    );
  });
});
