import type { ExecutionResult } from 'graphql';
import { responseText } from '../base/response-text.js';

/**
 * The name of the present value that an event carries, from the subgraph. It is kept beside the event, which stays
 * unchanged for the caller.
 */
const names = new WeakMap<ExecutionResult, string>();

/** Records the name of an event's present value, if the subgraph gives one. */
export function notePresent(event: ExecutionResult, name: string | undefined): ExecutionResult {
  if (name !== undefined) names.set(event, name);
  return event;
}

/** The limits of kept events. */
export interface PresentLimits {
  readonly events: number;
  /** Characters of JSON text. */
  readonly size: number;
}

/**
 * The last event of each present value in a subscription. A later listener gets these events first. If they exceed the
 * limits, none is kept.
 */
export class PresentEvents {
  readonly #kept = new Map<string, ExecutionResult>();
  #size = 0;
  #isTooMuch = false;

  constructor(private readonly limits: PresentLimits) {}

  /** Records an event. */
  take(event: ExecutionResult): void {
    const name = names.get(event);
    if (name === undefined || this.#isTooMuch) return;
    const former = this.#kept.get(name);
    if (former) this.#size -= responseText(former).length;
    this.#kept.delete(name);
    this.#kept.set(name, event);
    this.#size += responseText(event).length;
    if (this.#kept.size <= this.limits.events && this.#size <= this.limits.size) return;
    this.#isTooMuch = true;
    this.#kept.clear();
  }

  /** The kept events, in the order of their last change. */
  get all(): Iterable<ExecutionResult> {
    return this.#kept.values();
  }
}
