import { parentPort, workerData } from 'node:worker_threads';
import { parse } from 'graphql';
import { findOperation } from '../operation/operation.js';
import { overridden } from '../supergraph/override-labels.js';
import { planOperation } from './plan-operation.js';
import type { ThreadAnswer, ThreadRequest, ThreadSetUp } from './planning-thread.js';
import { SupergraphTypes } from '../supergraph/subgraph-types.js';

/** The program of the planning thread. */
export function servePlans(): void {
  const { supergraphSdl, maxSteps } = workerData as ThreadSetUp;
  const types = new SupergraphTypes(parse(supergraphSdl, { noLocation: true }));
  parentPort?.on('message', ({ operation: text, percentage }: ThreadRequest) => {
    parentPort?.postMessage(answer(text, percentage));
  });

  function answer(text: string, percentage: number): ThreadAnswer {
    try {
      const operation = findOperation(parse(text, { noLocation: true }), undefined);
      if (!operation) return { error: 'Expected an operation.' };
      return { plan: planOperation(types, operation, { isOverridden: overridden(percentage), maxSteps }) };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }
}
