import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, stat, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedKey } from '@hub/protocol';
import type { FastifyBaseLogger } from 'fastify';
import { KeptFile, sizeOf } from './kept-file.js';
import { lineOf, type PlacedRecord } from './own-stream.js';

export interface KeptRecordsOptions {
  /** The folder of the files. */
  readonly folder: string;
  /** The most bytes there; for records that must be kept, twice as many. */
  readonly maxBytes: number;
  /** The gateway's key, which signs records; undefined if the gateway does not sign. */
  readonly signingKey: () => NamedKey | undefined;
  readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>;
}

const extension = '.jsonl';

/** A file that is being written. */
interface OwnFile {
  readonly file: KeptFile;
  readonly handle: FileHandle;
  readonly inode: number;
}

/**
 * Records of the audit log on this machine's disk, in order, until the log takes them. A record counts as kept once it
 * is on disk (fdatasync); records of one moment share one sync. Gateways may share a folder: each writes its own files,
 * and at its start delivers files that stopped gateways left.
 */
export class KeptRecords {
  /** The oldest first. */
  #files: KeptFile[] = [];
  /** The file that is being written. */
  #own: OwnFile | undefined;
  #begun = 0;
  /** Writing and removing take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly options: KeptRecordsOptions) {}

  /**
   * Opens a folder, and takes over the files that another process left there.
   * @throws Error if the folder cannot be made, read or written.
   */
  static async open(options: KeptRecordsOptions): Promise<KeptRecords> {
    const kept = new KeptRecords(options);
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    await kept.#takeOthers();
    return kept;
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  /** How many bytes wait for the log. */
  get bytes(): number {
    return this.#files.reduce((sum, { size, taken }) => sum + size - taken, 0);
  }

  /** Whether only records that must be kept are still accepted. */
  get isFull(): boolean {
    return this.bytes >= this.options.maxBytes;
  }

  /**
   * Keeps records: they are on disk when it settles.
   * @throws Error if the disk refuses them; then none is kept.
   */
  keep(stream: string, records: readonly PlacedRecord[]): Promise<void> {
    return this.#inTurn(async () => {
      const key = this.options.signingKey();
      const lines = Buffer.from(records.map((record) => lineOf(stream, record, key)).join(''));
      if (this.bytes + lines.length > 2 * this.options.maxBytes) throw new Error('Too many records wait on disk.');
      await this.#write(stream, lines);
      // Another gateway that took the file over may have read it before: the log takes each record once.
      if (!(await this.#isStillOwn())) {
        await this.#leaveOwn();
        await this.#write(stream, lines);
      }
    });
  }

  /** The oldest file; undefined if none waits. */
  get first(): KeptFile | undefined {
    return this.#files[0];
  }

  /** Notes that the log has taken a file's records up to some byte, or that the file ends there. */
  taken(file: KeptFile, end: number): Promise<void> {
    return this.#inTurn(async () => {
      file.taken = end;
      if (file !== this.#own?.file) file.size = (await sizeOf(file.path)) ?? 0;
      if (file.taken < file.size) return;
      if (file === this.#own?.file) await this.#leaveOwn();
      this.#files = this.#files.filter((one) => one !== file);
      await file.remove();
    });
  }

  /** Notes that a file is shorter than expected: it was cut off, or another gateway took it over. */
  async ended(file: KeptFile): Promise<void> {
    const isThere = (await sizeOf(file.path)) !== undefined;
    const missing = file.size - file.taken;
    if (isThere && missing > 0)
      this.options.log.error({ file: file.path, missing }, 'a file of records that wait for the audit log was cut off');
    await this.taken(file, file.size);
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#leaveOwn());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #write(stream: string, lines: Buffer): Promise<void> {
    if (this.#own?.file.stream !== stream) await this.#leaveOwn();
    this.#own ??= await this.#begin(stream);
    const { file, handle } = this.#own;
    try {
      await handle.appendFile(lines);
      await handle.datasync();
      file.size += lines.length;
    } catch (error) {
      // Half a line is no record.
      await truncate(file.path, file.size).catch(() => undefined);
      throw error;
    }
  }

  async #begin(stream: string): Promise<OwnFile> {
    this.#begun += 1;
    const { folder } = this.options;
    const name = `${String(Date.now()).padStart(15, '0')}-${stream}-${this.#begun}${extension}`;
    const file = new KeptFile(join(folder, name));
    const handle = await open(file.path, 'ax', 0o600);
    await synced(folder);
    this.#files.push(file);
    return { file, handle, inode: (await handle.stat()).ino };
  }

  async #isStillOwn(): Promise<boolean> {
    if (!this.#own) return false;
    const { file, inode } = this.#own;
    try {
      return (await stat(file.path)).ino === inode;
    } catch {
      return false;
    }
  }

  async #leaveOwn(): Promise<void> {
    const own = this.#own;
    this.#own = undefined;
    await own?.handle.close();
  }

  async #takeOthers(): Promise<void> {
    const { folder, log } = this.options;
    const names = (await readdir(folder)).filter((name) => name.endsWith(extension)).sort();
    for (const name of names) {
      // Its writer, if it still runs, sees by the new name that the file is taken.
      const taken = `${name.slice(0, -extension.length).replace(/-of-.*$/, '')}-of-${randomUUID()}${extension}`;
      const file = new KeptFile(join(folder, taken));
      await rename(join(folder, name), file.path);
      file.size = (await sizeOf(file.path)) ?? 0;
      this.#files.push(file);
    }
    await synced(folder);
    if (names.length > 0) log.info({ files: names.length }, 'records that wait for the audit log were left on disk');
  }
}

/** Syncs the names in a folder to disk. */
async function synced(folder: string): Promise<void> {
  const opened = await open(folder);
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
