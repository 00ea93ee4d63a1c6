import { storedName, type TableColumn, tableColumns } from './columns.js';
import type { RecordDeclaration } from './declaration.js';
import type { ListDeclaration } from './list-declaration.js';
import type { FoundTable } from './found-tables.js';
import type { DefinedRecord } from './record.js';
import { keyOf, tableOf } from './record-entity.js';
import { orderOf } from './record-lists.js';
import { referenceTo, referringColumn } from './references.js';

/** What a record's table must have beside its columns. */
interface WantedTable {
  readonly table: string;
  readonly isView: boolean;
  readonly columns: readonly TableColumn[];
  readonly key: readonly string[];
  /** By the column that refers: the table and the column that it refers to. */
  readonly references: ReadonlyMap<string, { readonly table: string; readonly key: string }>;
  /** Those that its lists need beside its key, by the name that a draft gives them. */
  readonly indexes: ReadonlyMap<string, readonly string[]>;
}

/** A difference between a declaration and a database: what is wrong, and the statement that mends it, if one does. */
export interface TableFault {
  /** Begins with the table, and the column where it is of one. */
  readonly fault: string;
  readonly statement?: string;
}

/**
 * Compares the tables of records with what a database has.
 * @returns the differences; none where every record finds its table as it declares it. What a table has beside it is no
 * fault, unless no row could be written because of it.
 */
export function tableFaults(
  records: readonly DefinedRecord[],
  found: ReadonlyMap<string, FoundTable>,
): readonly TableFault[] {
  return records.flatMap((record) => {
    const wanted = wantedTable(record.declaration, records);
    const table = found.get(wanted.table);
    return [
      ...(table ? faultsOfTable(wanted, table) : missingTable(wanted)),
      ...faultsOfViews(record.declaration, found),
    ];
  });
}

/** What lists by way of a view miss in it: a column of the table, or the one that says to which each row belongs. */
function faultsOfViews(declaration: RecordDeclaration, found: ReadonlyMap<string, FoundTable>): TableFault[] {
  const { name, lists = [] } = declaration;
  return lists.flatMap(({ on, field, view }) => {
    if (!view) return [];
    const is = found.get(view.name)?.columns;
    const wanted = [...tableColumns(declaration).map((column) => column.name), view.column];
    const missing = wanted.filter((column) => !is?.has(column));
    const fault = `${view.name}: expected this view with ${missing.join(', ')}, for ${on}.${field} lists ${name} by it`;
    return missing.length === 0 ? [] : [{ fault }];
  });
}

/** The statements of a migration that brings a database in line with the declarations of records. */
export function draftOf(faults: readonly TableFault[]): readonly string[] {
  return faults.flatMap(({ fault, statement }) => statement ?? `-- ${fault}`);
}

function wantedTable(declaration: RecordDeclaration, records: readonly DefinedRecord[]): WantedTable {
  const { name, columns, lists = [] } = declaration;
  const table = tableOf(declaration);
  const key = keyOf(declaration);
  const named = new Map(records.map((record) => [record.declaration.name, record.declaration]));
  const references = new Map<string, { readonly table: string; readonly key: string }>();
  for (const [column, declared] of Object.entries(columns)) {
    const name = declared.kind === 'reference' ? declared.to : declared.kind === 'person' ? declared.of : undefined;
    const to = name === undefined ? undefined : named.get(name);
    if (to) references.set(storedName(column, declared), { table: tableOf(to), key: keyOf(to)[0] ?? '' });
  }
  const indexes = new Map<string, readonly string[]>();
  for (const list of lists) {
    if (list.through !== undefined || list.view !== undefined) continue;
    const parent = parentColumn(list, declaration);
    const wanted = [...new Set([...(parent === undefined ? [] : [parent]), ...orderOf(list, declaration)])];
    indexes.set(`${table}_${wanted[0]?.replace(/_code$/, '') ?? ''}${parent === undefined ? '_order' : ''}`, wanted);
  }
  // Her rows are found where her data is erased.
  if (Object.values(columns).some(({ kind }) => kind === 'person')) indexes.set(`${table}_person`, ['pseudonym']);
  const isView = declaration.view ?? false;
  for (const { declaration: listed } of records)
    for (const { on, by, through } of listed.lists ?? []) {
      const parent = through === name ? parentColumn({ on, by }, declaration) : undefined;
      if (parent !== undefined)
        indexes.set(`${table}_${parent.replace(/_code$/, '')}`, [parent, referenceTo(listed.name, declaration)]);
    }
  return { table, isView, columns: tableColumns(declaration), key, references, indexes };
}

