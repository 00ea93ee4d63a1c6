import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigningKey } from '@hub/runtime';
import type { SubgraphDefinition } from '@hub/kit';
import { movement } from '@hub/movement';
import { womensUnion } from '@hub/womens-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callerOf, callerWith, makeKey, SigningGateway } from '../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { newDatabase } from '../support/database.js';

/** A trusted gateway sends any request, also one beyond its caller's rights. */
describe('a subgraph that is asked past its gateway’s own checks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caller-rights-'));
  const running: RunningSubgraph[] = [];
  let women: SigningGateway;
  let committee: SigningGateway;

  beforeAll(async () => {
    const key = makeKey(join(folder, 'gateway'));
    const own = makeKey(join(folder, 'subgraph'));
    const start = async (definition: SubgraphDefinition) => {
      const trust = {
        signingKey: readSigningKey(own.file),
        trustedKeyFiles: [key.publicFile],
      };
      const subgraph = await startSubgraph(definition, newDatabase(), { trust });
      running.push(subgraph);
      return new SigningGateway({
        subgraph: definition.organisation,
        url: subgraph.url,
        key,
        trusted: [own.publicFile],
      });
    };
    women = await start(womensUnion);
    committee = await start(movement);
    for (const { kind } of movement.imports) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder)).catch(() => undefined);
      if (content) await running[1]?.import(kind, content);
    }
  });
  afterAll(async () => {
    await Promise.all(running.map((subgraph) => subgraph.stop()));
    rmSync(folder, { recursive: true });
  });

  const codes = async (gateway: SigningGateway, query: string, caller?: string) => {
    const { text } = await gateway.ask(query, caller === undefined ? {} : { caller });
    const { errors = [] } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
    return errors.map(({ extensions }) => extensions.code);
  };
  const refused = ['UNAUTHORIZED_FIELD_OR_TYPE'];

  test.each<[string, string, string]>([
    ['a record', '{ learningGroups { totalCount } }', 'records:read'],
    [
      'a record by an alias in a fragment',
      '{ ...F } fragment F on Query { x: learningGroup(code: "x") { __typename } }',
      'records:read',
    ],
    [
      'a record as an entity',
      '{ _entities(representations: [{ __typename: "LearningGroup", code: "x" }]) { ... on LearningGroup { code } } }',
      'records:read',
    ],
  ])('does not show %s without the scope', async (_, query, scope) => {
    expect(await codes(women, query)).toEqual(refused);
    expect(await codes(women, query, callerWith())).toEqual(refused);
    expect(await codes(women, query, callerWith('other:read'))).toEqual(refused);
    expect(await codes(women, query, callerWith(scope))).toEqual([]);
  });

  test.each(['share { people }', 'noShare'])(
    'does not show the organisations’ shares without the scope: %s',
    async (field) => {
      const query = `{ goal(code: "PUPILS") { progress { contributions { ${field} } } } }`;
      expect(new Set(await codes(committee, query))).toEqual(new Set(refused));
      expect(new Set(await codes(committee, query, callerWith('progress:read')))).toEqual(new Set(refused));
      expect(await codes(committee, query, callerWith('contributions:read'))).toEqual([]);
    },
  );

  test('signs that there is no such address to a gateway that signed, and to nobody else', async () => {
    const { status, verdict, sent } = await women.ask('{ __typename }', { target: '/no/such/address' });
    expect({ status, verdict }).toEqual({ status: 404, verdict: 'genuine' });
    for (const headers of [{}, sent.headers]) {
      // An unsigned request and a repeated one get the same answer, without a signature.
      const answer = await fetch(sent.url, { method: 'POST', headers, body: sent.body ?? null });
      expect([answer.status, answer.headers.get('signature')]).toEqual([404, null]);
    }
  });

  test('gives releases to those who may read them, and to nobody else', async () => {
    const query = '{ organisation(code: "womens-union") { releases { totalCount } } }';
    expect(await codes(committee, query)).toEqual(refused);
    expect(await codes(committee, query, callerWith('contributions:read'))).toEqual(refused);
    expect(await codes(committee, query, callerWith('releases:read'))).toEqual([]);
  });

  test('tells what became of files to the organisation’s own people alone, who may see its records', async () => {
    const query = '{ organisation(code: "womens-union") { imports { totalCount } } }';
    const staffOf = (organisation: string, ...scopes: string[]) =>
      callerOf({ subject: 'lan', roles: ['staff'], organisation, scopes });
    expect(await codes(committee, query)).toEqual(refused);
    expect(await codes(committee, query, callerWith('records:read'))).toEqual(refused);
    expect(await codes(committee, query, staffOf('youth-union', 'records:read'))).toEqual(refused);
    expect(await codes(committee, query, staffOf('womens-union'))).toEqual(refused);
    expect(await codes(committee, query, staffOf('womens-union', 'records:read'))).toEqual([]);
  });

  test('shows a commune’s progress to whoever may see communes’, and the province’s to all', async () => {
    const progress = (commune: string) => `{ goals { progress(commune: "${commune}") { target } } }`;
    expect(await codes(committee, progress('38'))).toEqual([]);
    expect(new Set(await codes(committee, progress('14845')))).toEqual(new Set(refused));
    expect(await codes(committee, '{ goal(code: "PUPILS") { progressByCommune { nodes { target } } } }')).toEqual(
      refused,
    );
    expect(await codes(committee, progress('14845'), callerWith('progress:read'))).toEqual([]);
  });
});
