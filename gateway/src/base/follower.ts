import { readFile, stat } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';

/**
 * The interval between checks of files, in milliseconds. Polling also works on network mounts and with editors that
 * replace the watched file.
 */
const intervalMs = 1000;

/** Files to follow, and how to read them. */
export interface Followed {
  /**
   * Reads the files and applies changes.
   * @param isAsked true on SIGHUP: the files are read even if they look unchanged.
   */
  readonly look: (isAsked: boolean) => Promise<void>;
  /** The log message of a failed look; the same fault is logged once. */
  readonly fault: string;
  readonly log: Pick<FastifyBaseLogger, 'error'>;
  /** Looks only at the start and on SIGHUP, for files that no program replaces by itself. */
  readonly onlyAsked?: boolean;
}

/**
 * Follows files: looks at once (they may have changed while the gateway started), then every second, and on SIGHUP.
 * SIGHUP does not end a process that has a follower. Looks at one file run one after the other.
 */
export class Follower {
  readonly #looks = new Set<(isAsked: boolean) => void>();
  readonly #all = new Set<(isAsked: boolean) => void>();
  #stopped = false;
  readonly #timer = setInterval(() => {
    for (const look of this.#looks) look(false);
  }, intervalMs).unref();
  readonly #onHangUp = () => {
    for (const look of this.#all) look(true);
  };

  constructor() {
    process.on('SIGHUP', this.#onHangUp);
  }

  follow({ look, fault, log, onlyAsked = false }: Followed): void {
    let told = '';
    let turn: Promise<void> = Promise.resolve();
    const lookInTurn = (isAsked: boolean) => {
      turn = turn
        .then(() => (this.#stopped ? undefined : look(isAsked)))
        .then(
          () => {
            told = '';
          },
          (error: unknown) => {
            const { message } = error as Error;
            if (message !== told || isAsked) log.error({ err: error }, fault);
            told = message;
          },
        );
    };
    this.#all.add(lookInTurn);
    if (!onlyAsked) this.#looks.add(lookInTurn);
    lookInTurn(false);
  }

  /** Stops all following. SIGHUP still does not end the process. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    process.off('SIGHUP', this.#onHangUp);
    if (!process.listeners('SIGHUP').includes(ignore)) process.on('SIGHUP', ignore);
    this.#looks.clear();
    this.#all.clear();
  }
}

const ignore = () => undefined;

/** A file that is read again when its metadata changes. */
export class FollowedFile {
  #seen = '';

  constructor(readonly path: string) {}

  /**
   * @param anyway reads the file even if its metadata is unchanged.
   * @returns the text; undefined if unchanged.
   * @throws if the file cannot be read; the next look tries again.
   */
  async read(anyway: boolean): Promise<string | undefined> {
    const { mtimeMs, ctimeMs, size, ino } = await stat(this.path);
    const seen = [mtimeMs, ctimeMs, size, ino].join();
    if (seen === this.#seen && !anyway) return undefined;
    const text = await readFile(this.path, 'utf8');
    this.#seen = seen;
    return text;
  }
}
