/** Where an import is: its rows are read and checked, and then written; the release after it is not waited for. */
export type ImportStage = 'reading' | 'writing';

/** `all` where only the rows of several files are counted, each of which is read and written in turn. */
type Counted = ImportStage | 'all';

/**
 * Seconds of writing for each second of reading, assumed until the first row is written. Derived from the processor
 * time of the database and the server for 200,000 new rows (docs/measurements/import.md). After the first row, the
 * measured rate counts.
 */
const usualWriting = 3;

/** The share of the writing that follows the last row: constraints, roll-ups and the commit. */
const afterRows = 0.05;

/** Tells how long an import still takes as a whole, and how far it is. */
export class TimeLeft {
  readonly #rows: number;
  readonly #began: number;
  #read = 0;
  #readingMs = 0;
  #leftMs: number | undefined;
  #now: number;

  /** @param rows about how many there are. @param began milliseconds. */
  constructor(rows: number, began: number) {
    this.#rows = rows;
    this.#began = this.#now = began;
  }

  /** Notes how far a stage is. @param now milliseconds. */
  advance(stage: Counted, rows: number, now: number): void {
    this.#now = now;
    if (stage === 'all') {
      this.#leftMs = rows === 0 || rows >= this.#rows ? undefined : ((now - this.#began) / rows) * (this.#rows - rows);
      return;
    }
    if (stage === 'reading') {
      this.#read = rows;
      this.#readingMs = now - this.#began;
      const reading = rows === 0 ? undefined : (this.#readingMs / rows) * this.#rows;
      this.#leftMs = reading && Math.max(0, reading - this.#readingMs) + reading * usualWriting;
      return;
    }
    // Rows that are refused are read, and not written.
    const all = Math.max(this.#read, rows);
    const writing = now - this.#began - this.#readingMs;
    this.#leftMs = rows === 0 ? undefined : (writing / rows) * (all * (1 + afterRows) - rows);
  }

  /** Milliseconds; undefined while there is no pace. */
  get milliseconds(): number | undefined {
    return this.#leftMs;
  }

  /** The share that is done, from 0 to 1. */
  get share(): number {
    const elapsed = this.#now - this.#began;
    return this.#leftMs === undefined || elapsed === 0 ? 0 : elapsed / (elapsed + this.#leftMs);
  }

  /** In words: `3 min left`; empty while there is no pace. */
  get words(): string {
    if (this.#leftMs === undefined) return '';
    const seconds = Math.ceil(this.#leftMs / 1000);
    return seconds < 100 ? `some ${seconds} s left` : `some ${Math.round(seconds / 60)} min left`;
  }
}
