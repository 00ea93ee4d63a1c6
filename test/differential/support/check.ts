import type { ExecutionResult } from 'graphql';
import { elapse } from '../../support/until.js';
import { difference, differenceInParts } from './compare.js';
import { isDeferring } from './deferral.js';
import type { Gateway } from './gateway.js';
import type { Operation } from './operations.js';
import { type Expected, oracle } from './oracle.js';
import type { SubgraphServer } from './subgraph-server.js';
import type { Supergraph } from './supergraph.js';

/** Where a supergraph's answers come from. */
export interface Running {
  readonly subgraphs: SubgraphServer;
  readonly gateway: Gateway;
}

/** An operation's right answer and, where the gateway's is another, what is different. */
export interface Checked {
  readonly expected: Expected;
  readonly different?: string;
}

/** Asks an operation of the gateway and of the oracle. */
export async function check(
  supergraph: Supergraph,
  { subgraphs, gateway }: Running,
  operation: Operation,
): Promise<Checked> {
  subgraphs.serve(supergraph);
  const expected = await oracle(supergraph, operation);
  const ask = () => {
    supergraph.data.effects.length = 0;
    return gateway.ask(operation);
  };
  let got = await ask();
  // On a busy machine a subgraph may be silent for so long that the gateway takes it out of service for a while.
  for (let tries = 0; tries < 10 && hasCode(got, 'SUBGRAPH_TIMEOUT'); tries += 1) {
    await elapse(5000, 'the gateway leaves a silent subgraph alone for so long');
    got = await ask();
  }
  const { down, required } = supergraph.faults;
  const strictness = down !== undefined ? 'whether there are any' : required ? 'those of the operation' : 'places';
  const compare = isDeferring(operation) ? differenceInParts : difference;
  const different = compare(expected, got, strictness);
  if (different === undefined) return { expected };
  return { expected, different: `${different}\nexpected errors: ${shown(expected)}\ngot errors: ${shown(got)}` };
}

function hasCode({ errors = [] }: ExecutionResult, code: string): boolean {
  return errors.some(({ extensions }) => ({ ...extensions })['code'] === code);
}

function shown({ errors = [] }: ExecutionResult): string {
  return JSON.stringify(errors.slice(0, 8).map(({ message, path, extensions }) => ({ message, path, extensions })));
}
