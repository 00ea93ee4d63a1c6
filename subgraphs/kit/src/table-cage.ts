import { serveCage } from '@hub/runtime';
import { tableTasks } from './cage/table-tasks.js';

serveCage(tableTasks());
