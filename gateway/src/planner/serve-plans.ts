import type { MessagePort } from 'node:worker_threads';
import type { DocumentNode } from 'graphql';
import { operationsOf } from '../operation/operation.js';
import { overridden } from '../supergraph/override-labels.js';
import { planOperation } from './plan-operation.js';
import type { ThreadAnswer, ThreadRequest, ThreadSetUp } from './planning-thread.js';
import { Supergraph } from '../supergraph/supergraph.js';

/**
 * The program of the planning thread.
 * @param port receives the requests for plans.
 */
export function servePlans(port: MessagePort, { supergraphSdl, maxSteps }: ThreadSetUp): void {
  const supergraph = new Supergraph(supergraphSdl);
  port.on('message', ({ document, percentage }: ThreadRequest) => {
    port.postMessage(answer(document, percentage));
  });

  function answer(document: string, percentage: number): ThreadAnswer {
    try {
      const [operation] = operationsOf(JSON.parse(document) as DocumentNode);
      if (!operation) return { error: 'Expected an operation.' };
      return { plan: planOperation(supergraph, operation, { isOverridden: overridden(percentage), maxSteps }) };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }
}
