import type { EntitySchema } from '@mikro-orm/core';
import { Arg, type ClassType, ID } from 'type-graphql';
import type { SubgraphContext } from '../graphql/context.js';
import type { PeopleTable } from '../disclosure/people-table.js';
import { Format } from '../graphql/format.js';
import { inLanguage, type Language, LanguageArg } from '../graphql/language.js';
import { CommuneStub } from '../graphql/stubs.js';
import type { ImportKind } from '../file/import-kind.js';
import type { PersonalTable } from '../people/personal-table.js';
import type { ReferenceResolver } from './subgraph.js';
import { propertyOf, storedName } from '../record/columns.js';
import type { ColumnDeclaration } from '../record/declaration.js';
import type { ListDeclaration } from '../record/list-declaration.js';
import { type ResolvedField, resolverOf, stubOf } from '../record/graphql-class.js';
import { listThrough } from '../record/list-through.js';
import type { DefinedRecord } from '../record/record.js';
import { countField, countTables, placeCountFields, placeCountTable } from '../record/record-counts.js';
import { keyProperties } from '../record/record-entity.js';
import { importOf } from '../record/record-import.js';
import type { RecordLogic } from '../record/record-logic.js';
import { listAtRoot, listUnder } from '../record/record-lists.js';
import { referringColumn } from '../record/references.js';
import { fieldOf, valueType } from '../record/record-type.js';

/** The parts of a subgraph that follow from its records. */
export interface LinkedRecords {
  readonly entities: readonly EntitySchema[];
  readonly people: readonly PersonalTable[];
  readonly tables: readonly PeopleTable[];
  readonly imports: readonly ImportKind[];
  readonly resolvers: readonly (new () => object)[];
  /** Other organisations' types with added fields, such as `Commune`, even if no other field leads to them. */
  readonly others: readonly ClassType[];
  readonly references: Readonly<Record<string, ReferenceResolver>>;
}

/**
 * Links an organisation's records with one another: resolves references by name.
 * @param records in the order in which their files must be imported: a record after the records that it refers to.
 * @param mayTellPersons the fields that an agreement allows to identify a person.
 * @throws Error where a record refers to a missing or a later one.
 */
export function linkRecords(
  records: readonly DefinedRecord[],
  mayTellPersons: ReadonlyMap<string, string> = new Map(),
): LinkedRecords {
  const byName = new Map(records.map((record) => [record.declaration.name, record]));
  const recordNamed = (name: string): DefinedRecord => {
    const record = byName.get(name);
    if (!record) throw new Error(`Expected a record of the organisation's, got ${name}.`);
    return record;
  };
  const fields = new FieldsByType();
  records.forEach((record, position) => {
    const { declaration } = record;
    for (const column of Object.values(declaration.columns)) {
      const to = column.kind === 'reference' ? column.to : column.kind === 'person' ? column.of : undefined;
      if (to !== undefined && records.indexOf(recordNamed(to)) > position)
        throw new Error(`Expected ${to} before ${declaration.name}, which refers to it.`);
    }
    if (declaration.shown !== 'nobody') addOwnFields(record, recordNamed, fields);
    for (const list of declaration.lists ?? []) addList(record, list, recordNamed, fields);
    for (const count of declaration.perPlace ?? []) {
      const shown = placeCountFields(count, record);
      if (!shown) continue;
      fields.add(undefined, shown.inAll);
      fields.add(CommuneStub, shown.inCommune);
    }
  });
  return {
    entities: records.map(({ entity }) => entity),
    // Rows that refer to others are removed before them.
    people: records
      .toReversed()
      .flatMap(({ declaration, entity }) =>
        Object.values(declaration.columns).flatMap((column) =>
          column.kind === 'person' ? [{ entity, whenErased: column.whenErased }] : [],
        ),
      ),
    tables: records.flatMap((record) => [
      ...countTables(record, recordNamed),
      ...(record.declaration.perPlace ?? []).map((count) => placeCountTable(count, record)),
    ]),
    imports: records
      .filter(({ declaration }) => !declaration.view)
      .map(({ declaration, logic, entity }) => ({
        ...importOf(declaration, logic as RecordLogic<AnyRow>, entity, (name) => {
          const { declaration: named, entity: of } = recordNamed(name);
          return [of, keyProperties(named)[0] ?? ''];
        }),
        mayTellPersons: Object.entries(declaration.columns).flatMap(([name, column]) =>
          mayTellPersons.has(`${declaration.name}.${('field' in column && column.field) || propertyOf(name)}`)
            ? [name, `${name}_vi`, `${name}_en`]
            : [],
        ),
      })),
    resolvers: fields.resolvers(),
    others: fields.types.filter((type) => !records.some((record) => record.type === type)),
    references: Object.fromEntries(
      records
        .filter(({ declaration }) => declaration.entity)
        .map(({ declaration, loader }) => [
          declaration.name,
          ({ code }: { readonly code: string }, context: SubgraphContext) => loader(context).load(code),
        ]),
    ),
  };
}

