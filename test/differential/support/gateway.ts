import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExecutionResult, print } from 'graphql';
import { startGateway } from '../../federation/support/gateway.js';
import type { Operation } from './operations.js';

/** The built gateway, running on one supergraph. */
export interface Gateway {
  /** Asks as a client does, over HTTP. */
  ask(operation: Operation): Promise<ExecutionResult>;
  /** How many operations Hive's planner could not plan until now. */
  readonly plannedByApollo: number;
  stop(): Promise<void>;
}

/** Starts the gateway on a supergraph. */
export async function openGateway(supergraphSdl: string): Promise<Gateway> {
  const directory = await mkdtemp(join(tmpdir(), 'differential-'));
  const file = join(directory, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  let plannedByApollo = 0;
  const gateway = await startGateway(file, (line) => {
    if (/Hive's plan(?:ner failed| is not sound)/.test(line)) plannedByApollo += 1;
  });
  return {
    get plannedByApollo() {
      return plannedByApollo;
    },
    ask: async ({ document, operationName, variables }) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query: print(document), operationName, variables }),
      });
      return (await response.json()) as ExecutionResult;
    },
    stop: async () => {
      await gateway.stop();
      await rm(directory, { recursive: true });
    },
  };
}
