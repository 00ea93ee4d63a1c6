import { listOrders } from '@hub/kit';
import { type ProgramKey, ProgramKeyEntity } from './program-key.entity.js';

export const programKeyOrders = listOrders('ProgramKey', 'keys for programs', { UNTIL: ['until', 'id'] });

/** Pages of keys, the first to end first. Takes the owner, or null for all. */
export const programKeyPages = programKeyOrders.pages<ProgramKey>({
  entity: ProgramKeyEntity,
  orderColumns: ['until', 'id'],
  where: `t.app is null and t.owner is not distinct from coalesce(?::text, t.owner)`,
});
