import type { MessagePort } from 'node:worker_threads';
import { parse } from 'graphql';
import { findOperation } from './operation.js';
import { overridden } from './override-labels.js';
import { planOperation } from './plan-operation.js';
import type { ThreadAnswer, ThreadRequest, ThreadSetUp } from './planning-thread.js';
import { SupergraphTypes } from './subgraph-types.js';

/**
 * The program of the planning thread.
 * @param port where it is asked for plans.
 */
export function servePlans(port: MessagePort, { supergraphSdl, maxSteps }: ThreadSetUp): void {
  const types = new SupergraphTypes(parse(supergraphSdl, { noLocation: true }));
  port.on('message', ({ operation: text, percentage }: ThreadRequest) => {
    port.postMessage(answer(text, percentage));
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
