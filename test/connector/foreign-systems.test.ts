import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movement } from '@hub/movement';
import { readPublicKeys, readSigningKey } from '@hub/runtime';
import { compose } from '@hub/schema/compose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { conform, formatFinding } from '../../subgraphs/hub/src/conform/conform.js';
import { startGateway } from '../federation/support/gateway.js';
import { newDatabase } from '../support/database.js';
import { type KeyFiles, makeKey } from '../support/signing-gateway.js';
import { type Answer, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { callerHeader, type Connected, connect, organisation } from './support/connected.js';
import { type ForeignSystem, languages, startForeign } from './support/foreign-system.js';

const runs = languages.map((language) => ({ language, isThere: language.isThere() }));
const sdlOf = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

/** Communes with what movement knows of them, and with what the organisation does. */
const across = `{
  farmerClubs(first: 2) { name commune { code name } }
  commune(code: "14797") { name farmerClubs { code machines } }
}`;

describe('systems in other languages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  let keys: Readonly<Record<'gateway' | 'movement', KeyFiles>>;
  let movements: RunningSubgraph;

  beforeAll(async () => {
    keys = { gateway: makeKey(join(folder, 'gateway.key')), movement: makeKey(join(folder, 'movement.key')) };
    const trust = { signingKey: readSigningKey(keys.movement.file), trustedKeyFiles: [keys.gateway.publicFile] };
    movements = await startSubgraph(movement, newDatabase(), { trust });
  });
  afterAll(async () => {
    await movements.stop();
    rmSync(folder, { recursive: true });
  });

  for (const { language, isThere } of runs) {
    // Where this machine has not what runs it, it is skipped by name.
    (isThere ? describe : describe.skip)(`${language.name} behind the connector`, () => {
      let system: ForeignSystem;
      let connected: Connected;

      beforeAll(async () => {
        system = await startForeign(language);
        connected = await connect(system.url, { gatewayKey: keys.gateway });
      });
      afterAll(async () => {
        await connected.stop();
        await system.stop();
      });

      test('passes hub conform', async () => {
        const { subgraph } = connected;
        const found = await conform(
          {
            endpoint: {
              ...{ name: organisation, caller: callerHeader(['records:read']), purpose: 'steering' },
              ...{
                key: readSigningKey(keys.gateway.file),
                trusted: readPublicKeys(connected.keys.connector.publicFile),
              },
              url: new URL('/graphql', subgraph.url),
            },
          },
          () => undefined,
        );
        expect(found.filter(({ state }) => state === 'FAILED').map(formatFinding)).toEqual([]);
        expect(found.length).toBeGreaterThan(50);
      });

      test('is told who asks and what for, and its counts leave rounded or not at all', async () => {
        const asking = { caller: callerHeader(['records:read']), purpose: 'steering' };
        const query = '{ minutes farmerClubs { code name members machines } }';
        const { data, errors } = await connected.gateway.query(query, asking);
        expect(data['minutes']).toBe('Biên bản (steering)');
        expect(data['farmerClubs']).toEqual([
          { code: 'B', name: 'Chi hội Bắc', members: 120, machines: 7 },
          { code: 'A', name: 'Chi hội Nam', members: 90, machines: 3 },
          { code: 'C', name: 'Chi hội Đông', members: null, machines: 11 },
        ]);
        expect(errors).toMatchObject([{ path: ['farmerClubs', 2, 'members'], extensions: { code: 'COUNT_WITHHELD' } }]);
      });

      test('is not asked for what its caller may not see', async () => {
        await expect(connected.gateway.query('{ minutes }', { caller: callerHeader([]) })).resolves.toMatchObject({
          data: null,
          errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
        });
      });

      test('is one graph with the movement: each has the other’s part of a commune', async () => {
        const composed = compose([
          { name: 'movement', url: `${movements.url}/graphql`, sdl: sdlOf('../../schema/subgraphs/movement.graphql') },
          { name: organisation, url: `${connected.subgraph.url}/graphql`, sdl: sdlOf('fixtures/clubs.graphql') },
        ]);
        if (composed.errors) throw new Error(composed.errors.join('\n'));
        const file = join(folder, 'supergraph.graphql');
        writeFileSync(file, composed.supergraph);
        const gateway = await startGateway(file, undefined, {
          SIGNING_KEY_FILE: keys.gateway.file,
          SUBGRAPH_KEYS_FILE_MOVEMENT: keys.movement.publicFile,
          SUBGRAPH_KEYS_FILE_FARMERS_UNION: connected.keys.connector.publicFile,
        });
        try {
          const headers = { 'content-type': 'application/json' };
          const body = JSON.stringify({ query: across });
          const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
          const { data, errors } = (await response.json()) as Answer;
          expect(errors).toBeUndefined();
          expect(data).toEqual({
            farmerClubs: [
              { name: 'Chi hội Bắc', commune: { code: '14758', name: 'Phường Hàm Rồng' } },
              { name: 'Chi hội Nam', commune: { code: '14758', name: 'Phường Hàm Rồng' } },
            ],
            commune: { name: expect.stringMatching(/^Phường /), farmerClubs: [{ code: 'C', machines: 11 }] },
          });
        } finally {
          await gateway.stop();
        }
      });
    });
  }
});
