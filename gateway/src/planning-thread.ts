import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadSetUp } from './planner/planning-thread.js';
import { giveWay } from './planner/give-way.js';
import { servePlans } from './planner/serve-plans.js';

giveWay();
if (parentPort) servePlans(parentPort, workerData as ThreadSetUp);
