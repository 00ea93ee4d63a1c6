import type { SqlEntityManager } from '@mikro-orm/sql';
import { columnsOfTable, quoted, type TableColumn } from '../database/table-columns.js';
import type { ImportKind } from '../file/import-kind.js';
import { digestOfRow, type ImagedTable } from '../ledger/images.js';
import type { RestingOn } from './receipt.js';
import { referringRows } from './referring-rows.js';

/**
 * A table whose rows an import changed, while the import is undone. Its images `i` have one entry for each row: its
 * first value before the import and its last value after it.
 */
export class UndoneTable {
  private constructor(
    private readonly em: SqlEntityManager,
    private readonly table: ImagedTable,
    private readonly columns: ReadonlyMap<string, TableColumn>,
    private readonly images: string,
  ) {}

  /** Reads the kept images of an import's rows of a table. */
  static async open(em: SqlEntityManager, run: number, table: ImagedTable): Promise<UndoneTable> {
    const images = quoted(`undone_${table.relation}`);
    await em.execute(
      `create temporary table ${images} on commit drop as
       select key, (array_agg(before order by position))[1] as before, (array_agg(after order by position desc))[1] as after
       from import_image where run = ? and relation = ? group by key`,
      [run, table.relation],
    );
    await em.execute(`analyze ${images}`);
    return new UndoneTable(em, table, await columnsOfTable(em, table.relation), images);
  }

  /** What depends on the import in this table: rows that changed since, and rows that refer to the added rows. */
  async restingOn(kinds: readonly ImportKind[]): Promise<readonly RestingOn[]> {
    const { em, table, images } = this;
    const { relation } = table;
    const first = quoted(table.key[0] ?? '');
    const digest = table.columns.length > 0 ? digestOfRow('t', table.columns) : 'null::uuid';
    const [later] = await em.execute<[{ rows: number }]>(
      `select count(*)::int as rows from ${images} i left join ${this.#name} t on ${this.#isSame}
       where case when i.after is null then t.${first} is not null
         else t.${first} is null or ${digest} is distinct from i.after end`,
    );
    if (later.rows > 0) return [{ reason: 'CHANGED_LATER', table: relation, rows: later.rows }];
    const referring = await referringRows(
      em,
      relation,
      `${this.#name} t where exists (select from ${images} i where ${this.#isSame} and ${added})`,
      kinds,
    );
    return referring.map(({ table: from, rows }) => ({ reason: 'REFERRED_TO', table: from, rows }));
  }

  /** Removes the rows that the import added, and restores the rows that it changed. */
  async takeBack(): Promise<{ readonly removed: number; readonly restored: number }> {
    const { images } = this;
    const removed = await this.#count(
      `delete from ${this.#name} t using ${images} i where ${this.#isSame} and ${added} returning 1`,
    );
    const { key } = this.table;
    const values = this.#written.filter((name) => !key.includes(name));
    const set = values.map((name) => `${quoted(name)} = b.${quoted(name)}`).join(', ');
    const restored =
      values.length === 0
        ? 0
        : await this.#count(
            `update ${this.#name} t set ${set} from ${images} i, ${this.#former}
             where ${this.#isSame} and i.before is not null and i.after is not null returning 1`,
          );
    return { removed, restored };
  }

  /** Inserts the rows again that the import removed. */
  putBack(): Promise<number> {
    const columns = this.#written.map(quoted);
    return this.#count(
      `insert into ${this.#name} (${columns.join(', ')}) overriding system value
       select ${columns.map((name) => `b.${name}`).join(', ')} from ${this.images} i, ${this.#former}
       where i.before is not null and i.after is null returning 1`,
    );
  }

  get #name(): string {
    return `public.${quoted(this.table.relation)}`;
  }

  /** A row's former values, `b`. */
  get #former(): string {
    return `jsonb_populate_record(null::${this.#name}, i.before) b`;
  }

  get #isSame(): string {
    return this.table.key
      .map((name, index) => `t.${quoted(name)} = i.key[${index + 1}]::${this.columns.get(name)?.type ?? 'text'}`)
      .join(' and ');
  }

  /** The columns that can be written. */
  get #written(): readonly string[] {
    return [...this.columns.values()].filter(({ isMade }) => !isMade).map(({ name }) => name);
  }

  async #count(statement: string): Promise<number> {
    const [row] = await this.em.execute<[{ count: number }]>(
      `with done as (${statement}) select count(*)::int as count from done`,
    );
    return row.count;
  }
}

/** Whether the import added a row. */
const added = 'i.before is null and i.after is not null';
