import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SubgraphDefinition } from '@hub/kit';
import type { OrganisationAgreements } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { type Upstream, upstreamOf } from '../../../subgraphs/connector/src/upstream/upstream-graph.js';
import { upstreamSettings } from '../../../subgraphs/connector/src/upstream/upstream-settings.js';
import { newDatabase } from '../../support/database.js';
import { type KeyFiles, makeKey, SigningGateway } from '../../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../support/subgraph.js';

/** A connector that stands before a system, and a gateway that it trusts. */
export interface Connected {
  readonly subgraph: RunningSubgraph;
  readonly upstream: Upstream;
  readonly gateway: SigningGateway;
  readonly keys: Readonly<Record<'connector' | 'gateway', KeyFiles>>;
  stop(): Promise<void>;
}

export const organisation = 'farmers-union';

/** The numbers of the farmers' clubs. */
export const numbers = { people: ['FarmerClub.members'], other: ['FarmerClub.machines'] };

export interface ConnectedOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly agreements?: OrganisationAgreements;
  /** The key of the trusted gateway; a new key by default. */
  readonly gatewayKey?: KeyFiles;
}

/** Starts a connector before a system. */
export async function connect(
  url: string,
  { settings = {}, agreements, gatewayKey }: ConnectedOptions = {},
): Promise<Connected> {
  const folder = mkdtempSync(join(tmpdir(), 'connected-'));
  const keys = {
    connector: makeKey(join(folder, 'connector.key')),
    gateway: gatewayKey ?? makeKey(join(folder, 'gateway.key')),
  };
  const upstream = upstreamOf(upstreamSettings.parse({ url, numbers, ...settings }), agreements);
  const definition: SubgraphDefinition = {
    ...{ organisation, folder: pathToFileURL(`${folder}/`), elsewhere: upstream },
    ...{ entities: [], migrations: [], imports: [], resolvers: [class Nothing {}] },
  };
  const trust = { signingKey: readSigningKey(keys.connector.file), trustedKeyFiles: [keys.gateway.publicFile] };
  const subgraph = await startSubgraph(definition, newDatabase(), { trust });
  const trusted = [keys.connector.publicFile];
  return {
    ...{ subgraph, upstream, keys },
    gateway: new SigningGateway({ subgraph: organisation, url: subgraph.url, key: keys.gateway, trusted }),
    stop: async () => {
      await subgraph.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A caller in a gateway's words. */
export function callerHeader(scopes: readonly string[], roles: readonly string[] = ['analyst']): string {
  return Buffer.from(JSON.stringify({ subject: 'lan', roles, scopes })).toString('base64url');
}
