import type { ExecutionResult } from 'graphql';
import { responseText } from '../base/response-text.js';

/** Of what an event is the present value, as its subgraph said; beside the event, which goes out as it is. */
const names = new WeakMap<ExecutionResult, string>();

/** Notes of what an event is the present value, where its subgraph says so. */
export function notePresent(event: ExecutionResult, name: string | undefined): ExecutionResult {
  if (name !== undefined) names.set(event, name);
  return event;
}

/** How much is kept at most. */
export interface PresentLimits {
  readonly events: number;
  /** Characters of JSON text. */
  readonly size: number;
}

/**
 * The last event of everything that a subscription has told the present value of: what somebody is told first who joins
 * it later. Where that is more than is kept, nobody is told any of it.
 */
export class PresentEvents {
  readonly #kept = new Map<string, ExecutionResult>();
  #size = 0;
  #isTooMuch = false;

  constructor(private readonly limits: PresentLimits) {}

  /** Takes an event as it is told. */
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

  /** What there is to tell, in the order in which it became so. */
  get all(): Iterable<ExecutionResult> {
    return this.#kept.values();
  }
}
