import { servePlans } from './planner/planner-process.js';

servePlans();
