import { createHash, type Hash, randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The size limit of a file, by its form, in bytes: a workbook is compressed, and its unpacked size is checked when it
 * is read.
 */
export const largestFile = { csv: 2 * 1024 ** 3, xlsx: 200 * 1024 ** 2 } as const;

/** How many files are kept at once, of one caller and of all. */
const most = { ofOne: 5, ofAll: 50 } as const;

/** How long a file without requests is kept. */
const keptMs = 60 * 60 * 1000;

/** How often expired files are removed. */
const sweepMs = 5 * 60 * 1000;

export interface SpoolOptions {
  /** The folder of the files; default: the machine's folder for temporary files. */
  readonly folder?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Called when a file is removed. */
  readonly onGone?: (id: string) => void;
}

/** Thrown for a file that is not kept, with a stable code and a message. */
export class NotKept extends Error {
  constructor(
    readonly code: 'FILE_TOO_LARGE' | 'TOO_MANY_FILES' | 'NO_SPACE' | 'OUT_OF_PLACE',
    message: string,
  ) {
    super(message);
  }
}

/** A file on this machine's disk, kept until it is imported. */
export interface SpooledFile {
  readonly id: string;
  /** The caller that it belongs to. */
  readonly owner: string;
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Of all its bytes, in hexadecimal digits. */
  readonly sha256: string;
  readonly form: keyof typeof largestFile;
  /** Its bytes from the first one; each call reads again. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

interface Entry {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly path: string;
  readonly hash: Hash;
  bytes: number;
  form: keyof typeof largestFile;
  usedAt: number;
  /** How many reads or writes are running, so that it does not expire meanwhile. */
  busy: number;
}

/**
 * Uploaded files, each in a separate file that only this process's user may read, so that a file of any size can be
 * examined as a whole and then imported. A file is removed after its use, after an hour, or when the process ends.
 */
export class Spool {
  readonly #entries = new Map<string, Entry>();
  readonly #folder: string;
  readonly #now: () => number;
  readonly #onGone: (id: string) => void;
  readonly #sweeping = setInterval(() => {
    this.#sweep();
  }, sweepMs).unref();

  /** @param name the name of the spool; files that a former process of that name left are removed. */
  constructor(name: string, { folder = tmpdir(), now = Date.now, onGone = () => undefined }: SpoolOptions = {}) {
    this.#now = now;
    this.#onGone = onGone;
    const prefix = `hub-files-${name}-`;
    for (const left of readdirSync(folder).filter((one) => one.startsWith(prefix))) {
      const [, pid] = /-(\d+)-[\da-f]+$/.exec(left) ?? [];
      if (!isAlive(Number(pid))) rmSync(join(folder, left), { recursive: true, force: true });
    }
    this.#folder = join(folder, `${prefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  }

  /**
   * Begins a file.
   * @throws NotKept where there are too many.
   */
  begin(owner: string, name: string): string {
    this.#sweep();
    const own = [...this.#entries.values()].filter((one) => one.owner === owner).length;
    if (own >= most.ofOne || this.#entries.size >= most.ofAll) {
      const message = `Expected at most ${most.ofOne} files at once, and ${most.ofAll} of all callers, got one more. Forget one, or wait: files that nobody asks about go after an hour.`;
      throw new NotKept('TOO_MANY_FILES', message);
    }
    const id = randomBytes(16).toString('hex');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, id);
    const usedAt = this.#now();
    const hash = createHash('sha256');
    this.#entries.set(id, { id, owner, name, path, hash, bytes: 0, form: 'csv', usedAt, busy: 0 });
    return id;
  }

  /**
   * Appends a stream to a file. A file whose writing fails is removed.
   * @returns how many bytes it has now.
   * @throws NotKept where it is too large, or there is no room.
   */
  async append(id: string, content: AsyncIterable<Uint8Array>, at?: number): Promise<number> {
    const entry = this.#entry(id);
    if (at !== undefined && at !== entry.bytes) {
      const message = `Expected the piece of the file that begins at byte ${entry.bytes}, got one that begins at ${at}.`;
      throw new NotKept('OUT_OF_PLACE', message);
    }
    if (entry.busy > 0) throw new NotKept('OUT_OF_PLACE', 'Expected one piece of the file at a time, got two.');
    entry.busy += 1;
    let file: FileHandle | undefined;
    try {
      file = await open(entry.path, 'a', 0o600);
      for await (const chunk of content) {
        if (entry.bytes === 0 && isZip(chunk)) entry.form = 'xlsx';
        entry.bytes += chunk.length;
        if (entry.bytes > largestFile[entry.form]) throw tooLarge(entry.form);
        entry.hash.update(chunk);
        await file.write(chunk);
      }
      return entry.bytes;
    } catch (error) {
      await this.forget(id);
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
        throw new NotKept('NO_SPACE', 'There is no room for the file on the disk of the subgraph.');
      throw error;
    } finally {
      await file?.close();
      entry.busy -= 1;
      entry.usedAt = this.#now();
    }
  }

  /** A kept file; undefined where the owner has none with this id. */
  get(id: string, owner: string): SpooledFile | undefined {
    this.#sweep();
    const entry = this.#entries.get(id);
    if (entry?.owner !== owner) return undefined;
    entry.usedAt = this.#now();
    const { name, path, bytes, form } = entry;
    const sha256 = entry.hash.copy().digest('hex');
    return { id, owner, name, path, bytes, sha256, form, read: () => this.#read(entry) };
  }

  /** When a file expires without further requests. */
  keptUntil(id: string): Date {
    return new Date(this.#entry(id).usedAt + keptMs);
  }

  async forget(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    if (!entry) return;
    this.#onGone(id);
    await rm(entry.path, { force: true });
  }

  /** Removes all files. */
  close(): void {
    clearInterval(this.#sweeping);
    this.#entries.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async *#read(entry: Entry): AsyncGenerator<Uint8Array> {
    entry.busy += 1;
    try {
      yield* createReadStream(entry.path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
    } finally {
      entry.busy -= 1;
      entry.usedAt = this.#now();
    }
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error(`There is no file ${id}.`);
    return entry;
  }

  #sweep(): void {
    const oldest = this.#now() - keptMs;
    for (const { id, usedAt, busy, path } of [...this.#entries.values()]) {
      if (busy > 0 || usedAt > oldest) continue;
      this.#entries.delete(id);
      this.#onGone(id);
      rmSync(path, { force: true });
    }
  }
}

/** Whether a file is a zip container, as workbooks are. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 0x03 || head[2] === 0x05);
}

function tooLarge(form: keyof typeof largestFile): NotKept {
  const megabytes = largestFile[form] / 1024 ** 2;
  const advice = form === 'xlsx' ? 'Save it as "CSV UTF-8", which may be larger, or in parts.' : 'Save it in parts.';
  return new NotKept(
    'FILE_TOO_LARGE',
    `Expected a file of at most ${megabytes} MiB (${form}), got a larger one. ${advice}`,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
