import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreementsGraph } from '@hub/protocol';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { AgreementsInForce } from '../../gateway/src/agreements/agreements-in-force.js';
import { withPurposes } from '../../gateway/src/agreements/asked-for.js';
import { auditedEngine } from '../../gateway/src/audit/audited-engine.js';
import { Follower } from '../../gateway/src/base/follower.js';
import type { HubEnginesOptions } from '../../gateway/src/engine/hub-engine-options.js';
import { hubEngines } from '../../gateway/src/engine/hub-engine.js';
import { ReloadingEngine } from '../../gateway/src/engine/reloading-engine.js';
import { followAgreements } from '../../gateway/src/following/follow-agreements.js';
import { anonymous, type Caller } from '../../gateway/src/request/caller.js';
import { createServer, type ServerOptions } from '../../gateway/src/start/server.js';
import { until } from '../support/until.js';
import { allResponses } from './support/streams.js';
import { fixture, startTestSubgraph, type TestSubgraph } from './support/test-subgraph.js';

const supergraphSdl = fixture('supergraph.graphql');

type Representations = { readonly representations: readonly Record<string, unknown>[] };
const each = (fields: object) => ({
  _entities: ({ representations }: Representations) => representations.map((key) => ({ ...key, ...fields })),
});
const progress = { __typename: 'GoalProgress', goalCode: 'A', communeCode: '38' };
const group = { code: 'G', name: 'Lan' };
const records: Readonly<Record<string, Record<string, unknown>>> = {
  movement: {
    ...each({ people: 42 }),
    goals: [{ code: 'A', progress }],
    renameGoal: ({ code, title }: { code: string; title: string }) => ({ code, title, progress }),
    places: [
      { __typename: 'Commune', code: '14845' },
      { __typename: 'ServicePoint', code: 'SP-1' },
    ],
  },
  'womens-union': {
    ...each({ groupCount: 3, memberCount: 120, profile: { women: 60 }, womenServed: 7, womensUnion: { people: 30 } }),
    learningGroups: [group],
    branches: [group],
  },
};

let subgraphs: Record<string, TestSubgraph>;
let stop: () => Promise<unknown>;
/** What the next engine's preparation waits for, and how many operations do. */
let held: { readonly until: Promise<unknown>; waiting: number };

beforeEach(async () => {
  held = { until: Promise.resolve(), waiting: 0 };
  const started = Object.entries(records).map(
    async ([name, record]) => [name, await startTestSubgraph(name, record, 'answers')] as const,
  );
  subgraphs = Object.fromEntries(await Promise.all(started));
});
afterEach(async () => {
  await stop();
  for (const subgraph of Object.values(subgraphs)) subgraph.stop();
});

/** Opens an engine whose supergraph can be replaced; its preparation waits for `held`. */
function openEngine(log: HubEnginesOptions['log'], options: Partial<HubEnginesOptions> = {}): Promise<ReloadingEngine> {
  const engines = hubEngines({ timeoutMs: 5000, subgraphUrl: (name) => subgraphs[name]?.url, log, ...options });
  return ReloadingEngine.open(supergraphSdl, {
    open: async (sdl) => {
      const engine = await engines(sdl);
      const prepare: typeof engine.prepare = async (operation) => {
        held.waiting += 1;
        await held.until;
        return engine.prepare(operation);
      };
      return { ...engine, prepare };
    },
    streamGraceMs: 100,
    preparation: { operations: 100, milliseconds: 60_000 },
    log,
  });
}

/** Starts a gateway, and gives what asks it. */
async function serve(options: Partial<ServerOptions>) {
  const { http, open } = createServer({ logLevel: 'silent', ...options });
  stop = () => http.close();
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  const ask = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
  return { log: http.log, open, ask };
}

describe('a mutation that waits for its row in the audit log', () => {
  /** A supergraph without the mutation. */
  const without = supergraphSdl.replace('renameGoal', 'retitleGoal');

  test.each([
    ['as a whole', 'mutation { renameGoal(code: "A", title: "B") { code title } }', 'application/json'],
    [
      'in parts',
      'mutation { renameGoal(code: "A", title: "B") { code title ... @defer { progress { people } } } }',
      'multipart/mixed;deferSpec=20220824',
    ],
  ])(
    'and is answered %s runs on the schema that it is valid for, and on no other that goes live meanwhile',
    async (_name, query, accept) => {
      const written = Promise.withResolvers<undefined>();
      const phases: unknown[] = [];
      const write = (record: string) => {
        phases.push((JSON.parse(record) as { phase: string }).phase);
        return written.promise;
      };
      // Each use of a key is recorded, whatever it asks.
      const byKey: Caller = { ...anonymous, key: { id: 'k', name: 'Lan', tables: undefined } };
      const { log, open, ask } = await serve({ authenticate: () => () => byKey });
      const engine = await openEngine(log);
      const counts = { add: () => undefined, isLate: false };
      await open(auditedEngine(engine, { log: { write }, counts, failure: 'refuse' }));

      const asked = ask(query, { accept });
      await until(() => phases.length > 0, { what: 'the row to be written' });
      expect(await engine.reload(without)).toBe('live');
      written.resolve(undefined);
      const response = await asked;
      const [first] = accept.startsWith('multipart') ? await allResponses(response) : [await response.json()];
      expect(first).toMatchObject({ data: { renameGoal: { code: 'A', title: 'B' } } });
      expect(first).not.toHaveProperty('errors');
      expect(phases[0]).toBe('BEGIN');
      // Later operations are validated against the new schema.
      expect(await (await ask(query)).json()).toMatchObject({
        errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      });
    },
  );
});

