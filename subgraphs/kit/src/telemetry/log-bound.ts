import type { LoggerOptions } from 'pino';

/** The lowest limited level: pino's `warn`. Lines below it follow requests, one line each. */
const boundedFrom = 40;

/** How many lines of one message are written in a window, and how long that is, in milliseconds. */
const defaults = { lines: 50, windowMs: 10_000 };

/** How many distinct messages have a separate limit; the others share one. */
const maxMessages = 200;

interface Window {
  began: number;
  lines: number;
  leftOut: number;
  /** Reports how many lines were left out; set once there are any. */
  tell?: () => void;
}

/** Writes a line: pino's method, bound to its logger. */
type Write = (details: object, message: string) => void;

/**
 * Prevents a flood of errors from filling a disk: of lines with the same message, so many are written in a window of
 * time, and one line afterwards states how many were left out.
 */
export class LogBound {
  readonly #windows = new Map<string, Window>();
  readonly #lines: number;
  readonly #windowMs: number;
  readonly #now: () => number;

  constructor({
    lines = defaults.lines,
    windowMs = defaults.windowMs,
    now = () => performance.now(),
  }: { lines?: number; windowMs?: number; now?: () => number } = {}) {
    this.#lines = lines;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** pino's `hooks`, which see each line of a logger and its children. */
  get hooks(): NonNullable<LoggerOptions['hooks']> {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- pino calls the hook on its logger
    const bound = this;
    return {
      logMethod(args, method, level) {
        const [first, second] = args as unknown[];
        const message = typeof first === 'string' ? first : typeof second === 'string' ? second : '';
        const write: Write = (details, text) => {
          method.call(this, details, text);
        };
        if (level < boundedFrom || bound.take(message, write)) method.apply(this, args);
      },
    };
  }

  /**
   * Counts a line.
   * @param write writes the number of left out lines, with the logger of one of them.
   * @returns whether to write the line.
   */
  take(message: string, write: Write): boolean {
    const now = this.#now();
    const key = this.#keyOf(message, now);
    let window = this.#windows.get(key);
    if (!window || now - window.began >= this.#windowMs) {
      window = { began: now, lines: 0, leftOut: 0 };
      this.#windows.set(key, window);
    }
    window.lines += 1;
    if (window.lines <= this.#lines) return true;
    if (window.leftOut === 0) this.#tellLater(key, window, write);
    window.leftOut += 1;
    return false;
  }

  /** Reports the lines left out so far, for example before the program ends. */
  flush(): void {
    for (const { tell } of [...this.#windows.values()]) tell?.();
  }

  #tellLater(key: string, window: Window, write: Write): void {
    const timer = setTimeout(() => window.tell?.(), window.began + this.#windowMs - this.#now()).unref();
    window.tell = () => {
      clearTimeout(timer);
      delete window.tell;
      write({ leftOut: window.leftOut, seconds: this.#windowMs / 1000, of: key }, 'lines were left out');
    };
  }

  #keyOf(message: string, now: number): string {
    if (this.#windows.has(message)) return message;
    if (this.#windows.size >= maxMessages) {
      for (const [key, { began }] of this.#windows) if (now - began >= this.#windowMs) this.#windows.delete(key);
    }
    return this.#windows.size < maxMessages ? message : 'other messages';
  }
}
