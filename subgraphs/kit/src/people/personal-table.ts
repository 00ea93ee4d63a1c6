import type { EntitySchema } from '@mikro-orm/core';
import type { ImportKind } from '../file/import-kind.js';
import { hasCountsOnly } from '../ledger/ledger.js';

/** A table of the organisation that holds people: its entity has a property `pseudonym`. */
export interface PersonalTable {
  readonly entity: EntitySchema;
  /**
   * How erasure changes a person's rows: it deletes them, or gives them a pseudonym that belongs to no person. The
   * latter is allowed only where the other columns do not identify the person.
   */
  readonly whenErased: 'delete' | 'anonymise';
}

/** The parts of an organisation's definition that show where it has people. */
interface WhereaboutsOfPeople {
  readonly organisation: string;
  readonly entities: readonly EntitySchema[];
  readonly people?: readonly PersonalTable[];
  readonly imports: readonly ImportKind[];
}

/**
 * The tables of an organisation that hold people.
 * @throws Error naming tables that the definition forgot: erasure would skip them.
 */
export function personalTables(definition: WhereaboutsOfPeople): readonly PersonalTable[] {
  const { organisation, entities, people = [] } = definition;
  if (hasCountsOnly(organisation)) refusePeople(definition);
  const named = new Set(people.map(({ entity }) => entity));
  const forgotten = entities.filter((entity) => isOfPeople(entity) && !named.has(entity));
  if (forgotten.length > 0) {
    const tables = forgotten.map(({ meta }) => meta.tableName).join(', ');
    throw new Error(
      `Expected people in the definition of ${organisation} to name every table of people; ${tables} missing.`,
    );
  }
  return people;
}

/** @throws Error where an organisation without people has a table or a file of people. */
function refusePeople({ organisation, entities, imports }: WhereaboutsOfPeople): void {
  const tables = entities.filter(isOfPeople).map(({ meta }) => meta.tableName);
  const kinds = imports.filter(({ columns }) => 'citizen_number' in columns).map(({ kind }) => kind);
  const found = [...tables, ...kinds].join(', ');
  if (found !== '')
    throw new Error(`Expected nothing about people in ${organisation}, which keeps none, but got ${found}.`);
}

function isOfPeople({ meta }: EntitySchema): boolean {
  return 'pseudonym' in meta.properties;
}
