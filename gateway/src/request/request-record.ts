import type { StreamKind } from './stream-kind.js';
import type { ValidOperation } from '../operation/prepared-operation.js';

/** How many fetches of one request are noted: a subscription may last for days. */
const maxFetches = 64;

/** How many codes of one request are noted. */
const maxCodes = 16;

/** Notes of one request for its line in the log. */
export class RequestRecord {
  /** The time of arrival, on the clock of `performance.now()`. */
  readonly began = performance.now();
  /** The estimated cost of its operations; undefined if unlimited. */
  cost: number | undefined;
  /** The kind of stream, if known before its end; undefined for a single response. */
  stream: StreamKind | undefined;
  #operation: ValidOperation | undefined;
  // Made on first use: most requests need neither.
  #codes: Set<string> | undefined;
  #fetched: { readonly subgraph: string; readonly milliseconds: number }[] | undefined;

  /** The latest operation; undefined if none was valid. */
  get operation(): ValidOperation | undefined {
    return this.#operation;
  }

  /** The codes of the errors in the caller's answer. */
  get codes(): readonly string[] {
    return [...(this.#codes ?? [])];
  }

  /** Whether the caller's answer has an error. */
  get hasCodes(): boolean {
    return this.#codes !== undefined;
  }

  /** By subgraph, the number of fetches and their total time in milliseconds. */
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

  /** Notes a valid operation. */
  asks(operation: ValidOperation): void {
    this.#operation = operation;
  }

  /** Notes an error in the caller's answer. */
  told(code: unknown): void {
    if (typeof code !== 'string') return;
    this.#codes ??= new Set();
    if (this.#codes.size < maxCodes) this.#codes.add(code);
  }

  /** Notes the end of a fetch from a subgraph. */
  fetched(subgraph: string, milliseconds: number): void {
    this.#fetched ??= [];
    if (this.#fetched.length < maxFetches) this.#fetched.push({ subgraph, milliseconds });
  }

  costs(estimated: number): void {
    this.cost = (this.cost ?? 0) + estimated;
  }
}
