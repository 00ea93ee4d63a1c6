import type { DeferredPart } from './deferred-parts.js';

/** Parts of one deferred fragment that can be answered. */
export interface ReadyParts<Outcome> {
  readonly parts: readonly DeferredPart[];
  /** What fetching for them came to. */
  readonly outcome: Outcome;
}

/** The parts of an answer that the caller has not been sent, until they have been fetched. */
export class PartQueue<Outcome> {
  readonly #waiting = new Map<string, DeferredPart[]>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #ready = new Set<string>();
  #wake: (() => void) | undefined;

  /** Whether none is left. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Adds parts that were found; each deferred fragment's are found at one time. */
  add(parts: readonly DeferredPart[]): void {
    for (const part of parts) {
      const same = this.#waiting.get(part.label);
      if (same) same.push(part);
      else this.#waiting.set(part.label, [part]);
      if (this.#outcomes.has(part.label)) this.#ready.add(part.label);
    }
  }

  /** Notes that all that a deferred fragment needs has been fetched. */
  settle(label: string, outcome: Outcome): void {
    this.#outcomes.set(label, outcome);
    if (!this.#waiting.has(label)) return;
    this.#ready.add(label);
    this.#wake?.();
  }

  /** Takes parts that are ready, all of one fragment; undefined where none are. */
  take(): ReadyParts<Outcome> | undefined {
    const [label] = this.#ready;
    if (label === undefined) return undefined;
    const parts = this.#waiting.get(label) ?? [];
    const outcome = this.#outcomes.get(label) as Outcome;
    this.#ready.delete(label);
    this.#waiting.delete(label);
    return { parts, outcome };
  }

  /** Waits until some part is ready, or the queue is closed. */
  async wait(): Promise<void> {
    if (this.#ready.size > 0) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  /** Gives up what is left. */
  close(): void {
    this.#waiting.clear();
    this.#ready.clear();
    this.#wake?.();
  }
}
