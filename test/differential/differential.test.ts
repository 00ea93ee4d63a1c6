import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { print } from 'graphql';
import { startGateway } from '../federation/support/gateway.js';
import { differential, type DifferentialReport } from './support/differential.js';
import type { Operation } from './support/operations.js';
import type { Supergraph } from './support/supergraph.js';

const cases = Number(process.env['DIFFERENTIAL_CASES'] ?? 2000);
const seed = process.env['DIFFERENTIAL_SEED'] ?? 'hub';

test(
  'the engine answers random operations on random supergraphs as graphql-js does on one schema',
  async () => {
    tell(await differential({ cases, seed, operationsEach: 40 }));
  },
  60_000 + cases * 100,
);

test('so does the gateway, over HTTP', async () => {
  tell(await differential({ cases: 200, seed: `${seed} http`, operationsEach: 25, open: throughHttp }));
}, 120_000);

function tell({ failures, ...counts }: DifferentialReport): void {
  process.stderr.write(`differential: ${JSON.stringify(counts)}\n`);
  expect(failures.join('\n\n')).toBe('');
}

async function throughHttp({ sdl }: Supergraph) {
  const directory = await mkdtemp(join(tmpdir(), 'differential-'));
  const file = join(directory, 'supergraph.graphql');
  await writeFile(file, sdl);
  const gateway = await startGateway(file);
  return {
    answer: async ({ document, variables }: Operation) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query: print(document), variables }),
      });
      return (await response.json()) as ExecutionResult;
    },
    close: async () => {
      await gateway.stop();
      await rm(directory, { recursive: true });
    },
  };
}
