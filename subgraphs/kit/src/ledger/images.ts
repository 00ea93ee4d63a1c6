import type { SqlEntityManager } from '@mikro-orm/sql';
import { quoted } from '../database/table-columns.js';

/** How many rows an import may change so that it can be taken back; of a larger one nothing is kept. */
export const mostImages = 1_000_000;

/** How many days it is kept what rows were before an import. */
export const daysOfImages = 30;

/** A table that an import changed: by which columns its rows are known, and which are in the digest of what was written. */
export interface ImagedTable {
  readonly relation: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** What is kept of an import: how many rows, of which tables, in the order in which they are taken back. */
export interface KeptImages {
  readonly rows: number;
  readonly tables: readonly ImagedTable[];
}

/** Whether a database has people, whom its images name by pseudonym. */
export async function keepsPeopleIn(em: SqlEntityManager): Promise<boolean> {
  const [row] = await em.execute<[{ keeps: boolean }]>(
    `select exists (select from information_schema.columns
       where table_schema = 'public' and table_name = 'import_image' and column_name = 'pseudonym') as keeps`,
  );
  return row.keeps;
}

/**
 * Keeps of an import what the rows that it changes were before, so that it can be taken back: the former row, or nothing
 * where there was none, and a digest of what the import wrote, or nothing where it took the row out.
 */
export class Images {
  #count: number | undefined = 0;
  readonly #tables = new Map<string, ImagedTable>();

  /**
   * @param run the import's number.
   * @param ofPeople whether the organisation keeps people: others have no pseudonym.
   */
  constructor(
    private readonly run: number,
    private readonly ofPeople: boolean,
    private readonly most = mostImages,
  ) {}

  /** How many are kept; undefined where the import changes too many rows. */
  get count(): number | undefined {
    return this.#count;
  }

  /** What is kept; undefined where the import changes too many rows. */
  get kept(): KeptImages | undefined {
    return this.#count === undefined ? undefined : { rows: this.#count, tables: [...this.#tables.values()] };
  }

  /** Whether they are kept. */
  get areKept(): boolean {
    return this.#count !== undefined;
  }

  /**
   * The statement that keeps rows of a table, for the `with` of a larger one; it returns a row for each, to be told to
   * `kept` as their number.
   * @param rows what stands behind `from`: rows with `key` (an array of texts), `before`, `after` and `pseudonym`.
   */
  keeping(table: ImagedTable, rows: string): { readonly sql: string; readonly values: readonly unknown[] } {
    if (this.#count === undefined) return { sql: 'select where false', values: [] };
    const { relation } = table;
    if ((this.#tables.get(relation)?.columns.length ?? 0) === 0) this.#tables.set(relation, table);
    const person = this.ofPeople ? ', pseudonym' : '';
    return {
      sql: `insert into import_image (run, relation, key, before, after${person})
        select ?, ?, key, before, after${person} from ${rows} returning 1`,
      values: [this.run, relation],
    };
  }

  /** Counts rows that are kept; from the most on, none are. */
  async counted(em: SqlEntityManager, rows: number): Promise<void> {
    if (this.#count === undefined) return;
    this.#count += rows;
    if (this.#count > this.most) await this.drop(em);
  }

  /** Keeps the rows of a table that a statement selects; see `keeping`. */
  async keep(
    em: SqlEntityManager,
    table: ImagedTable,
    statement: string,
    values: readonly unknown[] = [],
  ): Promise<void> {
    const keeping = this.keeping(table, `(${statement}) i`);
    if (!this.areKept) return;
    const [{ count }] = await em.execute<[{ count: number }]>(
      `with kept as (${keeping.sql}) select count(*)::int as count from kept`,
      [...keeping.values, ...values],
    );
    await this.counted(em, count);
  }

  /** Goes on from a former count, where what was kept since was taken back with its savepoint. */
  resume(count: number | undefined): void {
    this.#count = count;
  }

  /** Keeps none: neither those that are kept already nor those that follow. */
  async drop(em: SqlEntityManager): Promise<void> {
    this.#count = undefined;
    await em.execute(`delete from import_image where run = ?`, [this.run]);
  }
}

/** Forgets what is kept of imports whose time is over. */
export async function dropOldImages(em: SqlEntityManager): Promise<void> {
  await em.execute(
    `delete from import_image where run in (
       select id from import_run where finished_at < now() - make_interval(days => ${daysOfImages}))`,
  );
}

/** The digest of some columns of a row, as SQL: what is written is known again by it. */
export function digestOfRow(alias: string, columns: readonly string[]): string {
  return `md5(row(${columns.map((name) => `${alias}.${quoted(name)}`).join(', ')})::text)::uuid`;
}

/** The values of some columns of a row as an array of texts, as SQL. */
export function keyOfRow(alias: string, columns: readonly string[]): string {
  return `array[${columns.map((name) => `${alias}.${quoted(name)}::text`).join(', ')}]`;
}
