import type { EntitySchema } from '@mikro-orm/core';
import { daysInOrder } from '../file/days-in-order.js';
import { type Columns, defineImport, type ImportKind, type Row } from '../file/import-kind.js';
import type { Reading } from '../file/column.js';
import { defineWholeImport } from '../import/whole-import.js';
import { type PersonRow, reachedGoals } from '../ledger/reached-goals.js';
import type { ClaimedFact } from '../file/facts.js';
import { searchKey, sortKey } from '../base/vietnamese.js';
import { fileColumns, storedName, tableColumns } from './columns.js';
import type { RecordDeclaration } from './declaration.js';
import { keyColumns, keyProperties } from './record-entity.js';
import { isWhole, type RecordLogic } from './record-logic.js';

type AnyRow = Readonly<Record<string, unknown>>;

/**
 * Makes the kind of file for a record.
 * @param entityNamed gives the entity of a record by its name, and the property of its key.
 */
export function importOf(
  declaration: RecordDeclaration,
  logic: RecordLogic<AnyRow>,
  entity: EntitySchema,
  entityNamed: (record: string) => readonly [EntitySchema, string],
): ImportKind {
  const { columns } = declaration;
  const kind = {
    kind: declaration.file,
    ...(declaration.title && { title: declaration.title }),
    description: declaration.description.replace(/\.$/, ''),
    columns: fileColumns(declaration),
    key: keyColumns(declaration).map(([name, declared]) =>
      declared.kind === 'person' ? 'citizen_number' : storedName(name, declared),
    ),
    references: {
      ...Object.fromEntries(
        Object.entries(columns).flatMap(([name, declared]) =>
          declared.kind === 'reference' ? [[storedName(name, declared), entityNamed(declared.to)] as const] : [],
        ),
      ),
      ...Object.fromEntries(
        Object.values(columns).flatMap((declared) =>
          declared.kind === 'person' && declared.of !== undefined
            ? [['citizen_number', entityNamed(declared.of)] as const]
            : [],
        ),
      ),
      ...logic.references,
    },
    ...(logic.constraints && { constraints: logic.constraints }),
    check: (row: AnyRow) => checkOf(declaration, row) ?? logic.check?.(row),
    entity,
    entityKey: keyProperties(declaration),
    toEntity: rowOfTable(declaration, logic),
  };
  if (isWhole(declaration, logic)) {
    const { checkTogether, claimTogether, claimsOf: kinds } = logic;
    return defineWholeImport({
      ...kind,
      ...(checkTogether && { checkTogether }),
      ...(claimTogether && { claimTogether }),
      ...(kinds && { claimsOf: kinds }),
    });
  }
  const claims = claimsOf(declaration, logic);
  return defineImport({ ...kind, ...(claims && { toLedger: claims }) });
}

function checkOf({ columns }: RecordDeclaration, row: AnyRow) {
  for (const [name, declared] of Object.entries(columns)) {
    if ((declared.kind === 'day' || declared.kind === 'pastDay') && declared.after !== undefined) {
      const wrong = row[declared.after] == null ? undefined : daysInOrder(row as never, declared.after, name);
      if (wrong) return wrong;
    }
    if (declared.kind === 'words' && declared.some && (row[name] as unknown[]).length === 0) {
      return { column: name, reason: `expected one or more of ${Object.keys(declared.words.values).join(', ')}` };
    }
  }
  return undefined;
}

/** Makes the table's row from the file's row. */
function rowOfTable(
  declaration: RecordDeclaration,
  { derive }: RecordLogic<AnyRow>,
): (row: Row<Columns>, reading: Reading) => Record<string, unknown> {
  const { columns } = declaration;
  const stored = tableColumns(declaration).filter(({ from }) => from !== undefined);
  const places = new Set(
    Object.entries(columns).flatMap(([name, declared]) =>
      declared.kind === 'place' ? [storedName(name, declared)] : [],
    ),
  );
  const lists = new Set(Object.entries(columns).flatMap(([name, { kind }]) => (kind === 'words' ? [name] : [])));
  const derived = Object.entries(columns).flatMap(([name, declared]) => {
    if (declared.kind !== 'translated') return [];
    const texts = (row: AnyRow) => [row[`${name}_vi`] as string, row[`${name}_en`] as string];
    return [
      ...(declared.searchable ? [['searchKey', (row: AnyRow) => texts(row).map(searchKey).join('\n')] as const] : []),
      ...(declared.sortable ? [[`${name}SortKey`, (row: AnyRow) => sortKey(texts(row)[0] ?? '')] as const] : []),
    ];
  });
  return (row, reading) => ({
    ...Object.fromEntries(
      stored.map(({ property, from = '' }) => {
        const value = (row as AnyRow)[from];
        if (places.has(from)) return [property, value === reading.rootPlace ? null : value];
        return [property, lists.has(from) ? [...new Set(value as string[])] : value];
      }),
    ),
    ...Object.fromEntries(derived.map(([property, valueOf]) => [property, valueOf(row)])),
    ...derive?.(row, reading),
  });
}

/** A file's row's claims to the ledger; undefined where its record makes none. */
function claimsOf(
  { columns, reaches = [], counts = {} }: RecordDeclaration,
  { claims }: RecordLogic<AnyRow>,
): ((row: AnyRow, reading: Reading) => readonly ClaimedFact[]) | undefined {
  if (claims) return claims;
  const occurrences = Object.values(counts).flatMap(({ occurrences: column, goal, on }) =>
    column !== undefined && goal !== undefined && on !== undefined ? [{ column, goal, on }] : [],
  );
  if (reaches.length + occurrences.length === 0) return undefined;
  const place = Object.entries(columns).find(([, { kind }]) => kind === 'commune' || kind === 'place');
  const placeColumn = place ? storedName(...place) : 'commune_code';
  return (row) => [
    ...reaches.flatMap(({ goal, on, where }) =>
      where && !where.is.includes(row[where.column] as string)
        ? []
        : reachedGoals(row as unknown as PersonRow, row[on] as string | null, goal),
    ),
    ...occurrences.map(({ column, goal, on }) => ({
      kind: 'activity' as const,
      goalCode: goal,
      communeCode: row[placeColumn] as string,
      occurredOn: row[on] as string,
      occurrences: row[column] as number,
    })),
  ];
}
