import { finished } from 'node:stream/promises';
import copyStreams from 'pg-copy-streams';
import type { PgClient } from './bounded-pool.js';

/** How a column's values are written in the text form of `COPY`. */
export type CopyForm = 'plain' | 'array' | 'json';

/** The size of a chunk, in characters. */
const fullChunk = 1 << 16;

/**
 * Copies rows into a table of the transaction in chunks: while PostgreSQL reads one, the next is written. It holds at
 * most two chunks.
 */
export class RowCopy {
  readonly #statement: string;
  #lines: string[] = [];
  #length = 0;
  #copying: Promise<void> = Promise.resolve();

  /**
   * @param connection the transaction's connection; see `connectionOf`.
   * @param columns the names of the columns in SQL.
   * @param forms the form of each column.
   */
  constructor(
    private readonly connection: PgClient,
    table: string,
    columns: readonly string[],
    private readonly forms: readonly CopyForm[],
  ) {
    this.#statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  }

  /** Whether the added rows fill a chunk. */
  get isFull(): boolean {
    return this.#length >= fullChunk;
  }

  /** Adds a row; its values are in the order of the columns. */
  add(values: readonly unknown[]): void {
    let line = '';
    for (const [index, value] of values.entries()) {
      if (index > 0) line += '\t';
      line += copyText(value, this.forms[index] ?? 'plain');
    }
    line += '\n';
    this.#lines.push(line);
    this.#length += line.length;
  }

  /** Sends the added rows once PostgreSQL has read the chunk before. */
  async flush(): Promise<void> {
    await this.#copying;
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('');
    this.#lines = [];
    this.#length = 0;
    this.#copying = this.#copy(text);
    // `flush` or `end` awaits this promise and reports its failure.
    this.#copying.catch(() => undefined);
  }

  /** Waits until all rows are stored. */
  async end(): Promise<void> {
    await this.flush();
    await this.#copying;
  }

  async #copy(text: string): Promise<void> {
    const stream = this.connection.query(copyStreams.from(this.#statement));
    stream.end(text);
    await finished(stream);
  }
}

/** A value in the text form of `COPY`. */
export function copyText(value: unknown, form: CopyForm): string {
  if (value === null || value === undefined) return '\\N';
  return escaped(textOf(value, form));
}

function textOf(value: unknown, form: CopyForm): string {
  if (form === 'json') return JSON.stringify(value);
  if (Array.isArray(value) && form === 'array') return arrayText(value);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function arrayText(values: readonly unknown[]): string {
  const element = (value: unknown): string => {
    if (value === null || value === undefined) return 'NULL';
    if (Array.isArray(value)) return arrayText(value);
    return `"${textOf(value, 'plain').replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  };
  return `{${values.map(element).join(',')}}`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (letter) => escapes[letter] ?? letter) : text;
}
