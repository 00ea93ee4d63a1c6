import { servePlans } from './planner/serve-plans.js';

servePlans();
