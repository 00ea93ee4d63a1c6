import { readFile, stat } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';

/**
 * How often files are looked at, in milliseconds. Looking is what works everywhere: with editors and mounts that put
 * another file in the place of the one that is watched, and over networks.
 */
const intervalMs = 1000;

/** What is followed. */
export interface Followed {
  /**
   * Takes up what files say, if it is anything new.
   * @param isAsked whether somebody asks for it, and it is to be taken up even if the file looks as it did.
   */
  readonly look: (isAsked: boolean) => Promise<void>;
  /** What the log is told where a look fails: once of the same fault. */
  readonly fault: string;
  readonly log: Pick<FastifyBaseLogger, 'error'>;
  /** Whether files are looked at when somebody asks, and never else: no program replaces them by itself. */
  readonly onlyAsked?: boolean;
}

/**
 * Follows files: what they say is taken up at once as they are followed, since they may have changed while the gateway
 * started, then each second, and when SIGHUP asks for it, which ends no process that follows anything. Looks at one thing
 * come one after the other.
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

  /** Follows nothing any more; SIGHUP still ends no process. */
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

/** A file that is looked at again and again, and read where it looks as it did not before. */
export class FollowedFile {
  #seen = '';

  constructor(readonly path: string) {}

  /**
   * @param anyway whether it is to be read even if it looks as it did.
   * @returns its text; undefined where it looks as it did.
   * @throws where it cannot be read; then it is read again at the next look.
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