describe('agreements that are narrowed', () => {
  const text = { vi: 'a', en: 'a' };
  const agreement = {
    ...{ id: 'A-1', version: 1, title: text, shares: ['*'], with: 'anyone', purposes: 'any' },
    ...{ granularity: 'commune', legalBasis: 'Law', from: '2026-01-01', until: '2999-12-31' },
  };
  const purposes = [{ code: 'steering', name: text, description: text, askedBy: 'anyone' }];
  const own = [...(agreementsGraph(parse(supergraphSdl)).owned.get('womens-union') ?? [])];
  /** What asks for each field of the women's union, by the field. */
  const asking: Readonly<Record<string, string>> = {
    'Commune.groupCount': '{ places { ... on Commune { groupCount } } }',
    'Commune.memberCount': '{ places { ... on Commune { memberCount } } }',
    'GoalProgress.womensUnion': '{ goals { progress { womensUnion { people } } } }',
    'LearningGroup.name': '{ learningGroups { name } }',
    'Profile.women': '{ places { ... on Commune { profile { women } } } }',
    'Query.branches': '{ branches { __typename } }',
    'Query.learningGroups': '{ learningGroups { __typename } }',
    'ServicePoint.womenServed': '{ places { ... on ServicePoint { womenServed } } }',
  };
  const lan: Caller = {
    ...{ ...anonymous, identityClass: 'lan', subject: 'lan', roles: ['analyst'] },
    rights: { ...anonymous.rights, authenticated: true },
  };
  let folder: string;
  let follower: Follower;
  let prepared: PromiseWithResolvers<undefined>;

  const write = (organisation: string, content: object) => {
    writeFileSync(join(folder, `${organisation}.yaml`), JSON.stringify({ format: 1, organisation, ...content }));
  };
  const share = (fields: readonly string[]) => {
    write('womens-union', { agreements: [{ ...agreement, id: 'W-1', shares: fields }] });
    process.emit('SIGHUP');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replaced-engines-'));
    follower = new Follower();
    prepared = Promise.withResolvers();
    write('movement', { purposes, agreements: [agreement] });
  });
  afterEach(() => {
    prepared.resolve(undefined);
    follower.stop();
    rmSync(folder, { recursive: true });
  });

  test('hold at once for every field, also while an engine is being prepared on what they said before', async () => {
    expect(Object.keys(asking)).toEqual(own.filter((field) => field !== 'LearningGroup.code').toSorted());
    share(own);
    const agreements = await AgreementsInForce.open(folder, supergraphSdl);
    const { log, open, ask } = await serve({ authenticate: () => withPurposes(() => lan, agreements.askedFor) });
    const engine = await openEngine(log, {
      agreements: (graph) => agreements.for(graph),
      anyone: (purpose) => agreements.askedFor.anyone(purpose),
    });
    await open(engine);
    followAgreements({ agreements, engine, supergraph: { look: () => Promise.resolve() }, log }, follower);
    /** The codes with which a field is refused; with an alias, the operation is new to the gateway. */
    const codes = async (field: string, alias = '') => {
      const response = await ask(asking[field]?.replace('{', `{ ${alias}`) ?? '', { 'x-hub-purpose': 'steering' });
      const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      return errors.map(({ extensions }) => extensions.code);
    };
    for (const field of Object.keys(asking)) expect({ field, codes: await codes(field) }).toEqual({ field, codes: [] });

    held = { until: prepared.promise, waiting: 0 };
    const live = () => engine.stats().reloads?.live ?? 0;
    const before = live();
    for (const field of Object.keys(asking)) {
      share(own.filter((one) => one !== field));
      const isRefused = async () => (await codes(field)).join() === 'OUTSIDE_AGREEMENT';
      await until(isRefused, { what: `${field} to be refused`, within: 10_000, every: 50 });
      expect(await codes(field, 'new: ')).toEqual(['OUTSIDE_AGREEMENT']);
    }
    expect(held.waiting).toBeGreaterThan(0);
    expect(live()).toBe(before);

    prepared.resolve(undefined);
    const last = Object.keys(asking).at(-1) ?? '';
    await until(() => live() > before + 1, { what: 'an engine on what is in force' });
    for (const field of Object.keys(asking))
      expect({ field, codes: await codes(field) }).toEqual({
        field,
        codes: field === last ? ['OUTSIDE_AGREEMENT'] : [],
      });
  });
});
