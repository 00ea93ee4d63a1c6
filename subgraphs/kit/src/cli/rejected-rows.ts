import { type FileHandle, open, rm } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { Rejection } from '../import/import-file.js';
import { Failure, systemReason } from './failure.js';

/** The file of an import's rejected rows: made for the first one; without any there is no file. */
export class RejectedRows {
  #file: FileHandle | undefined;

  constructor(readonly path: string) {}

  /** Removes what an earlier import left: it says nothing of this one. */
  async clear(): Promise<void> {
    await rm(this.path, { force: true });
  }

  async add({ row, column, reason }: Rejection): Promise<void> {
    this.#file ??= await this.#create();
    await this.#file.write(stringify([[row, column, reason]]));
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #create(): Promise<FileHandle> {
    try {
      const file = await open(this.path, 'w');
      await file.write('row,column,reason\n');
      return file;
    } catch (error) {
      throw new Failure(
        `Cannot write the rejected rows to ${this.path}: ${systemReason(error)}. Choose another place with --rejected FILE.`,
      );
    }
  }
}
