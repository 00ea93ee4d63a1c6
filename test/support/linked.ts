import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublicKey } from 'node:crypto';
import { type SubgraphDefinition } from '@hub/kit';
import { movement } from '@hub/movement';
import { newDatabase } from './database.js';
import { releaseKey, type RunningSubgraph, startSubgraph, type SubgraphOptions } from './subgraph.js';

/** An organisation that is linked to movement, without a gateway between them. */
export interface Linked {
  readonly organisation: RunningSubgraph;
  readonly movement: RunningSubgraph;
  /** Where movement has the organisation's public keys, and their times. */
  readonly keys: { readonly file: string; readonly times: string };
  /** Has the organisation hand over every release that waits; returns how many movement took. */
  exchange(): Promise<number>;
  /** Asks movement for fields of the organisation. */
  ask(selection: string, variables?: Record<string, unknown>): Promise<Record<string, any>>;
  stop(): Promise<void>;
}

/**
 * Starts an organisation and movement, each on a separate database. With `hubUrl`, the organisation reaches movement by
 * that address, for instance through a proxy.
 */
export async function startLinked(definition: SubgraphDefinition, options: SubgraphOptions = {}): Promise<Linked> {
  const { organisation: code } = definition;
  const folder = mkdtempSync(join(tmpdir(), 'linked-'));
  const file = join(folder, `${code}.pem`);
  writeFileSync(file, createPublicKey(releaseKey.key).export({ type: 'spki', format: 'pem' }));
  const hub = await startSubgraph(movement, newDatabase(), {
    ...options,
    releaseKeyFiles: {
      keys: new Map([[code, [file]]]),
      ...{ revocations: undefined, published: { keys: folder, keyTimes: join(folder, 'key-times.json') } },
    },
  });
  await hub.import('organisations', readFileSync(new URL('data/organisations.csv', movement.folder)));
  const organisation = await startSubgraph(definition, newDatabase(), {
    ...options,
    hubUrl: options.hubUrl ?? hub.url,
  });
  return {
    organisation,
    movement: hub,
    keys: { file, times: join(folder, 'key-times.json') },
    exchange: async () => {
      const response = await organisation.operator('/operator/link/exchanges', { method: 'POST', body: '{}' });
      return ((await response.json()) as { releases: number }).releases;
    },
    ask: async (selection, variables) => {
      const declared = variables ? 'query ($first: Int, $after: String) ' : '';
      const text = `${declared}{ organisation(code: "${code}") { ${selection} } }`;
      const { data, errors } = await hub.query(text, variables);
      if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
      return data['organisation'];
    },
    stop: async () => {
      await organisation.stop();
      await hub.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
