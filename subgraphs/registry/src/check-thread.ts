import { parentPort, workerData } from 'node:worker_threads';
import { type CheckInput, checkSchema } from './check/check-schema.js';

// What a check says is told once, and the thread ends.
parentPort?.postMessage(await checkSchema(workerData as CheckInput));
