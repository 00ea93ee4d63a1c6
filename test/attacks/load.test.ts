import { misusedEndpoints } from './endpoints.js';
import { floods } from './floods.js';
import { neighbours } from './neighbours.js';
import { plannerBombs } from './planner-bombs.js';
import { letLoose } from './support/let-loose.js';
import { webSocketAbuse } from './websocket-abuse.js';

letLoose(
  'who takes what all callers share',
  [plannerBombs, webSocketAbuse, misusedEndpoints, floods, neighbours],
  ['hub', 'hostile'],
);
