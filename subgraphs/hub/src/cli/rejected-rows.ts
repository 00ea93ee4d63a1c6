import { type FileHandle, open, rm } from 'node:fs/promises';
import { notFormula } from '@hub/runtime';
import { stringify } from 'csv-stringify/sync';
import type { Rejection } from '@hub/kit/service';
import { Failure, systemReason } from './failure.js';

/** The file of an import's rejected rows; a spreadsheet reads no cell as a formula. Without rows, it is removed. */
export class RejectedRows {
  #rows = 0;

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /**
   * Makes the file before the import: without a place for rejected rows, there is no import.
   * @throws Failure if the file cannot be written there.
   */
  static async open(path: string): Promise<RejectedRows> {
    try {
      const file = await open(path, 'w');
      await file.write('row,column,reason\n');
      return new RejectedRows(path, file);
    } catch (error) {
      throw new Failure(
        `Cannot write the rejected rows to ${path}: ${systemReason(error)}. Choose another place with --rejected FILE.`,
      );
    }
  }

  async add({ row, column, reason }: Rejection): Promise<void> {
    this.#rows += 1;
    await this.file.write(stringify([[row, notFormula(column), notFormula(reason)]]));
  }

  /** Drops the rows, because the whole file was refused. */
  forget(): void {
    this.#rows = 0;
  }

  async close(): Promise<void> {
    await this.file.close();
    if (this.#rows === 0) await rm(this.path, { force: true });
  }
}
