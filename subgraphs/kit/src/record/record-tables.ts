import { storedName, type TableColumn, tableColumns } from './columns.js';
import type { RecordDeclaration } from './declaration.js';
import type { ListDeclaration } from './list-declaration.js';
import { castOf, checkText, narrowerCheck } from './allowed-values.js';
import type { FoundColumn, FoundTable } from './found-tables.js';
import type { DefinedRecord } from './record.js';
import { keyOf, tableOf } from './record-entity.js';
import { orderOf } from './record-lists.js';
import { referenceTo, referringColumn } from './references.js';

/** The requirements of a record on its table: the columns, and more. */
interface WantedTable {
  readonly table: string;
  readonly isView: boolean;
  readonly columns: readonly TableColumn[];
  readonly key: readonly string[];
  /** By the referring column: the table and the column that it refers to. */
  readonly references: ReadonlyMap<string, { readonly table: string; readonly key: string }>;
  /** The indexes for its lists, without the index of the key, by their names in a draft. */
  readonly indexes: ReadonlyMap<string, readonly string[]>;
}

/** A difference between a declaration and a database, and the statements that repair it, if any do. */
export interface TableFault {
  /** Begins with the table, or with the table and the column. */
  readonly fault: string;
  /** They run on tables with rows too. */
  readonly statements?: readonly string[];
  /** Where existing rows need a value: the column, as `table.column`, and the statements with it. */
  readonly unfilled?: { readonly at: string; readonly statements: readonly string[] };
}

/** The placeholder for the existing rows' value in the statements of `unfilled`. */
const valueMark = '$value';

/**
 * Compares the tables of records with the tables of a database.
 * @returns the differences; none where every record finds its table as declared. Further columns are no fault, unless
 * they prevent writing a row.
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

/** The columns that a list's view lacks: one of the table's, or the one that refers to the parent. */
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

/**
 * The statements of a migration that brings a database in line with the declarations of records. They run on tables
 * with rows too; a change that needs a decision is a comment.
 * @param values by `table.column`: the value of existing rows in a new column that may not be empty.
 */
export function draftOf(
  faults: readonly TableFault[],
  values: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  return faults.flatMap(({ fault, statements, unfilled }) => {
    const value = unfilled && values.get(unfilled.at);
    if (value === undefined) return statements ?? [`-- ${fault}${unfilled ? `; ${howToFill(unfilled.at)}` : ''}`];
    const literal = `'${value.replaceAll("'", "''")}'`;
    return unfilled?.statements.map((one) => one.replace(valueMark, () => literal)) ?? [];
  });
}

/** The hint for giving the existing rows a value. */
export function howToFill(at: string): string {
  return `say which value the rows have that are there: --fill ${at}=VALUE`;
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
  /**
   * Two lists under one parent may need an index each: the last has the plain name, which existing databases have, and
   * the others add their order.
   */
  const index = (name: string, listed: readonly string[]) => {
    const known = indexes.get(name);
    if (known && startsWith(known, listed)) return;
    if (!known || startsWith(listed, known)) indexes.set(name, listed);
    else indexes.set(`${name}_${listed.slice(1).join('_')}`, listed);
  };
  for (const list of lists.toReversed()) {
    if (list.through !== undefined || list.view !== undefined) continue;
    const parent = parentColumn(list, declaration);
    const wanted = [...new Set([...(parent === undefined ? [] : [parent]), ...orderOf(list, declaration)])];
    index(`${table}_${wanted[0]?.replace(/_code$/, '') ?? ''}${parent === undefined ? '_order' : ''}`, wanted);
  }
  // Erasure finds a person's rows by this index.
  if (Object.values(columns).some(({ kind }) => kind === 'person')) indexes.set(`${table}_person`, ['pseudonym']);
  const isView = declaration.view ?? false;
  for (const { declaration: listed } of records)
    for (const { on, by, through } of listed.lists ?? []) {
      const parent = through === name ? parentColumn({ on, by }, declaration) : undefined;
      if (parent !== undefined)
        index(`${table}_${parent.replace(/_code$/, '')}`, [parent, referenceTo(listed.name, declaration)]);
    }
  return { table, isView, columns: tableColumns(declaration), key, references, indexes };
}

/** The column by which a list under a parent finds its rows; undefined of a list at the root. */
function parentColumn(list: Pick<ListDeclaration, 'on' | 'by'>, declaration: RecordDeclaration): string | undefined {
  return list.on === 'Query' ? undefined : storedName(...referringColumn(declaration, list));
}

