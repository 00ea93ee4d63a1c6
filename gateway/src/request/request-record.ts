import type { StreamKind } from './stream-kind.js';
import type { ValidOperation } from '../operation/prepared-operation.js';

/** How many fetches of one request are noted: a subscription may go on for days. */
const maxFetches = 64;

/** How many codes of one request are. */
const maxCodes = 16;

/** What is noted of one request while it is answered, for its line in the log. */
export class RequestRecord {
  /** When it came, on the clock of `performance.now()`. */
  readonly began = performance.now();
  /** The codes of the errors that its caller was told. */
  readonly codes = new Set<string>();
  /** By subgraph, how many fetches there were, and how long they took together, in milliseconds. */
  readonly fetches = new Map<string, { fetches: number; milliseconds: number }>();
  /** What its operations are estimated to cost; undefined where that is not limited. */
  cost: number | undefined;
  /** How the answer comes, where that is known before its end; undefined for one response. */
  stream: StreamKind | undefined;
  #operation: ValidOperation | undefined;
  #fetches = 0;

  /** The operation that was asked for last; undefined where none was valid. */
  get operation(): ValidOperation | undefined {
    return this.#operation;
  }

  /** An operation is asked for that is valid. */
  asks(operation: ValidOperation): void {
    this.#operation = operation;
  }

  /** The caller is told of an error. */
  told(code: unknown): void {
    if (typeof code === 'string' && this.codes.size < maxCodes) this.codes.add(code);
  }

  /** A fetch from a subgraph has ended. */
  fetched(subgraph: string, milliseconds: number): void {
    if (this.#fetches === maxFetches) return;
    this.#fetches += 1;
    const known = this.fetches.get(subgraph);
    if (known) {
      known.fetches += 1;
      known.milliseconds += milliseconds;
    } else this.fetches.set(subgraph, { fetches: 1, milliseconds });
  }

  costs(estimated: number): void {
    this.cost = (this.cost ?? 0) + estimated;
  }
}
