import { parentPort, workerData } from 'node:worker_threads';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { type CheckInput, checkSchema } from './check/check-schema.js';

// What is to be done is told once, and the thread ends.
const task = workerData as CheckInput | { readonly subgraphs: readonly ComposedSubgraph[] };
if ('subgraphs' in task) {
  const { compose } = await import('@hub/schema/compose');
  parentPort?.postMessage(compose(task.subgraphs));
} else parentPort?.postMessage(await checkSchema(task));
