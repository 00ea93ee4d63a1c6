import type { PlacedPrice } from '@hub/runtime';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TablesInForce } from '../../../gateway/src/exports/table/tables-in-force.js';
import { pageAddresses } from '../../../gateway/src/portal-files/page-addresses.js';
import { createServer, type ServerOptions } from '../../../gateway/src/start/server.js';

/** The prices of all endpoints of a gateway that has everything that a hub's has. */
export async function listedPrices(): Promise<readonly PlacedPrice[]> {
  const folder = mkdtempSync(join(tmpdir(), 'listed-'));
  // The server uses these on a request, and gets none.
  const later = {} as never;
  const options: ServerOptions = {
    ...{ logLevel: 'silent', tables: await TablesInForce.open({ hub: [folder] }), panels: later, callbacks: later },
    portal: {
      files: { page: later, assets: new Map(), files: new Map() },
      settings: { embedOrigins: [] } as never,
      issuer: undefined,
    },
    changesOf: () => ({ url: 'http://127.0.0.1:9', token: '' }),
    ...{ linkUrl: 'http://127.0.0.1:9', registryUrl: 'http://127.0.0.1:9' },
  };
  const { http, prices } = createServer(options);
  await http.ready();
  const listed = prices().filter(({ method }) => method !== 'HEAD');
  await http.close();
  rmSync(folder, { recursive: true });
  if (!pageAddresses.every((page) => listed.some(({ path }) => path === page))) throw new Error('Expected all pages.');
  return listed;
}