/** Collects fields by type; each type becomes one resolver. */
class FieldsByType {
  readonly #fields = new Map<ClassType | undefined, ResolvedField[]>();

  /** @param type undefined for `Query`. */
  add(type: ClassType | undefined, ...fields: readonly ResolvedField[]): void {
    this.#fields.set(type, [...(this.#fields.get(type) ?? []), ...fields]);
  }

  /** The types with fields, except `Query`. */
  get types(): ClassType[] {
    return [...this.#fields.keys()].filter((type) => type !== undefined);
  }

  resolvers(): (new () => object)[] {
    return [...this.#fields].map(([type, fields]) => resolverOf(type, fields));
  }
}

type AnyRow = Readonly<Record<string, unknown>>;

/** Adds the fields of a record that are not plain values of its row. */
function addOwnFields(
  { declaration, type, loader }: DefinedRecord,
  recordNamed: (name: string) => DefinedRecord,
  fields: FieldsByType,
): void {
  const { columns, counts = {}, one, called, name } = declaration;
  if (one) {
    const [key = ''] = Object.keys(columns);
    const description = one.code ?? (columns[key] as { readonly description?: string }).description ?? '';
    fields.add(undefined, {
      field: one.field,
      type: () => type,
      nullable: true,
      description: one.description ?? `One ${called?.one ?? name}; null when there is none.`,
      arguments: [[Format('code'), Arg(propertyOf(key), () => ID, { description })]],
      resolve: (context, _parent, code: string) => loader(context).load(code),
    });
  }
  for (const [column, declared] of Object.entries(columns)) {
    const field = fieldOf(column, declared);
    if (field !== undefined) fields.add(type, ...leadingField(column, declared, field, recordNamed));
  }
  for (const [field, count] of Object.entries(counts)) fields.add(type, countField(field, count, declaration));
}

/**
 * The field of a column that leads to another object, or whose name differs from its property; undefined for a plain
 * value.
 */
function leadingField(
  column: string,
  declared: ColumnDeclaration,
  field: string,
  recordNamed: (name: string) => DefinedRecord,
): ResolvedField[] {
  if (declared.kind === 'person') return [];
  const { description = '', optional = false } = declared;
  const property = propertyOf(storedName(column, declared));
  const said = { field, description };
  const stub = (type: ClassType<{ code: string }>): ResolvedField => ({
    ...said,
    type: () => type,
    nullable: true,
    resolve: (_context, row: AnyRow) => (row[property] == null ? null : { code: row[property] }),
  });
  switch (declared.kind) {
    case 'commune':
    case 'place':
      return [stub(CommuneStub)];
    case 'entity':
      return [stub(stubOf(declared.type, declared.code))];
    case 'reference': {
      const to = recordNamed(declared.to);
      return [
        {
          ...said,
          type: () => to.type,
          nullable: true,
          resolve: (context, row: AnyRow) =>
            row[property] == null ? null : to.loader(context).load(row[property] as string),
        },
      ];
    }
    case 'translated': {
      const textIn = (row: AnyRow, language: string) => row[propertyOf(`${column}_${language}`)] as string;
      return [
        {
          ...said,
          type: () => String,
          arguments: [[LanguageArg()]],
          resolve: (_context, row: AnyRow, language: Language) =>
            inLanguage(language, { vi: textIn(row, 'vi'), en: textIn(row, 'en') }),
        },
      ];
    }
    default:
      if (field === propertyOf(column)) return [];
      return [
        { ...said, type: valueType(declared), nullable: optional, resolve: (_context, row: AnyRow) => row[property] },
      ];
  }
}

/** Adds the field of a list to its type. */
function addList(
  record: DefinedRecord,
  list: ListDeclaration,
  recordNamed: (name: string) => DefinedRecord,
  fields: FieldsByType,
): void {
  if (list.on === 'Query') {
    fields.add(undefined, listAtRoot(record, list, recordNamed));
    return;
  }
  if (list.view) {
    const parent = list.on === 'Commune' ? undefined : recordNamed(list.on);
    const parentKey = parent ? (keyProperties(parent.declaration)[0] ?? '') : 'code';
    fields.add(parent?.type ?? CommuneStub, listUnder(record, list, list.view.column, parentKey, recordNamed));
    return;
  }
  const link = list.through === undefined ? record : recordNamed(list.through);
  const [by, declared] = referringColumn(link.declaration, list);
  const add = (type: ClassType, parentKey: string) => {
    const field =
      link === record
        ? listUnder(record, list, storedName(by, declared), parentKey, recordNamed)
        : listThrough(link, record, list, parentKey, recordNamed);
    // A short list under a record of the same organisation cannot fail: it has no page that could be refused.
    fields.add(type, { ...field, nullable: !(list.short && declared.kind === 'reference') });
  };
  if (declared.kind === 'reference') {
    const { declaration, type } = recordNamed(declared.to);
    add(type, keyProperties(declaration)[0] ?? '');
  } else {
    add(declared.kind === 'entity' ? stubOf(declared.type, declared.code) : CommuneStub, 'code');
  }
}
