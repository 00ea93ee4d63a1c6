import type { EntitySchema } from '@mikro-orm/core';
import type { ClassType } from 'type-graphql';
import type { Columns } from '../file/import-kind.js';
import type { Loader } from '../graphql/loader.js';
import type { RecordDeclaration } from './declaration.js';
import type { RecordLogic } from './record-logic.js';

/** A declared record, which a subgraph is made of; see `defineRecord`. The type parameter is a row of its table. */
export interface DefinedRecord<Row extends object = object> {
  readonly declaration: RecordDeclaration;
  // The logic takes only rows that the record declares.
  readonly logic: RecordLogic<never>;
  /** The kind of its file, and the file's columns, which demonstration files are written from. */
  readonly kind: string;
  readonly columns: Columns;
  /** Its table. */
  readonly entity: EntitySchema;
  /**
   * Its type of GraphQL, to which an organisation's own resolvers can add fields; of a record that is not shown, a type
   * that no schema has.
   */
  readonly type: ClassType<Row>;
  /** Loads one by the first column of its key; null where there is none. */
  readonly loader: Loader<string, Row | null>;
}

/** A row of a record's table, as resolvers get it. */
export type RowOf<Defined extends DefinedRecord> = Defined extends DefinedRecord<infer Row> ? Row : never;
