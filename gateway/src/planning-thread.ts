import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadSetUp } from './planner/plan-thread.js';
import { servePlans } from './planner/serve-plans.js';

if (parentPort) servePlans(parentPort, workerData as ThreadSetUp);
