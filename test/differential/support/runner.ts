import { type ExecutionResult, getVariableValues, Kind, print } from 'graphql';
import { type HubEngineOptions, openHubEngine } from '../../../gateway/src/engine/hub-engine.js';
import type { Engine } from '../../../gateway/src/engine/engine.js';
import { IsolatedPlanner } from '../../../gateway/src/planner/isolated-planner.js';
import { difference } from './compare.js';
import { oracle, type SubgraphServer, type Supergraph } from './supergraph.js';
import type { Operation } from './operations.js';

/** Where the engine writes what its clients are not told. */
export type Log = HubEngineOptions['log'];

const program = new URL('../../../gateway/dist/planner-process.js', import.meta.url);

/** Opens the gateway's engine on a supergraph, with its planner as the gateway has it. */
export function openEngine(supergraph: Supergraph, log: Log): Promise<Engine> {
  return openHubEngine({
    ...{ supergraphSdl: supergraph.sdl, timeoutMs: 20_000, subgraphUrl: () => undefined, log },
    openPlanner: (supergraphSdl) =>
      new IsolatedPlanner({ supergraphSdl, overrideLabels: [], program, deadlineMs: 10_000, log }),
  });
}

/** Answers an operation in one way; the answer of the engine in this process, or of one behind HTTP. */
export type Answer = (operation: Operation) => Promise<ExecutionResult>;

export function engineAnswer(engine: Engine, log: Log): Answer {
  return async ({ document, variables }) => {
    const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    const { coerced, errors } = getVariableValues(engine.schema, definition?.variableDefinitions ?? [], variables);
    if (errors) return { errors };
    return engine.execute({
      ...{ document, documentHash: print(document), operationName: undefined, variables: coerced },
      context: { requestId: 'differential', log },
    });
  };
}

/** How the gateway's answer differs from the oracle's; undefined where it does not. */
export async function check(
  supergraph: Supergraph,
  server: SubgraphServer,
  answer: Answer,
  operation: Operation,
  onExpected?: (expected: ExecutionResult) => void,
): Promise<string | undefined> {
  server.serve(supergraph);
  const expected = await oracle(supergraph, operation.document, operation.variables);
  onExpected?.(expected);
  let got: ExecutionResult;
  try {
    got = await answer(operation);
  } catch (error) {
    return `throws: ${String((error as Error).stack)}`;
  }
  const { down, required } = supergraph.faults;
  const different = difference(
    expected,
    got,
    down !== undefined ? 'whether there are any' : required ? 'those of the operation' : 'places',
  );
  if (different === undefined) return undefined;
  return `${different}\nexpected errors: ${shown(expected)}\ngot errors: ${shown(got)}`;
}

function shown({ errors = [] }: ExecutionResult): string {
  return JSON.stringify(errors.slice(0, 8).map(({ message, path, extensions }) => ({ message, path, extensions })));
}
