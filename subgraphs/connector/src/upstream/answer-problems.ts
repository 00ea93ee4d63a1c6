import { clientError } from '@hub/protocol';
import type { GraphQLFormattedError } from 'graphql';
import { errorOf } from './upstream-fault.js';

/** The place of a value in an answer. */
export interface Place {
  readonly above: Place | undefined;
  readonly key: string | number;
}

/** Why a count may not leave; each text gives the expected form, and never the number. */
const withheld = {
  undeclared: 'Expected records.upstream.numbers to say whether this number is a count of people; it does not.',
  unrounded: 'Expected a count of people that is rounded down to a multiple of 10 (docs/protocol/disclosure.md).',
  narrow: 'Expected a count of people that leaves ten values at least: atMost of people + 9 or more.',
} as const;

export type WithheldReason = keyof typeof withheld;

/** How many problems of one answer are reported. */
const mostProblems = 50;

/** The problems of one answer, for callers, and in short for the log. */
export class AnswerProblems {
  readonly errors: GraphQLFormattedError[] = [];
  /** The problems for the log and the page: types and fields, no values. */
  readonly details = new Set<string>();
  /** How many there are. */
  count = 0;

  constructor(private readonly requestId: string) {}

  /**
   * Reports a value that does not match the schema. @param detail the expected value, and the kind of the actual one.
   */
  invalid(at: Place | undefined, detail: string): void {
    this.#add(at, errorOf('UPSTREAM_INVALID', this.requestId).toJSON(), `UPSTREAM_INVALID: ${detail}`);
  }

  withheld(at: Place | undefined, reason: WithheldReason, coordinate: string): void {
    const error = clientError('COUNT_WITHHELD', withheld[reason]).toJSON();
    this.#add(at, error, `COUNT_WITHHELD: ${coordinate} is ${reason}`);
  }

  #add(at: Place | undefined, error: GraphQLFormattedError, detail: string): void {
    this.count += 1;
    if (this.details.size < mostProblems) this.details.add(detail);
    const path = pathOf(at);
    if (this.errors.length < mostProblems) this.errors.push({ ...error, ...(path.length > 0 && { path }) });
  }
}

/** The path of a place for GraphQL's errors, down to the last key that the caller requested. */
function pathOf(at: Place | undefined): (string | number)[] {
  const path: (string | number)[] = [];
  for (let place = at; place; place = place.above) path.unshift(place.key);
  const own = path.findIndex((key) => typeof key === 'string' && key.startsWith(ownPrefix));
  return own < 0 ? path : path.slice(0, own);
}

/** The prefix of the names of fields that the connector requests in addition to the caller's. */
export const ownPrefix = '_hub_';
