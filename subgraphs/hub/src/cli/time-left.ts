/** Stage of an import: rows are read and checked, then written. The release after an import is not part of it. */
export type ImportStage = 'reading' | 'writing';

/** `all` counts the rows of several files, each of which is read and then written. */
type Counted = ImportStage | 'all';

/**
 * Seconds of writing for each second of reading, assumed until the first row is written. Derived from the processor
 * time of the database and the server for 200,000 new rows (docs/measurements/import.md). After the first row, the
 * measured rate counts.
 */
const usualWriting = 3;

/** The share of the writing that follows the last row: constraints, roll-ups and the commit. */
const afterRows = 0.05;

/** Estimates the remaining time and the completed share of an import. */
export class TimeLeft {
  readonly #rows: number;
  readonly #began: number;
  #read = 0;
  #readingMs = 0;
  #leftMs: number | undefined;
  #now: number;

  /** @param rows approximate number of rows. @param began start time in milliseconds. */
  constructor(rows: number, began: number) {
    this.#rows = rows;
    this.#began = this.#now = began;
  }

  /** Updates the progress of a stage. @param now time in milliseconds. */
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
    // Refused rows are read, but not written.
    const all = Math.max(this.#read, rows);
    const writing = now - this.#began - this.#readingMs;
    this.#leftMs = rows === 0 ? undefined : (writing / rows) * (all * (1 + afterRows) - rows);
  }

  /** Remaining milliseconds; undefined before the first rows. */
  get milliseconds(): number | undefined {
    return this.#leftMs;
  }

  /** Completed share of the time, from 0 to 1. */
  get share(): number {
    const elapsed = this.#now - this.#began;
    return this.#leftMs === undefined || elapsed === 0 ? 0 : elapsed / (elapsed + this.#leftMs);
  }

  /** Remaining time in words: `some 3 min left`; empty before the first rows. */
  get words(): string {
    if (this.#leftMs === undefined) return '';
    const seconds = Math.ceil(this.#leftMs / 1000);
    return seconds < 100 ? `some ${seconds} s left` : `some ${Math.round(seconds / 60)} min left`;
  }
}
