import { movement } from '@hub/protocol';
import type { EntitySchema } from '@mikro-orm/core';
import { AudienceEntity, GoalEntity } from '../goals/goal.entity.js';
import { audienceImport, goalImport } from '../import/goal.import.js';
import type { ImportKind } from '../file/import-kind.js';
import { hasLedger } from '../ledger/ledger.js';
import { CountedGoalEntity } from '../ledger/counted-goal.entity.js';
import { countedGoalImport } from '../import/counted-goal.import.js';
import { placeImport } from '../import/place.import.js';
import type { SubgraphDefinition } from './subgraph.js';

/** Whether an organisation knows the movement's goals: an organisation with a ledger does, and movement itself. */
function knowsGoals({ organisation }: SubgraphDefinition): boolean {
  return hasLedger(organisation) || organisation === movement.code;
}

/** The kinds of file of goals, which a subgraph also imports at its start; see `syncGoals`. */
export function goalImports(definition: SubgraphDefinition): readonly ImportKind[] {
  return knowsGoals(definition) ? [audienceImport, goalImport] : [];
}

/** The kit's kinds of file, followed by the organisation's. */
export function allImports(definition: SubgraphDefinition): readonly ImportKind[] {
  const { counts, imports } = definition;
  return [placeImport, ...goalImports(definition), ...(counts ? [countedGoalImport(counts)] : []), ...imports];
}

/** The organisation's tables, and the kit's tables with entities. */
export function allEntities(definition: SubgraphDefinition): readonly EntitySchema[] {
  const ofGoals = knowsGoals(definition) ? [AudienceEntity, GoalEntity] : [];
  return [...ofGoals, ...(definition.counts ? [CountedGoalEntity] : []), ...definition.entities] as EntitySchema[];
}
