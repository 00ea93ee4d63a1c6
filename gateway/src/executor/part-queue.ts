import type { DeferredPart } from './deferred-parts.js';

/** Parts of one deferred fragment that can be sent. */
export interface ReadyParts<Outcome> {
  readonly parts: readonly DeferredPart[];
  /** The result of their fetches. */
  readonly outcome: Outcome;
}

/** The unsent parts of an answer, until they are fetched. */
export class PartQueue<Outcome> {
  readonly #waiting = new Map<string, DeferredPart[]>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #ready = new Set<string>();
  #wake: (() => void) | undefined;

  /** Whether no part is left. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Adds parts; all parts of a deferred fragment are added at once. */
  add(parts: readonly DeferredPart[]): void {
    for (const part of parts) {
      const same = this.#waiting.get(part.label);
      if (same) same.push(part);
      else this.#waiting.set(part.label, [part]);
      if (this.#outcomes.has(part.label)) this.#ready.add(part.label);
    }
  }

  /** Notes that all fetches for a deferred fragment are answered. */
  settle(label: string, outcome: Outcome): void {
    this.#outcomes.set(label, outcome);
    if (!this.#waiting.has(label)) return;
    this.#ready.add(label);
    this.#wake?.();
  }

  /** Takes parts of one fragment that are ready; undefined if there are none. */
  take(): ReadyParts<Outcome> | undefined {
    const [label] = this.#ready;
    if (label === undefined) return undefined;
    const parts = this.#waiting.get(label) ?? [];
    const outcome = this.#outcomes.get(label) as Outcome;
    this.#ready.delete(label);
    this.#waiting.delete(label);
    return { parts, outcome };
  }

  /** Waits until a part is ready, or the queue is closed. */
  async wait(): Promise<void> {
    if (this.#ready.size > 0) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  /** Drops the remaining parts. */
  close(): void {
    this.#waiting.clear();
    this.#ready.clear();
    this.#wake?.();
  }
}
