import type { EntitySchema } from '@mikro-orm/core';
import type { ClassType } from 'type-graphql';
import type { Columns } from '../file/import-kind.js';
import type { Loader } from '../graphql/loader.js';
import type { RecordDeclaration } from './declaration.js';
import type { RecordLogic } from './record-logic.js';

/** A record that was declared: what a subgraph is made of; see `defineRecord`. Its rows are those of its table. */
export interface DefinedRecord<Row extends object = object> {
  readonly declaration: RecordDeclaration;
  // A record is given the rows that it declares, and no other.
  readonly logic: RecordLogic<never>;
  /** The kind of file that it comes in with, and its columns: what demonstration files are written from. */
  readonly kind: string;
  readonly columns: Columns;
  /** Its table. */
  readonly entity: EntitySchema;
  /** Its type of GraphQL, for fields of one's own; of a record that is not shown, one that no schema has. */
  readonly type: ClassType<Row>;
  /** Loads one by the first column of its key; null where there is none. */
  readonly loader: Loader<string, Row | null>;
}

/** The rows of a record's table, as resolvers are given them. */
export type RowOf<Defined extends DefinedRecord> = Defined extends DefinedRecord<infer Row> ? Row : never;
