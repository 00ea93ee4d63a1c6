import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExecutionResult, print } from 'graphql';
import { startGateway } from '../../federation/support/gateway.js';
import { type PartialResponse, putTogether } from '../../gateway/support/put-together.js';
import { allResponses } from '../../gateway/support/streams.js';
import { isDeferring } from './deferral.js';
import type { Operation } from './operations.js';

const json = 'application/json';

/** What stands still for a while on a busy machine is no fault of the gateway's. */
const patience = { SUBGRAPH_TIMEOUT_MS: '120000', OPERATION_TIMEOUT_MS: '240000' };

/** Has nearly every fetch of entities split into several requests. */
const splitting = { SUBGRAPH_ENTITIES_PER_FETCH: '2', SUBGRAPH_MAX_REQUEST_BYTES: '400' };

/** The built gateway, running on one supergraph. */
export interface Gateway {
  /** Whether its requests have two entities at most. */
  readonly splits: boolean;
  /** Asks as a client does, over HTTP; an answer in parts is put together. */
  ask(operation: Operation): Promise<ExecutionResult>;
  /** How many answers came in parts until now. */
  readonly answeredInParts: number;
  stop(): Promise<void>;
}

/** Starts the gateway on a supergraph. */
export async function openGateway(supergraphSdl: string, splits: boolean): Promise<Gateway> {
  const directory = await mkdtemp(join(tmpdir(), 'differential-'));
  const file = join(directory, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  let answeredInParts = 0;
  const gateway = await startGateway(file, undefined, { ...patience, ...(splits && splitting) });
  return {
    splits,
    get answeredInParts() {
      return answeredInParts;
    },
    ask: async ({ document, operationName, variables }) => {
      const accept = isDeferring({ document }) ? 'multipart/mixed;deferSpec=20220824, application/json' : json;
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': json, accept },
        body: JSON.stringify({ query: print(document), operationName, variables }),
      });
      const isWhole = response.headers.get('content-type')?.startsWith('application/');
      if (isWhole) return (await response.json()) as ExecutionResult;
      answeredInParts += 1;
      return putTogether((await allResponses(response)) as PartialResponse[]);
    },
    stop: async () => {
      await gateway.stop();
      await rm(directory, { recursive: true });
    },
  };
}
