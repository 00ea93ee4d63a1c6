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
  /** What its operations are estimated to cost; undefined where that is not limited. */
  cost: number | undefined;
  /** How the answer comes, where that is known before its end; undefined for one response. */
  stream: StreamKind | undefined;
  #operation: ValidOperation | undefined;
  // Of most requests nothing is logged: they make neither a set nor a map.
  #codes: Set<string> | undefined;
  #fetched: { readonly subgraph: string; readonly milliseconds: number }[] | undefined;

  /** The operation that was asked for last; undefined where none was valid. */
  get operation(): ValidOperation | undefined {
    return this.#operation;
  }

  /** The codes of the errors that its caller was told. */
  get codes(): readonly string[] {
    return [...(this.#codes ?? [])];
  }

  /** Whether its caller was told of an error. */
  get hasCodes(): boolean {
    return this.#codes !== undefined;
  }

  /** By subgraph, how many fetches there were, and how long they took together, in milliseconds. */
  get fetches(): ReadonlyMap<string, { readonly fetches: number; readonly milliseconds: number }> {
    const bySubgraph = new Map<string, { fetches: number; milliseconds: number }>();
    for (const { subgraph, milliseconds } of this.#fetched ?? []) {
      const known = bySubgraph.get(subgraph);
      if (known) {
        known.fetches += 1;
        known.milliseconds += milliseconds;
      } else bySubgraph.set(subgraph, { fetches: 1, milliseconds });
    }
    return bySubgraph;
  }

  /** An operation is asked for that is valid. */
  asks(operation: ValidOperation): void {
    this.#operation = operation;
  }

  /** The caller is told of an error. */
  told(code: unknown): void {
    if (typeof code !== 'string') return;
    this.#codes ??= new Set();
    if (this.#codes.size < maxCodes) this.#codes.add(code);
  }

  /** A fetch from a subgraph has ended. */
  fetched(subgraph: string, milliseconds: number): void {
    this.#fetched ??= [];
    if (this.#fetched.length < maxFetches) this.#fetched.push({ subgraph, milliseconds });
  }

  costs(estimated: number): void {
    this.cost = (this.cost ?? 0) + estimated;
  }
}
