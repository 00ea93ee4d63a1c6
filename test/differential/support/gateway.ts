import { type ExecutionResult, print } from 'graphql';
import { ReusedGateway } from '../../federation/support/reused-gateway.js';
import { type PartialResponse, putTogether } from '../../gateway/support/put-together.js';
import { allResponses } from '../../gateway/support/streams.js';
import { isDeferring } from './deferral.js';
import type { Operation } from './operations.js';

const json = 'application/json';

/** Long time limits: on a busy machine a pause is no fault of the gateway's. */
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
}

/** Gateways that take one supergraph after another. */
export class Gateways {
  readonly #whole = new ReusedGateway(patience);
  readonly #splitting = new ReusedGateway({ ...patience, ...splitting });

  /** Has a gateway take a supergraph, in the place of the one before. */
  async take(supergraphSdl: string, splits: boolean): Promise<Gateway> {
    const url = await (splits ? this.#splitting : this.#whole).take(supergraphSdl);
    let answeredInParts = 0;
    return {
      splits,
      get answeredInParts() {
        return answeredInParts;
      },
      ask: async ({ document, operationName, variables }) => {
        const accept = isDeferring({ document }) ? 'multipart/mixed;deferSpec=20220824, application/json' : json;
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': json, accept },
          body: JSON.stringify({ query: print(document), operationName, variables }),
        });
        const isWhole = response.headers.get('content-type')?.startsWith('application/');
        if (isWhole) return (await response.json()) as ExecutionResult;
        answeredInParts += 1;
        return putTogether((await allResponses(response)) as PartialResponse[]);
      },
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#whole.stop(), this.#splitting.stop()]);
  }
}
