import type { GraphQLResponse } from '../../graphql/graphql-response.js';
import { type Cell, CellReader } from './cell.js';
import type { Absence, Bilingual, CellFormat, Column } from '../table/mapping.js';
import { ErrorPlaces, Path, type Row, rootRow } from '../table/path.js';
import type { PageTurns } from './page-turns.js';
import type { FileRequest } from './read-address.js';

/** Rows of one answer. */
export interface Page {
  readonly rows: readonly Row[];
  readonly errors: ErrorPlaces;
}

/** A value with its name. */
export interface Fact {
  readonly title: Bilingual;
  readonly format: CellFormat;
  readonly cell: Cell;
}

/** The metadata of a file. */
export interface About {
  /** Whether any of the data is invented; undefined if the table does not say. */
  readonly demonstration: boolean | undefined;
  readonly facts: readonly Fact[];
  readonly lists: readonly { readonly title: Bilingual; readonly rows: readonly (readonly Fact[])[] }[];
}

/** A row of a file. */
export interface FileRow {
  readonly cells: readonly Cell[];
  /** For a place: its code and its boundary. */
  readonly place: { readonly id: string; readonly geometry: unknown } | undefined;
}

/** The content of a file, for all formats. */
export interface FileContent {
  readonly request: FileRequest;
  readonly about: About;
  /** The rows, page by page; fails if they break off. */
  readonly pages: AsyncIterable<readonly FileRow[]>;
  /** How many cells have no value so far, by column and reason, and how many rows there are. */
  readonly tally: Tally;
  /** The address of this file. */
  readonly address: string;
  readonly madeAt: Date;
  /** Writes a page, and charges its caller for it. */
  readonly write: PageTurns['write'];
}

/** Counts rows, and cells without a value. */
export class Tally {
  rows = 0;
  readonly #absent = new Map<Column, Map<Absence, number>>();

  add(column: Column, absence: Absence): void {
    const known = this.#absent.get(column) ?? new Map<Absence, number>();
    known.set(absence, (known.get(absence) ?? 0) + 1);
    this.#absent.set(column, known);
  }

  /** The columns with cells whose absence has a reason. */
  get absent(): { column: Column; state: Exclude<Absence, 'none'>; cells: number }[] {
    return [...this.#absent].flatMap(([column, states]) =>
      [...states].flatMap(([state, cells]) => (state === 'none' ? [] : [{ column, state, cells }])),
    );
  }
}

/**
 * Reads pages as rows of a file, and counts them.
 * @param inTurn reads a page in its caller's turn.
 */
export async function* fileRows(
  pages: AsyncIterable<Page>,
  { table, columns, format }: FileRequest,
  tally: Tally,
  inTurn: PageTurns['read'],
): AsyncGenerator<readonly FileRow[], undefined, undefined> {
  const readers = columns.map((column) => ({ column, reader: new CellReader(column) }));
  const { place } = table.mapping;
  const placed = format === 'geojson' && place && { id: new Path(place.id), geometry: new Path(place.geometry) };
  for await (const { rows, errors } of pages) {
    tally.rows += rows.length;
    const read = (row: Row): FileRow => ({
      cells: readers.map(({ column, reader }) => {
        const cell = reader.read(row, errors);
        if ('absent' in cell) tally.add(column, cell.absent);
        return cell;
      }),
      place: placed
        ? { id: String(placed.id.find(row, errors).value), geometry: placed.geometry.find(row, errors).value }
        : undefined,
    });
    yield await inTurn(rows.length * readers.length, () => rows.map(read));
  }
}

/** Reads a file's metadata from the answer to the table's `About` operation; undefined if the table has none. */
export function readAbout({ table }: FileRequest, response: GraphQLResponse | undefined): About {
  const { demonstration, facts, lists } = table.mapping.about;
  if (!response) return { demonstration: undefined, facts: [], lists: [] };
  const errors = new ErrorPlaces(response.errors ?? []);
  const root = rootRow(response.data ?? null);
  const factReader = (mapping: (typeof facts)[number]) => {
    const { title, format } = mapping;
    const reader = new CellReader(mapping);
    return (row: Row): Fact => ({ title, format, cell: reader.read(row, errors) });
  };
  const flag = demonstration === undefined ? null : new Path(demonstration).find(root, errors).value;
  const flags: unknown[] = [flag].flat().filter((one) => one !== null);
  return {
    demonstration: flags.length === 0 ? undefined : flags.some((one) => one === true || one === 'DEMONSTRATION'),
    facts: facts.map((one) => factReader(one)(root)),
    lists: lists.map(({ title, rows, columns }) => {
      const readers = columns.map(factReader);
      return { title, rows: (new Path(rows).rows(root) ?? []).map((row) => readers.map((read) => read(row))) };
    }),
  };
}
