import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PgClient } from '../database/bounded-pool.js';
import { RowCopy } from '../database/copy-rows.js';
import { connectionOf } from '../database/own-connection.js';
import { columnsOfTable, quoted, type TableColumn } from '../database/table-columns.js';
import type { CheckedRow } from '../file/check-row.js';
import type { LedgerFact } from '../file/facts.js';
import type { RowKind } from '../file/import-kind.js';
import { ledgerTables } from '../ledger/ledger-tables.js';

/** The staging table of a file's rows: the columns of the kind's own table, and the `meta` columns. */
export const staged = 'import_row';

/**
 * A row's line, its natural key, the identifier under which a person may have objected, and its values by the file's
 * columns.
 */
export const meta = { line: '"#line"', key: '"#key"', objection: '"#objection"', row: '"#row"' } as const;

/** The faults of a file's rows. */
export const faultsTable = 'import_fault';

/** The staging table of the rows' claims for a table of the ledger. */
export const stagedFacts = (table: string) => `import_${table}`;

/** The column with the value of a row's column that refers to another table. */
export const referenceColumn = (column: string) => quoted(`#to ${column}`);

/** The kind's table, as a file fills it. */
export interface StagedTable {
  readonly name: string;
  /** The columns that a file fills, and the key among them. */
  readonly columns: readonly TableColumn[];
  readonly key: readonly string[];
  /** The columns outside the key. */
  readonly values: readonly string[];
}

/**
 * A file's rows in temporary tables of the transaction, which no other connection sees and which are dropped with it.
 * They hold pseudonyms and no citizen's number.
 */
export class StagedFile {
  #rows: RowCopy | undefined;
  #table: StagedTable | undefined;
  #properties: readonly string[] = [];
  readonly #references: readonly string[];
  readonly #facts: ReadonlyMap<string, RowCopy>;

  private constructor(
    private readonly em: SqlEntityManager,
    private readonly connection: PgClient,
    private readonly kind: RowKind,
    hasFacts: boolean,
  ) {
    this.#references = Object.keys(kind.references ?? {});
    const ofLedger = hasFacts ? ledgerTables : [];
    this.#facts = new Map(
      ofLedger.map(({ name, kind: fact, columns }) => {
        const all = [meta.line, 'evidence', ...columns];
        return [
          fact,
          new RowCopy(
            connection,
            stagedFacts(name),
            all,
            all.map(() => 'plain' as const),
          ),
        ];
      }),
    );
  }

  /** Opens the tables of a file. @param hasFacts whether its rows make claims to the ledger. */
  static async open(em: SqlEntityManager, kind: RowKind, hasFacts: boolean): Promise<StagedFile> {
    if (hasFacts) {
      for (const { name, columns } of ledgerTables) {
        await em.execute(
          `create temporary table ${stagedFacts(name)} on commit drop as
           select 0 as ${meta.line}, evidence, ${columns.join(', ')} from ${name} with no data`,
        );
      }
    }
    return new StagedFile(em, await connectionOf(em), kind, hasFacts);
  }

  /** The table that receives the rows. */
  async table(): Promise<StagedTable> {
    this.#table ??= await this.#make(this.kind.entityKey);
    return this.#table;
  }

  /** Adds a row and its claims to the ledger. */
  async add(row: CheckedRow, entity: Readonly<Record<string, unknown>>, facts: readonly LedgerFact[]): Promise<void> {
    this.#table ??= await this.#make(Object.keys(entity));
    this.#rows?.add([
      ...[row.line, row.key, row.objection],
      ...(this.kind.together ? [row.row] : []),
      ...this.#references.map((column) => row.row[column]),
      ...this.#properties.map((name) => entity[name]),
    ]);
    const evidence = `${this.kind.kind}:${row.key}`;
    for (const fact of facts) {
      const properties = Object.values(ledgerTables.find(({ kind }) => kind === fact.kind)?.properties ?? {});
      const values = properties.map((name) => (fact as unknown as Record<string, unknown>)[name]);
      this.#facts.get(fact.kind)?.add([row.line, evidence, ...values]);
    }
    if (this.#rows?.isFull) await this.#flush();
  }

  /** Waits until all added rows are stored, and prepares the tables for reading. */
  async end(): Promise<void> {
    await this.table();
    for (const copy of [this.#rows, ...this.#facts.values()]) await copy?.end();
    await this.em.execute(`create index on ${staged} (${meta.line})`);
    await this.em.execute(`analyze ${staged} (${meta.line})`);
    for (const { name } of this.#facts.size > 0 ? ledgerTables : []) {
      await this.em.execute(`create index on ${stagedFacts(name)} (${meta.line})`);
      await this.em.execute(`analyze ${stagedFacts(name)} (${meta.line})`);
    }
  }

  async #flush(): Promise<void> {
    await this.#rows?.flush();
    for (const copy of this.#facts.values()) if (copy.isFull) await copy.flush();
  }

  async #make(properties: readonly string[]): Promise<StagedTable> {
    const { em, kind } = this;
    const { tableName, properties: known } = em.getMetadata(kind.entity);
    const found = await columnsOfTable(em, tableName);
    const nameOf = (property: string) => known[property]?.fieldNames[0] ?? property;
    const columns = properties.map((property) => {
      const column = found.get(nameOf(property));
      if (!column) throw new Error(`Expected ${tableName} to have the column ${nameOf(property)}.`);
      return column;
    });
    const key = kind.entityKey.map(nameOf);
    const beside = [
      ...[`0 as ${meta.line}`, `''::text as ${meta.key}`, `''::text as ${meta.objection}`],
      ...(kind.together ? [`null::jsonb as ${meta.row}`] : []),
      ...this.#references.map((column) => `''::text as ${referenceColumn(column)}`),
    ];
    await em.execute(
      `create temporary table ${staged} on commit drop as
       select ${[...beside, ...columns.map(({ name }) => quoted(name))].join(', ')} from public.${quoted(tableName)} with no data`,
    );
    const names = beside.map((one) => one.slice(one.indexOf(' as ') + 4));
    this.#rows = new RowCopy(
      this.connection,
      staged,
      [...names, ...columns.map(({ name }) => quoted(name))],
      [...names.map((name) => (name === meta.row ? 'json' : 'plain')), ...columns.map(({ form }) => form)],
    );
    this.#properties = properties;
    const values = columns.map(({ name }) => name).filter((name) => !key.includes(name));
    return { name: tableName, columns, key, values };
  }
}

/** Whether any row of the file has a fault. */
export async function hasFaults(em: SqlEntityManager): Promise<boolean> {
  const [row] = await em.execute<[{ found: boolean }]>(`select exists (select from ${faultsTable}) as found`);
  return row.found;
}

/** Makes the table of faults. */
export async function openFaults(em: SqlEntityManager): Promise<void> {
  await em.execute(
    `create temporary table ${faultsTable} (line integer, position integer, column_name text, reason text) on commit drop`,
  );
}

/** Adds rows to the table of faults. */
export function faultCopy(connection: PgClient): RowCopy {
  return new RowCopy(
    connection,
    faultsTable,
    ['line', 'position', 'column_name', 'reason'],
    ['plain', 'plain', 'plain', 'plain'],
  );
}
