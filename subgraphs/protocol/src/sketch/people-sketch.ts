import { BitReader, BitWriter } from './bit-stream.js';
import { cellCountError, peopleOfCells, peoplePerCell, sharedCellError, type TwoSets } from './cell-count.js';
import { maxColumns, popCount, type SharedCells } from './cells.js';
import { readColumn, writeColumn } from './column-code.js';
import { type Estimate, estimatePeople } from './estimate.js';
import { SketchFault } from './sketch-fault.js';

// Where modules run in a separate context, as in tests, a global lookup takes longer than adding a person.
const { clz32 } = Math;

/** The first byte of a sketch: the version of the format. */
const version = 1;

/** A relative standard error of 1 %, in at most about 2.5 KB. */
export const defaultPrecision = 12;

/**
 * A mergeable sketch of a set of people, which gives their number without a list of them.
 *
 * A table of 2^precision rows and 32 columns of bits (probabilistic counting with stochastic averaging; Flajolet and
 * Martin 1985). A token sets one cell: its first bits name the row, and the leading zeros of its second half the
 * column. So equal sets have equal tables, in any order of adding people and merging sketches, and the table of a union
 * is the union of the tables. Written, it is compressed to its information: about 33 bytes for 20 people, 120 for 100,
 * 690 for 1,000, 2.5 KB for millions.
 *
 * Tokens must look random to others (a keyed hash): the sketch itself does not hash.
 */
export class PeopleSketch {
  /** How many words of 32 cells a column has. */
  readonly #words: number;
  /** Column by column; columns after the last one with a set cell may be missing. */
  #cells = new Uint32Array(0);

  /**
   * An empty sketch.
   * @param precision the binary logarithm of the number of rows, 8 to 16. The relative standard error is about
   * 0.65 / sqrt(2^precision).
   * @throws SketchFault `BAD_PRECISION`.
   */
  constructor(readonly precision: number = defaultPrecision) {
    if (!Number.isInteger(precision) || precision < 8 || precision > 16) {
      throw new SketchFault('BAD_PRECISION', `Expected a precision from 8 to 16, but got ${precision}.`);
    }
    this.#words = 2 ** (precision - 5);
  }

  /**
   * Adds a person; a repeated person changes no cell.
   * @param token 8 bytes.
   * @throws SketchFault `BAD_TOKEN` where it has another length.
   */
  add(token: Uint8Array): void {
    if (token.length !== 8) {
      throw new SketchFault('BAD_TOKEN', `Expected a token of 8 bytes, but got ${token.length}.`);
    }
    this.addWords(
      (token[0]! << 24) | (token[1]! << 16) | (token[2]! << 8) | token[3]!,
      (token[4]! << 24) | (token[5]! << 16) | (token[6]! << 8) | token[7]!,
    );
  }

