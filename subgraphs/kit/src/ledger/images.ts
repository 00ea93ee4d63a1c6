import type { SqlEntityManager } from '@mikro-orm/sql';
import { quoted } from '../database/table-columns.js';

/** The most changed rows with which an import can be undone; the former values of a larger import are not kept. */
export const mostImages = 1_000_000;

/** How many days the former values of an import's rows are kept. */
export const daysOfImages = 30;

/** A table that an import changed: the columns of its key, and the columns in the digest of the written values. */
export interface ImagedTable {
  readonly relation: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** The kept images of an import: the number of rows, and the tables in the order of undoing. */
export interface KeptImages {
  readonly rows: number;
  readonly tables: readonly ImagedTable[];
}

/** Whether a database has people, so that its images have pseudonyms. */
export async function keepsPeopleIn(em: SqlEntityManager): Promise<boolean> {
  const [row] = await em.execute<[{ keeps: boolean }]>(
    `select exists (select from information_schema.columns
       where table_schema = 'public' and table_name = 'import_image' and column_name = 'pseudonym') as keeps`,
  );
  return row.keeps;
}

/**
 * Keeps the former values of an import's rows, so that it can be undone: the former row, or null for an added one, and
 * a digest of the written row, or null for a removed one.
 */
export class Images {
  #count: number | undefined = 0;
  readonly #tables = new Map<string, ImagedTable>();

  /**
   * @param run the import's number.
   * @param ofPeople whether the organisation has people: others have no pseudonyms.
   */
  constructor(
    private readonly run: number,
    private readonly ofPeople: boolean,
    private readonly most = mostImages,
  ) {}

  /** How many images are kept; undefined where the import changes too many rows. */
  get count(): number | undefined {
    return this.#count;
  }

  /** The kept images; undefined where the import changes too many rows. */
  get kept(): KeptImages | undefined {
    return this.#count === undefined ? undefined : { rows: this.#count, tables: [...this.#tables.values()] };
  }

  /** Whether images are kept. */
  get areKept(): boolean {
    return this.#count !== undefined;
  }

  /**
   * The statement that keeps images of a table's rows, for the `with` of a larger one; it returns one row for each, and
   * the caller reports their number to `counted`.
   * @param rows the SQL after `from`: rows with `key` (an array of texts), `before`, `after` and `pseudonym`.
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

  /** Counts kept images; above the limit, all are dropped. */
  async counted(em: SqlEntityManager, rows: number): Promise<void> {
    if (this.#count === undefined) return;
    this.#count += rows;
    if (this.#count > this.most) await this.drop(em);
  }

  /** Keeps images of the rows that a statement selects; see `keeping`. */
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

  /** Returns to a former count, where later images were rolled back with their savepoint. */
  resume(count: number | undefined): void {
    this.#count = count;
  }

  /** Keeps no images: drops the kept ones, and ignores further ones. */
  async drop(em: SqlEntityManager): Promise<void> {
    this.#count = undefined;
    await em.execute(`delete from import_image where run = ?`, [this.run]);
  }
}

/** Deletes the expired images of imports. */
export async function dropOldImages(em: SqlEntityManager): Promise<void> {
  await em.execute(
    `delete from import_image where run in (
       select id from import_run where finished_at < now() - make_interval(days => ${daysOfImages}))`,
  );
}

/** The digest of some columns of a row, as SQL: it shows later whether a written row changed. */
export function digestOfRow(alias: string, columns: readonly string[]): string {
  return `md5(row(${columns.map((name) => `${alias}.${quoted(name)}`).join(', ')})::text)::uuid`;
}

/** The values of some columns of a row as an array of texts, as SQL. */
export function keyOfRow(alias: string, columns: readonly string[]): string {
  return `array[${columns.map((name) => `${alias}.${quoted(name)}::text`).join(', ')}]`;
}
