import { createReadStream, type Stats } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { written } from '../settings/duration.js';
import { ConnectorFault } from '../state/told.js';

/** How long a folder may take to answer, in milliseconds: a network share that vanished answers nothing. */
const answerMs = 15_000;

/** What programs write while they copy, and what spreadsheets leave while they are open. */
const unfinished = /^[.~]|\.(tmp|part|partial|crdownload|filepart|swp)$/i;

/** A file that is ready to be taken. */
export interface SteadyFile {
  readonly name: string;
  readonly path: string;
  /** What it was when it was seen last: another size or time is another file. */
  readonly seen: string;
}

/** A folder into which files are put. A file is ready once its size and time stay as they are. */
export class WatchedFolder {
  readonly #seen = new Map<string, { readonly seen: string; readonly since: number }>();
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    readonly path: string,
    private readonly steadyMs: number,
  ) {}

  /** The files that are ready, by their names; @throws ConnectorFault where the folder is not there or does not answer. */
  async ready(now: number): Promise<SteadyFile[]> {
    const found = await this.#answered(async () => {
      const entries = await readdir(this.path, { withFileTypes: true });
      const names = entries.filter((one) => one.isFile() && !unfinished.test(one.name)).map((one) => one.name);
      return Promise.all(
        names.toSorted().map(async (name): Promise<[string, Stats | undefined]> => {
          const path = join(this.path, name);
          return [name, await stat(path).catch(() => undefined)];
        }),
      );
    });
    const files: SteadyFile[] = [];
    const there = new Set(found.map(([name]) => name));
    for (const name of this.#seen.keys()) if (!there.has(name)) this.#seen.delete(name);
    for (const [name, stats] of found) {
      if (!stats) continue;
      const seen = seenOf(stats);
      const before = this.#seen.get(name);
      if (before?.seen !== seen) this.#seen.set(name, { seen, since: now });
      else if (now - before.since >= this.steadyMs) files.push({ name, path: join(this.path, name), seen });
    }
    return files;
  }

  /**
   * A file's bytes. Reading ends with a fault where the next of them do not come in time, as on a share that vanished.
   * @param withinMs how long the next bytes may take, in milliseconds.
   */
  async *read({ path }: Pick<SteadyFile, 'path'>, withinMs = answerMs): AsyncGenerator<Buffer> {
    const stream = createReadStream(path);
    // What comes after nobody waits for it any more is no fault.
    stream.on('error', () => undefined);
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    try {
      for (;;) {
        const { done, value } = await this.#inTime(chunks.next(), withinMs);
        if (done) return;
        yield value;
      }
    } finally {
      stream.destroy();
    }
  }

  /** Whether a file is as it was when it was found ready. */
  async isSame({ path, seen }: SteadyFile): Promise<boolean> {
    return this.#answered(async () => seenOf(await stat(path)) === seen);
  }

  /** Moves a file into a folder below, under a name that is its own there. @returns where it is now. */
  async move({ name, path }: SteadyFile, folder: string, stamp: string): Promise<string> {
    return this.#answered(async () => {
      const home = join(this.path, folder);
      await mkdir(home, { recursive: true });
      const moved = join(home, `${stamp}-${name}`);
      await rename(path, moved);
      return moved;
    });
  }

  /** Tests whether the folder is there, and may be written. @throws ConnectorFault */
  async test(): Promise<void> {
    await this.#answered(async () => {
      await readdir(this.path);
      await mkdir(join(this.path, 'taken'), { recursive: true });
      await mkdir(join(this.path, 'rejected'), { recursive: true });
    });
  }

  /** One question at a time: each that hangs holds one of the few threads that read files. */
  async #answered<T>(ask: () => Promise<T>): Promise<T> {
    let isLate = false;
    const asked = this.#turn.then(() => {
      // What nobody waits for any more is not done.
      if (isLate) throw this.#slow();
      return ask();
    });
    this.#turn = asked.then(
      () => undefined,
      () => undefined,
    );
    return this.#inTime(asked, answerMs, () => {
      isLate = true;
    });
  }

  /** Waits for an answer of the folder, and not longer. @throws ConnectorFault */
  async #inTime<T>(asked: Promise<T>, withinMs: number, onLate: () => void = () => undefined): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        onLate();
        reject(this.#slow(withinMs));
      }, withinMs);
    });
    try {
      return await Promise.race([asked, late]);
    } catch (error) {
      throw error instanceof ConnectorFault ? error : this.#gone(error as NodeJS.ErrnoException);
    } finally {
      clearTimeout(timer);
      asked.catch(() => undefined);
    }
  }

  #slow(withinMs = answerMs): ConnectorFault {
    return new ConnectorFault('FOLDER_SLOW', {
      vi: `Cần thư mục ${this.path} trả lời trong ${written(withinMs)}, nhưng nó không trả lời. Nếu là ổ mạng, hãy kiểm tra kết nối. Sẽ thử lại.`,
      en: `Expected the folder ${this.path} to answer within ${written(withinMs)}; it does not. If it is a network share, check the connection. It is tried again.`,
    });
  }

  #gone({ code, message }: NodeJS.ErrnoException): ConnectorFault {
    return new ConnectorFault(
      'FOLDER_GONE',
      {
        vi: `Cần thư mục ${this.path} của nguồn ${this.name} để đọc và ghi, nhưng không dùng được (${code ?? message}). Sẽ thử lại.`,
        en: `Expected the folder ${this.path} of ${this.name}, to read and to write; it cannot be used (${code ?? message}). It is tried again.`,
      },
      { cause: new Error(message) },
    );
  }
}

const seenOf = ({ size, mtimeMs, ino }: Stats) => `${size} ${mtimeMs} ${ino}`;
