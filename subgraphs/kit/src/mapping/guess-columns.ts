import type { Columns } from '../file/import-kind.js';
import { headerKey } from './folded.js';

/** How well a header matches a column: it is the column's name, one of its names, or contains one. */
const scores = { name: 4, names: 3, within: 1 } as const;

/** Headers of columns that many records have, for records that declare none. */
const usual: Readonly<Record<string, readonly string[]>> = {
  completed_on: ['ngày hoàn thành', 'hoàn thành ngày', 'ngày đạt', 'ngày cấp chứng nhận', 'completion date'],
  passed_on: ['ngày đạt', 'ngày hoàn thành', 'ngày đạt chuẩn'],
  reached_on: ['ngày đạt', 'ngày hoàn thành'],
  achieved_on: ['ngày đạt', 'ngày hoàn thành'],
  joined_on: ['ngày vào', 'ngày tham gia', 'ngày gia nhập'],
  left_on: ['ngày ra', 'ngày rời', 'ngày thôi'],
  started_on: ['ngày bắt đầu', 'ngày vào học'],
  ended_on: ['ngày kết thúc'],
};

/** The names of a kind's columns in files, folded, by column. */
export class ColumnNames {
  readonly #names: ReadonlyMap<string, { readonly own: ReadonlySet<string>; readonly further: readonly string[] }>;

  constructor(columns: Columns) {
    this.#names = new Map(
      Object.entries(columns).map(([name, { names = [], description = '' }]) => {
        const [first = ''] = description.split(/[.:;(]/);
        const own = new Set([name, name.replaceAll('_', ' ')].map(headerKey));
        const further = [...names, ...(usual[name] ?? []), ...(first.length <= 40 ? [first] : [])]
          .map(headerKey)
          .filter((one) => one !== '');
        return [name, { own, further }];
      }),
    );
  }

  /**
   * How well a header matches a column; 0 where it does not.
   * @param key the header's `headerKey`.
   */
  score(column: string, key: string): number {
    const names = this.#names.get(column);
    if (!names || key === '') return 0;
    if (names.own.has(key)) return scores.name;
    if (names.further.includes(key)) return scores.names;
    const isWithin = names.further.some((one) => one.includes(' ') && ` ${key} `.includes(` ${one} `));
    return isWithin ? scores.within : 0;
  }
}

/** The column of each header, by name. */
export interface GuessedColumns {
  /** The position of a header, by the kind's column. */
  readonly places: ReadonlyMap<string, number>;
  /** Columns that two headers match equally well. */
  readonly twice: ReadonlyMap<string, readonly number[]>;
  /** The sum of all scores. */
  readonly score: number;
}

/** Guesses the kind's column for each header: the best matches first, each header once. */
export function guessColumns(
  headers: readonly string[],
  columns: readonly string[],
  names: ColumnNames,
): GuessedColumns {
  const keys = headers.map(headerKey);
  const all = columns
    .flatMap((column) => keys.map((key, place) => ({ column, place, score: names.score(column, key) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place);
  const places = new Map<string, number>();
  const twice = new Map<string, number[]>();
  const taken = new Map<number, string>();
  const scoreOf = new Map<string, number>();
  for (const { column, place, score } of all) {
    if (taken.has(place)) continue;
    const known = places.get(column);
    if (known === undefined) {
      places.set(column, place);
      taken.set(place, column);
      scoreOf.set(column, score);
    } else if (scoreOf.get(column) === score) twice.set(column, [...(twice.get(column) ?? [known]), place]);
  }
  return { places, twice, score: [...scoreOf.values()].reduce((sum, one) => sum + one, 0) };
}