  /** Adds a person by the token's first and last four bytes as numbers, the most significant byte first. */
  addWords(first: number, last: number): void {
    const row = first >>> (32 - this.precision);
    // 31 zeros or more are the last column.
    const column = clz32(last | 1);
    const word = column * this.#words + (row >>> 5);
    if (word >= this.#cells.length) this.#grow(column + 1);
    this.#cells[word]! |= 0x80000000 >>> (row & 31);
  }

  /**
   * Adds all people of another sketch.
   * @returns this sketch.
   * @throws SketchFault `OTHER_PRECISION`.
   */
  merge(other: PeopleSketch): this {
    this.#expectSamePrecision(other);
    const [from, into] = [other.#cells, this.#grow(other.#columns)];
    for (let word = 0; word < from.length; word++) into[word]! |= from[word]!;
    return this;
  }

  /** How many people were added, each counted once; the cost is some 5,000 exponentials. */
  estimate(): Estimate {
    const set = Array.from({ length: this.#columns }, (_, column) =>
      this.#column(column).reduce((sum, word) => sum + popCount(word), 0),
    );
    return estimatePeople(set, this.#words * 32);
  }

  /** How many cells are set: see `peopleInCells`. */
  get cellsSet(): number {
    return this.#cells.reduce((sum, word) => sum + popCount(word), 0);
  }

  /**
   * For each column, how many cells this sketch and another one share: the input of `overlapOf`.
   * @throws SketchFault `OTHER_PRECISION`.
   */
  sharedCells(other: PeopleSketch): SharedCells[] {
    this.#expectSamePrecision(other);
    return Array.from({ length: Math.max(this.#columns, other.#columns) }, (_, column) => {
      const [first, second] = [this.#column(column), other.#column(column)];
      const shared = { both: 0, onlyFirst: 0, onlySecond: 0 };
      for (let word = 0; word < this.#words; word++) {
        const [one, another] = [first[word] ?? 0, second[word] ?? 0];
        shared.both += popCount(one & another);
        shared.onlyFirst += popCount(one & ~another);
        shared.onlySecond += popCount(another & ~one);
      }
      return shared;
    });
  }

  /**
   * The sketch as bytes, equal for equal people: version, precision, then as bits the number of columns up to the last
   * with a set cell (6), and those columns (see `writeColumn`).
   */
  toBytes(): Uint8Array {
    let columns = this.#columns;
    while (columns > 0 && this.#column(columns - 1).every((word) => word === 0)) columns--;
    const writer = new BitWriter();
    writer.bits(version, 8);
    writer.bits(this.precision, 8);
    writer.bits(columns, 6);
    for (let column = 0; column < columns; column++) writeColumn(writer, this.#column(column));
    return writer.toBytes();
  }

  /**
   * Reads a sketch.
   * @throws SketchFault `BAD_BYTES` where `toBytes` writes no such bytes, `BAD_PRECISION` where their precision is
   * invalid.
   */
  static fromBytes(bytes: Uint8Array): PeopleSketch {
    const reader = new BitReader(bytes);
    const found = reader.bits(8);
    if (found !== version) {
      throw new SketchFault('BAD_BYTES', `Expected a sketch of version ${version}, but got version ${found}.`);
    }
    const sketch = new PeopleSketch(reader.bits(8));
    const columns = reader.bits(6);
    if (columns > maxColumns) {
      throw new SketchFault('BAD_BYTES', `Expected at most ${maxColumns} columns, but got ${columns}.`);
    }
    sketch.#grow(columns);
    let last = -1;
    for (let column = 0; column < columns; column++) last = readColumn(reader, sketch.#column(column));
    if (last === 0) throw new SketchFault('BAD_BYTES', 'Expected the last column to have a cell that is set.');
    reader.end();
    return sketch;
  }

  get #columns(): number {
    return this.#cells.length / this.#words;
  }

  #column(column: number): Uint32Array {
    return this.#cells.subarray(column * this.#words, (column + 1) * this.#words);
  }

  /** Makes room for so many columns; returns all cells. */
  #grow(columns: number): Uint32Array {
    if (columns > this.#columns) {
      const cells = new Uint32Array(columns * this.#words);
      cells.set(this.#cells);
      this.#cells = cells;
    }
    return this.#cells;
  }

  #expectSamePrecision(other: PeopleSketch): void {
    if (other.precision === this.precision) return;
    throw new SketchFault(
      'OTHER_PRECISION',
      `Expected two sketches of the same precision, but got ${this.precision} and ${other.precision}.`,
    );
  }
}

/** The number of people for a number of set cells, in a sketch of the usual precision. */
export interface CellEstimate {
  readonly people: number;
  /** The standard error of the sketch alone, in people. */
  readonly standardError: number;
  /** How many people one cell represents. */
  readonly peoplePerCell: number;
}

/** Estimates the people behind so many set cells, in a sketch of the usual precision. The number may include noise. */
export function peopleInCells(cells: number): CellEstimate {
  const people = Math.round(peopleOfCells(cells, 2 ** defaultPrecision));
  return { people, ...cellErrorOf(people) };
}

/** The error of the estimate for so many people, in a sketch of the usual precision. */
export function cellErrorOf(people: number): Omit<CellEstimate, 'people'> {
  const rows = 2 ** defaultPrecision;
  return { standardError: cellCountError(people, rows), peoplePerCell: peoplePerCell(people, rows) };
}

/**
 * The standard error of the people in two sets, estimated from the cells of both and of their union, in sketches of the
 * usual precision.
 */
export function sharedErrorOf(sets: TwoSets): number {
  return sharedCellError(sets, 2 ** defaultPrecision);
}
