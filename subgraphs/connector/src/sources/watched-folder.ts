import { createReadStream, type Stats } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { written } from '../settings/duration.js';
import { ConnectorFault } from '../state/told.js';

/** The time limit of a folder's answer, in milliseconds: a network share that vanished never answers. */
const answerMs = 15_000;

/** The names of files during copying, and of open spreadsheets' temporary files. */
const unfinished = /^[.~]|\.(tmp|part|partial|crdownload|filepart|swp)$/i;

/** A file that is ready for import. */
export interface SteadyFile {
  readonly name: string;
  readonly path: string;
  /** Its size and time when last seen: a change of either makes it another file. */
  readonly seen: string;
}

/** A folder that receives files. A file is ready once its size and time have stayed the same for a while. */
export class WatchedFolder {
  readonly #seen = new Map<string, { readonly seen: string; readonly since: number }>();
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    readonly path: string,
    private readonly steadyMs: number,
  ) {}

  /** The ready files, by their names; @throws ConnectorFault where the folder is missing or does not answer. */
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
   * A file's bytes. Reading ends with a fault where the next bytes do not come in time, as on a share that vanished.
   * @param withinMs how long the next bytes may take, in milliseconds.
   */
  async *read({ path }: Pick<SteadyFile, 'path'>, withinMs = answerMs): AsyncGenerator<Buffer> {
    const stream = createReadStream(path);
    // An error after the time limit is ignored.
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

  /** Whether a file is unchanged since it was ready. */
  async isSame({ path, seen }: SteadyFile): Promise<boolean> {
    return this.#answered(async () => seenOf(await stat(path)) === seen);
  }

  /** Moves a file into a folder below, under a unique name. @returns its new path. */
  async move({ name, path }: SteadyFile, folder: string, stamp: string): Promise<string> {
    return this.#answered(async () => {
      const home = join(this.path, folder);
      await mkdir(home, { recursive: true });
      const moved = join(home, `${stamp}-${name}`);
      await rename(path, moved);
      return moved;
    });
  }

  /** Tests whether the folder exists and is writable. @throws ConnectorFault */
  async test(): Promise<void> {
    await this.#answered(async () => {
      await readdir(this.path);
      await mkdir(join(this.path, 'taken'), { recursive: true });
      await mkdir(join(this.path, 'rejected'), { recursive: true });
    });
  }

  /** One operation at a time: a hanging one occupies one of the few threads that read files. */
  async #answered<T>(ask: () => Promise<T>): Promise<T> {
    let isLate = false;
    const asked = this.#turn.then(() => {
      // An operation whose time limit has passed is not started.
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

  /** Waits for an answer of the folder, up to the time limit. @throws ConnectorFault */
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
