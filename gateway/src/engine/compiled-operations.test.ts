import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Kind, print } from 'graphql';
import { requirementsOf } from '../authorization/requirements.js';
import { merger } from '../executor/fetch/merge.js';
import type { PlanContext } from '../executor/fetch/plan-context.js';
import { anonymous } from '../request/caller.js';
import { validOperationOf } from '../fixtures/planned.js';
import type { Operation } from '../operation/operation.js';
import { openPlanner, type Planner } from '../planner/planner.js';
import { subgraphClient, type SubgraphClient } from '../subgraph/subgraph-client.js';
import { readSupergraph } from '../supergraph/supergraph.js';
import { CompiledOperations } from './compiled-operations.js';

const sdl = readFileSync(new URL('../fixtures/supergraph.graphql', import.meta.url), 'utf8');
const supergraph = readSupergraph(sdl);
const requirements = requirementsOf(supergraph);
const { rights } = anonymous;
const textOf = ({ definition, fragments }: Operation) =>
  print({ kind: Kind.DOCUMENT, definitions: [definition, ...fragments.values()] }).replaceAll(/\s+/g, ' ');
const request = (text: string) => ({ operation: validOperationOf(text), rights });

describe('operations', () => {
  let server: Server;
  let client: SubgraphClient;
  let context: PlanContext;
  let planned: string[];
  let planner: Planner;

  beforeAll(async () => {
    server = createServer((_request, reply) => reply.end('{"data":{"teams":[]}}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    client = subgraphClient({ name: 'youth-union', url: `http://127.0.0.1:${port}/` }, { timeoutMs: 5000 });
    context = { supergraph, ...merger(supergraph.isInterface), client: () => client };
  });
  afterAll(async () => {
    await client.close();
    server.close();
  });

  beforeEach(() => {
    planned = [];
    const real = openPlanner({
      ...{ supergraph, log: { error: () => undefined } as never },
    });
    planner = {
      ...real,
      plan: (operation, ...asked) => {
        planned.push(textOf(operation));
        return real.plan(operation, ...asked);
      },
    };
  });

  const execute = async (operations: CompiledOperations, text: string, variables = {}) => {
    const run = await operations.get(request(text));
    return run({
      variables,
      context: { requestId: 'r', log: undefined as never, caller: anonymous },
      identityClass: 'any',
    });
  };

  test('are planned once, even where many ask at the same time', async () => {
    const operations = new CompiledOperations(planner, context, { requirements, maxBytes: 1_000_000 });
    await Promise.all([1, 2, 3].map(async () => operations.get(request('{ teams { code } }'))));
    await operations.get(request('{ teams { code } }'));
    expect(planned).toEqual(['{ teams { code } }']);
  });

  test('in parts are planned for each combination of what decides what is deferred', async () => {
    const text = 'query ($on: Boolean = true) { teams { ... @defer(if: $on) { code } } }';
    const operations = new CompiledOperations(planner, context, { requirements, maxBytes: 1_000_000 });
    for (const on of [true, false, true, false]) await operations.getIncremental(request(text), { on });
    expect(planned).toEqual([
      expect.stringContaining('@defer(label: "part_0")'),
      expect.not.stringContaining('@defer'),
    ]);
  });

  test('are forgotten, those first that were not used for longest, when they take too much memory', async () => {
    const text = (alias: string) => `{ teams { ${alias}: code } }`;
    const operations = new CompiledOperations(planner, context, { requirements, maxBytes: 20_000 });
    for (const alias of ['a', 'b', 'a', 'c', 'a', 'c']) await operations.get(request(text(alias)));
    expect(planned).toEqual(['a', 'b', 'c'].map(text));
    await operations.get(request(text('b')));
    expect(planned).toEqual(['a', 'b', 'c', 'b'].map(text));
  });

  test('weigh more with each combination of their conditions that occurs', async () => {
    const conditional = `query (${[0, 1, 2, 3, 4].map((n) => `$c${n}: Boolean!`).join(' ')}) {
      teams { ${[0, 1, 2, 3, 4].map((n) => `a${n}: code @include(if: $c${n})`).join(' ')} __typename }
    }`;
    const operations = new CompiledOperations(planner, context, { requirements, maxBytes: 120_000 });
    await operations.get(request('{ teams { code } }'));
    for (let combination = 0; combination < 32; combination++) {
      const bits = [0, 1, 2, 3, 4].map((n) => [`c${n}`, ((combination >> n) & 1) === 1] as const);
      expect(await execute(operations, conditional, Object.fromEntries(bits))).toEqual({ data: { teams: [] } });
    }
    expect(planned).toHaveLength(2);
    await operations.get(request('{ teams { code } }'));
    expect(planned).toHaveLength(3);
  });

  describe('of which not all callers may see all', () => {
    const known = { ...rights, authenticated: true };
    const text = '{ teams { code } }';
    const restricted = requirementsOf(readSupergraph(sdl.replace(/^(type Team [^}]+ID!)/m, '$1 @authenticated')));

    test('are planned once for all who may see the same', async () => {
      const operations = new CompiledOperations(planner, context, { requirements: restricted, maxBytes: 1_000_000 });
      for (const who of [rights, known, { ...known, scopes: new Set(['a']) }, rights]) {
        await operations.get({ ...request(text), rights: who });
      }
      expect(planned).toEqual(['{ teams { __typename } }', text]);
      expect(operations.recent().map(({ rights: of }) => of.authenticated)).toEqual([false, true]);
    });

    test('can be refused as a whole, with each field', async () => {
      const operations = new CompiledOperations(planner, context, {
        requirements: restricted,
        maxBytes: 1_000_000,
        unauthorized: 'reject',
      });
      const answer = await execute(operations, text);
      expect(answer.data).toBeUndefined();
      expect(answer.errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
        [['teams', 'code'], 'UNAUTHORIZED_FIELD_OR_TYPE'],
      ]);
      expect(await execute(operations, '{ teams { __typename } }')).toEqual({ data: { teams: [] } });
    });
  });

  test('that could not be planned are asked for anew', async () => {
    let fails = true;
    const failing: Planner = {
      ...planner,
      plan: (...asked) => (fails ? Promise.reject(new Error('no')) : planner.plan(...asked)),
    };
    const operations = new CompiledOperations(failing, context, { requirements, maxBytes: 1_000_000 });
    await expect(operations.get(request('{ teams { code } }'))).rejects.toThrow('no');
    fails = false;
    expect(await execute(operations, '{ teams { code } }')).toEqual({ data: { teams: [] } });
  });
});
