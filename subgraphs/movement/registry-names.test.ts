import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyId, type RegistrySnapshot, signSnapshot } from '@hub/protocol';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const folder = mkdtempSync(join(tmpdir(), 'names-'));
const keyFile = join(folder, 'registry.pub');
let number = 1;
let state: 'LIVE' | 'LEFT' = 'LIVE';
let registry: Server;
let subgraph: RunningSubgraph;

function snapshot(): RegistrySnapshot {
  const organisation = {
    ...{ code: 'new-union', nameVi: 'Hội mới', nameEn: 'New Union', dataKind: 'REAL', state },
    ...{ shortName: 'New Union', keepsPeople: true, linkedBy: 'figures', endpoint: null, signsAnswers: false },
    ...{ contact: null, keys: [], agreements: null, leftOn: state === 'LEFT' ? '2026-11-03' : null },
  };
  return {
    ...{ format: 1, number, at: new Date().toISOString(), supergraph: 'type Query' },
    organisations: [organisation],
  } as unknown as RegistrySnapshot;
}

const signed = () => JSON.stringify(signSnapshot(snapshot(), { id: keyId(publicKey), key: privateKey }));

beforeAll(async () => {
  writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  registry = createServer((request, response) => {
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
    if (request.url?.startsWith('/operator/registry/snapshots') !== true) response.writeHead(404).end();
    else if (after >= number) setTimeout(() => response.end(signed()), 100);
    else response.end(signed());
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  subgraph = await startSubgraph(movement, newDatabase(), {
    registry: {
      url: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`,
      ...{ token: 'the-token-of-those-who-follow', folder: join(folder, 'registry'), keyFiles: [keyFile] },
    },
  });
});
afterAll(async () => {
  await subgraph.stop();
  registry.close();
  rmSync(folder, { recursive: true });
});

const linked = async () =>
  (await subgraph.execute(`select linked from organisation where code = 'new-union'`))[0]?.['linked'];

test('an organisation that left counts no more, though the database could not be written when that was told', async () => {
  await until(async () => (await linked()) === true, { what: 'the organisation to be linked' });
  await subgraph.execute('alter table organisation rename to organisation_away');
  [state, number] = ['LEFT', 2];
  await until(() => JSON.stringify(subgraph.takeErrors()).includes('names of organisations'), {
    what: 'the write to fail',
  });
  await subgraph.execute('alter table organisation_away rename to organisation');
  await until(async () => (await linked()) === false, { what: 'the organisation to count no more' });
  const { data } = await subgraph.query('{ organisation(code: "new-union") { state leftOn } }');
  expect(data).toEqual({ organisation: { state: 'LEFT', leftOn: '2026-11-03' } });
});
