import { createHash } from 'node:crypto';
import type { Cell } from '@hub/kit/service';
import { plainText } from '../database/cells.js';
import type { ForeignDatabase } from '../database/foreign-database.js';
import { ConnectorFault } from '../state/told.js';

/** The most rows whose keys are remembered, to identify refused rows. */
const rememberedKeys = 200_000;

/** The part of a view to read. */
export interface ReadView {
  readonly source: string;
  readonly view: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  readonly page: number;
  /** Whether the organisation's staff may see a row's key: it is no person's number. */
  readonly mayTellKeys: boolean;
}

/** The rows of a view, read in pages by key; they can be read repeatedly. */
export class ViewRows {
  #digest = '';
  #keys: string[] = [];
  #read = 0;

  constructor(
    private readonly database: ForeignDatabase,
    private readonly of: ReadView,
  ) {}

  /** The digest of all rows of the last reading. */
  get sha256(): string {
    return this.#digest;
  }

  /** How many rows the last reading has passed. */
  get read(): number {
    return this.#read;
  }

  /** The key of a row of the last reading, where the header is row 1; undefined where it must not be shown. */
  keyOf(row: number): string | undefined {
    const key = this.#keys[row - 2];
    return key !== undefined && !/\d{9}/.test(key) ? key : undefined;
  }

  /** Reads all rows again. @throws ConnectorFault */
  async *rows(): AsyncGenerator<readonly Cell[]> {
    const { source, view, columns, key, page, mayTellKeys } = this.of;
    if (await this.database.hasEmpty(view, key))
      throw notUnique(this.of, { vi: 'có dòng để trống cột khóa', en: 'a row has an empty one' });
    const digest = createHash('sha256').update(JSON.stringify([source, view, columns]));
    const places = key.map((name) => columns.indexOf(name));
    this.#keys = [];
    this.#read = 0;
    let after: readonly string[] | undefined;
    let former = '';
    for (let isMore = true; isMore;) {
      // One more row is read, which shows whether the next row has the same key as the last.
      const rows = await this.database.page({ view, columns, key, after, limit: page + 1 });
      isMore = rows.length > page;
      for (const [index, row] of rows.entries()) {
        const own = places.map((place) => plainText(row[place]));
        const text = JSON.stringify(own);
        if (text === former) throw notUnique(this.of, { vi: 'hai dòng có cùng khóa', en: 'two rows have the same' });
        former = index < page ? text : former;
        if (index === page) break;
        after = own;
        digest.update(JSON.stringify(row.map(plainText)));
        this.#read += 1;
        if (mayTellKeys && this.#keys.length < rememberedKeys) this.#keys.push(own.join('/'));
        yield row;
      }
    }
    this.#digest = digest.digest('hex');
  }
}

function notUnique(
  { source, view, key }: ReadView,
  what: { readonly vi: string; readonly en: string },
): ConnectorFault {
  return new ConnectorFault('KEY_NOT_UNIQUE', {
    vi: `Cần cột khóa (${key.join(', ')}) của ${view} trong ${source} khác nhau ở mọi dòng và không để trống, nhưng ${what.vi}.`,
    en: `Expected the key (${key.join(', ')}) of ${view} in ${source} to be another in each row, and never empty; ${what.en}.`,
  });
}
