import { auditedEngine, type AuditMeans } from '../../../gateway/src/audit/audited-engine.js';
import { openHubEngine } from '../../../gateway/src/engine/hub-engine.js';
import type { HubEnginesOptions } from '../../../gateway/src/engine/hub-engine-options.js';
import type { Limits } from '../../../gateway/src/limits/limits.js';
import { anonymous, type Caller } from '../../../gateway/src/request/caller.js';
import { createServer } from '../../../gateway/src/start/server.js';
import type { Answer } from '../../support/subgraph.js';
import { type Behaviour, fixture, startTestSubgraph, type TestSubgraph } from './test-subgraph.js';

const planningThread = new URL('../../../gateway/dist/planning-thread.js', import.meta.url);

/** A small province behind a gateway, each part reached over HTTP. */
export interface Province {
  readonly url: string;
  readonly movement: TestSubgraph;
  readonly womensUnion: TestSubgraph;
  readonly youthUnion: TestSubgraph;
  /** Asks the gateway as a plain client does. */
  query(query: string, variables?: Record<string, unknown>): Promise<Answer & { readonly status: number }>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/** A goal by its code, or the progress of one with what others say of it. */
interface Represented {
  readonly __typename: string;
  readonly code?: string;
  readonly goalCode: string;
  readonly communeCode: string;
  readonly womensUnion?: { readonly people: number } | null;
  readonly youthUnion?: { readonly people: number } | null;
}

type Representations = { readonly representations: readonly Record<string, unknown>[] };

const progress = (communeCode: string): Record<string, unknown> => ({
  __typename: 'GoalProgress',
  goalCode: 'ADULTS_BASIC',
  communeCode,
});

const goal = (code: string, title = 'Digital skills for adults') => ({
  code,
  title,
  progress: progress('38'),
  progressByCommune: [progress('14845'), progress('16174')],
});

/** The steering committee: adds up what it is given, and says who gave nothing. */
const movement = {
  goals: [goal('ADULTS_BASIC')],
  goal: ({ code }: { code: string }) => goal(code),
  renameGoal: ({ code, title }: { code: string; title: string }) => goal(code, title),
  places: [
    { __typename: 'Commune', code: '14845' },
    { __typename: 'ServicePoint', code: 'SP-1' },
  ],
  _entities: ({ representations }: Representations) =>
    (representations as unknown as readonly Represented[]).map((given) => {
      if (given.__typename === 'Goal') return { ...given, ...goal(given.code ?? '') };
      const { womensUnion, youthUnion } = given;
      const known = [womensUnion, youthUnion].filter((contribution) => contribution != null);
      return {
        ...given,
        people: known.length > 0 ? known.reduce((sum, { people }) => sum + people, 0) : null,
        missing: [...(womensUnion ? [] : ['womens-union']), ...(youthUnion ? [] : ['youth-union'])],
      };
    }),
};

const womensUnion = {
  learningGroups: [{ code: 'LG-1', name: 'Nhóm 1' }],
  branches: [{ code: 'B-1', name: 'Chi hội 1' }],
  _entities: ({ representations }: Representations) =>
    representations.map((key) => ({
      ...key,
      womensUnion: { people: 30, occurrences: 300 },
      groupCount: 3,
      memberCount: 120,
      profile: { women: 60 },
      womenServed: 7,
    })),
};

const youthUnion = {
  teams: [{ code: 'DLT-1' }],
  _entities: ({ representations }: Representations) =>
    representations.map((key) => ({
      ...key,
      youthUnion: { people: 12, occurrences: 1200 },
      teamCount: 2,
      profile: { youth: 40 },
    })),
};

/** The settings of a province's gateway. */
export interface ProvinceSettings {
  readonly timeoutMs?: number;
  readonly operationTimeoutMs?: number;
  /** The audit log; without it the gateway records no request. */
  readonly recorded?: AuditMeans;
  /** The caller of a request's `Authorization`; anonymous by default. */
  readonly known?: (authorization: string) => Caller;
  /** Limits of an operation's cost; none by default. */
  readonly cost?: HubEnginesOptions['cost'];
  /** Limits of requests; generous by default. */
  readonly limits?: Limits;
}

/**
 * Starts the three subgraphs of the gateway's fixtures and a gateway before them; each subgraph answers by default.
 */
export async function startProvince(
  behaviours: { movement?: Behaviour; 'womens-union'?: Behaviour; 'youth-union'?: Behaviour } = {},
  { timeoutMs = 1500, operationTimeoutMs = 30_000, recorded, known, cost, limits }: ProvinceSettings = {},
): Promise<Province> {
  const subgraphs = {
    movement: await startTestSubgraph('movement', movement, behaviours.movement ?? 'answers'),
    'womens-union': await startTestSubgraph('womens-union', womensUnion, behaviours['womens-union'] ?? 'answers'),
    'youth-union': await startTestSubgraph('youth-union', youthUnion, behaviours['youth-union'] ?? 'answers'),
  };
  const { http, open } = createServer({
    logLevel: process.env['LOG_LEVEL'] ?? 'silent',
    operationTimeoutMs,
    ...(limits && { limits }),
    ...(known && {
      authenticate: () => (authorization) => (authorization === undefined ? anonymous : known(authorization)),
    }),
  });
  const engine = await openHubEngine({
    supergraphSdl: fixture('supergraph.graphql'),
    timeoutMs,
    cost,
    subgraphUrl: (name) => subgraphs[name as keyof typeof subgraphs].url,
    log: http.log,
    planning: { thread: planningThread },
  });
  await open(recorded ? auditedEngine(engine, recorded) : engine);
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    movement: subgraphs.movement,
    womensUnion: subgraphs['womens-union'],
    youthUnion: subgraphs['youth-union'],
    query: async (query, variables = {}) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return { ...((await response.json()) as Answer), status: response.status };
    },
    fetch: (path, init) => fetch(`${url}${path}`, init),
    stop: async () => {
      for (const subgraph of Object.values(subgraphs)) subgraph.stop();
      await http.close();
    },
  };
}