/** The column by which a list under a parent finds its rows; undefined of a list at the root. */
function parentColumn(list: Pick<ListDeclaration, 'on' | 'by'>, declaration: RecordDeclaration): string | undefined {
  return list.on === 'Query' ? undefined : storedName(...referringColumn(declaration, list));
}

const columnText = ({ name, type, nullable, check }: TableColumn) =>
  `${name} ${type}${nullable ? '' : ' not null'}${check === undefined ? '' : ` check (${check})`}`;

function* missingTable({ table, isView, columns, key, references, indexes }: WantedTable): Generator<TableFault> {
  if (isView) {
    const wanted = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
    yield { fault: `${table}: expected this view (${wanted}), got none` };
    return;
  }
  const lines = columns.map((column) => {
    const to = references.get(column.name);
    return `${columnText(column)}${to ? ` references ${to.table} (${to.key})` : ''}`;
  });
  const statement = `create table ${table} (\n  ${[...lines, `primary key (${key.join(', ')})`].join(',\n  ')}\n)`;
  yield { fault: `${table}: expected this table, got none`, statement };
  for (const [name, listed] of indexes) if (!startsWith(key, listed)) yield missingIndex(table, name, listed);
}

const startsWith = (index: readonly string[], wanted: readonly string[]) =>
  wanted.every((column, position) => index[position] === column);

const missingIndex = (table: string, name: string, columns: readonly string[]): TableFault => ({
  fault: `${table}: expected an index that begins with ${columns.join(', ')}, for ${columns[0] === 'pseudonym' ? 'a person is found by it' : 'a list is in this order'}`,
  statement: `create index ${name} on ${table} (${columns.join(', ')})`,
});

function faultsOfTable(
  { table, isView: isRead, columns, key, references, indexes }: WantedTable,
  { isView: isFoundView, columns: found, indexes: foundIndexes, references: foundReferences }: FoundTable,
): TableFault[] {
  if (isFoundView && !isRead) return [{ fault: `${table}: expected a table, got a view: say view: true` }];
  // What is only read may be anybody's table, too.
  const isView = isRead || isFoundView;
  const faults: TableFault[] = [];
  for (const column of columns) {
    const { name, type, nullable } = column;
    const is = found.get(name);
    const at = `${table}.${name}`;
    if (!is) {
      const statement = `alter table ${table} add column ${columnText(column)}`;
      faults.push({ fault: `${at}: expected this column (${type}), got none`, ...(!isView && { statement }) });
    } else if (is.type !== type) {
      const statement = `alter table ${table} alter column ${name} type ${type}`;
      faults.push({ fault: `${at}: expected ${type}, got ${is.type}`, ...(!isView && { statement }) });
    } else if (!isView && is.nullable !== nullable) {
      const change = nullable ? 'drop not null' : 'set not null';
      const fault = `${at}: expected ${nullable ? 'a column that may be empty' : 'not null'}, got the other`;
      faults.push({ fault, statement: `alter table ${table} alter column ${name} ${change}` });
    }
  }
  if (isView) return faults;
  const known = new Set(columns.map(({ name }) => name));
  for (const [name, { nullable, hasDefault }] of found)
    if (!known.has(name) && !nullable && !hasDefault)
      faults.push({ fault: `${table}.${name}: expected no column that files cannot fill and that may not be empty` });
  const [primary = []] = foundIndexes;
  if ([...primary].toSorted().join() !== [...key].toSorted().join()) {
    const statement = `alter table ${table} add primary key (${key.join(', ')})`;
    const got = primary.length === 0 ? 'none' : primary.join(', ');
    faults.push({
      fault: `${table}: expected the primary key ${key.join(', ')}, got ${got}`,
      ...(primary.length === 0 && { statement }),
    });
  }
  for (const [column, { table: to, key: of }] of references)
    if (!foundReferences.has(`${column} ${to}(${of})`))
      faults.push({
        fault: `${table}.${column}: expected a reference to ${to} (${of}), got none`,
        statement: `alter table ${table} add foreign key (${column}) references ${to} (${of})`,
      });
  for (const [name, listed] of indexes)
    if (!foundIndexes.some((index) => startsWith(index, listed))) faults.push(missingIndex(table, name, listed));
  return faults;
}