const columnText = ({ name, type, nullable, check }: TableColumn) =>
  `${name} ${type}${nullable ? '' : ' not null'}${checked(check)}`;

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
  yield { fault: `${table}: expected this table, got none`, statements: [statement] };
  for (const [name, listed] of indexes) if (!startsWith(key, listed)) yield missingIndex(table, name, listed);
}

const startsWith = (index: readonly string[], wanted: readonly string[]) =>
  wanted.every((column, position) => index[position] === column);

const missingIndex = (table: string, name: string, columns: readonly string[]): TableFault => ({
  fault: `${table}: expected an index that begins with ${columns.join(', ')}, for ${columns[0] === 'pseudonym' ? 'a person is found by it' : 'a list is in this order'}`,
  statements: [`create index ${name} on ${table} (${columns.join(', ')})`],
});

function faultsOfColumn(
  { table, isView, checks }: Pick<FoundTable, 'isView' | 'checks'> & { readonly table: string },
  column: TableColumn,
  is: FoundColumn | undefined,
): TableFault[] {
  const { name, type, nullable, check, allowed } = column;
  const at = `${table}.${name}`;
  if (!is) {
    const fault = `${at}: expected this column (${type}), got none`;
    if (isView) return [{ fault }];
    if (nullable) return [{ fault, statements: [`alter table ${table} add column ${columnText(column)}`] }];
    const statements = [
      `alter table ${table} add column ${name} ${type} not null default ${valueOf(type)}${checked(check)}`,
      `alter table ${table} alter column ${name} drop default`,
    ];
    return [{ fault, unfilled: { at, statements } }];
  }
  if (is.type !== type) {
    const fault = `${at}: expected ${type}, got ${is.type}`;
    const cast = castOf(name, is.type, type);
    if (isView || cast === undefined) return [{ fault }];
    // A check for the former type does not fit the new one. The new check does not test existing rows.
    const former = checks.filter(({ columns }) => columns.includes(name)).map((one) => `drop constraint ${one.name}`);
    const added = check === undefined ? [] : [`add check (${check}) not valid`];
    return [
      {
        fault,
        statements: [
          ...former.map((drop) => `alter table ${table} ${drop}`),
          `alter table ${table} alter column ${name} type ${type} using ${cast}`,
          ...added.map((add) => `alter table ${table} ${add}`),
        ],
      },
    ];
  }
  if (isView) return [];
  const faults: TableFault[] = [];
  if (is.nullable !== nullable) {
    const change = `alter table ${table} alter column ${name}`;
    const fault = `${at}: expected ${nullable ? 'a column that may be empty' : 'not null'}, got the other`;
    const fill = `update ${table} set ${name} = ${valueOf(type)} where ${name} is null`;
    if (nullable) faults.push({ fault, statements: [`${change} drop not null`] });
    else faults.push({ fault, unfilled: { at, statements: [fill, `${change} set not null`] } });
  }
  const narrower = allowed && narrowerCheck(name, allowed, checks);
  if (narrower) {
    const { name: constraint, refuses, both } = narrower;
    faults.push({
      fault: `${at}: expected ${refuses} to be allowed, but ${constraint} refuses it`,
      statements: [
        `alter table ${table} drop constraint ${constraint}, add constraint ${constraint} check (${checkText(name, both)})`,
      ],
    });
  }
  return faults;
}

const checked = (check: string | undefined) => (check === undefined ? '' : ` check (${check})`);

const valueOf = (type: string) => (type === 'text[]' ? `string_to_array(${valueMark}, ';')` : `${valueMark}::${type}`);

function faultsOfTable(
  { table, isView: isRead, columns, key, references, indexes }: WantedTable,
  { isView: isFoundView, columns: found, indexes: foundIndexes, references: foundReferences, checks }: FoundTable,
): TableFault[] {
  if (isFoundView && !isRead) return [{ fault: `${table}: expected a table, got a view: say view: true` }];
  // A record that is only read may also use a table that another program owns.
  const isView = isRead || isFoundView;
  const faults = columns.flatMap((column) => faultsOfColumn({ table, isView, checks }, column, found.get(column.name)));
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
      ...(primary.length === 0 && { statements: [statement] }),
    });
  }
  for (const [column, { table: to, key: of }] of references)
    if (!foundReferences.has(`${column} ${to}(${of})`))
      faults.push({
        fault: `${table}.${column}: expected a reference to ${to} (${of}), got none`,
        statements: [`alter table ${table} add foreign key (${column}) references ${to} (${of})`],
      });
  for (const [name, listed] of indexes)
    if (!foundIndexes.some((index) => startsWith(index, listed))) faults.push(missingIndex(table, name, listed));
  return faults;
}
