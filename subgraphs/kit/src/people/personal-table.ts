import type { EntitySchema } from '@mikro-orm/core';
import type { SubgraphDefinition } from '../subgraph.js';

/** A table of the organisation's own that holds people: its entity has a property `pseudonym`. */
export interface PersonalTable {
  readonly entity: EntitySchema;
  /**
   * What becomes of a person's rows when her data is erased: they are deleted, or they stay under a pseudonym that is
   * nobody's. The latter only where nothing else in a row tells who it was.
   */
  readonly whenErased: 'delete' | 'anonymise';
}

/**
 * The tables of an organisation that hold people.
 * @throws Error naming those that the definition forgets: what it does not name would not be erased.
 */
export function personalTables({ organisation, entities, people = [] }: SubgraphDefinition): readonly PersonalTable[] {
  const named = new Set(people.map(({ entity }) => entity));
  const forgotten = entities.filter((entity) => 'pseudonym' in entity.meta.properties && !named.has(entity));
  if (forgotten.length > 0) {
    const tables = forgotten.map(({ meta }) => meta.tableName).join(', ');
    throw new Error(
      `Expected people in the definition of ${organisation} to name every table of people; ${tables} missing.`,
    );
  }
  return people;
}
