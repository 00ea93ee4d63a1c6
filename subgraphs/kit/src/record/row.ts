import type { Row as FileRowOf } from '../file/import-kind.js';
import type { person } from '../file/column.js';
import type { ColumnsDeclaration, RecordDeclaration } from './declaration.js';

/** `founded_on` as a property: `foundedOn`. */
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** A column that refers to something by its code. */
type Referring = { readonly kind: 'commune' | 'place' | 'reference' | 'entity' };

type WordOf<Column> = Column extends { readonly words: { readonly values: infer Values } }
  ? keyof Values & string
  : string;

type Bare<Column> = Column extends { readonly kind: 'integer' | 'decimal' }
  ? number
  : Column extends { readonly kind: 'flag' }
    ? boolean
    : Column extends { readonly kind: 'words' }
      ? WordOf<Column>[]
      : WordOf<Column>;

type Value<Column> = Column extends { readonly optional: true } ? Bare<Column> | null : Bare<Column>;

type HasPerson<Columns extends ColumnsDeclaration> = Extract<Columns[keyof Columns], { readonly kind: 'person' }>;

/** A row of a record's file, as `check` and `claims` get it. */
export type FileRow<Declaration extends RecordDeclaration> = RowOfFile<Declaration['columns']>;

type RowOfFile<Columns extends ColumnsDeclaration> = {
  readonly [
    Name in keyof Columns & string as Columns[Name] extends
      { readonly given: false } | { readonly kind: 'translated' | 'person' }
      ? never
      : Columns[Name] extends Referring
        ? `${Name}_code`
        : Name
  ]: Value<Columns[Name]>;
} & {
  readonly [
    Name in keyof Columns & string as Columns[Name] extends { readonly kind: 'translated' }
      ? `${Name}_vi` | `${Name}_en`
      : never
  ]: string;
} & ([HasPerson<Columns>] extends [never] ? unknown : PersonOf<HasPerson<Columns>>);

/** The columns of a person in a row of a file. */
type PersonOf<Column> = Column extends { readonly of: string }
  ? Pick<FileRowOf<typeof person>, 'citizen_number'>
  : Column extends { readonly has: readonly (infer Has)[] }
    ? Pick<FileRowOf<typeof person>, 'citizen_number' | (Has & keyof typeof person)>
    : FileRowOf<typeof person>;

/** A row of a record's table, as resolvers get it. */
export type TableRow<Declaration extends RecordDeclaration> = RowOfTable<Declaration['columns']>;

type RowOfTable<Columns extends ColumnsDeclaration> = {
  [
    Name in keyof Columns & string as Columns[Name] extends
      { readonly kept: false } | { readonly kind: 'translated' | 'person' }
      ? never
      : Columns[Name] extends Referring
        ? Camel<`${Name}_code`>
        : Camel<Name>
  ]: Columns[Name] extends { readonly kind: 'place' } ? string | null : Value<Columns[Name]>;
} & {
  [
    Name in keyof Columns & string as Columns[Name] extends { readonly kind: 'translated' }
      ? Camel<`${Name}_vi` | `${Name}_en`>
      : never
  ]: string;
} & ([HasPerson<Columns>] extends [never] ? unknown : { pseudonym: string });
