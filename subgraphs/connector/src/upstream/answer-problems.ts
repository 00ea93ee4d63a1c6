import { clientError } from '@hub/protocol';
import type { GraphQLFormattedError } from 'graphql';
import { errorOf } from './upstream-fault.js';

/** Where a value stands in an answer. */
export interface Place {
  readonly above: Place | undefined;
  readonly key: string | number;
}

/** Why a count may not leave; each says what was expected, and never the number. */
const withheld = {
  undeclared: 'Expected records.upstream.numbers to say whether this number is a count of people; it does not.',
  unrounded: 'Expected a count of people that is rounded down to a multiple of 10 (docs/protocol/disclosure.md).',
  narrow: 'Expected a count of people that leaves ten values at least: atMost of people + 9 or more.',
} as const;

export type WithheldReason = keyof typeof withheld;

/** How many problems of one answer are told. */
const mostProblems = 50;

/** What is wrong with one answer, as callers are told, and in short for the log. */
export class AnswerProblems {
  readonly errors: GraphQLFormattedError[] = [];
  /** What was wrong, for the log and the page: types and fields, no values. */
  readonly details = new Set<string>();
  /** How many there are. */
  count = 0;

  constructor(private readonly requestId: string) {}

  /** Something is not what the schema says. @param detail what was expected and what kind of thing came. */
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

/** A place as GraphQL's errors have it, down to the last key that the caller asked for. */
function pathOf(at: Place | undefined): (string | number)[] {
  const path: (string | number)[] = [];
  for (let place = at; place; place = place.above) path.unshift(place.key);
  const own = path.findIndex((key) => typeof key === 'string' && key.startsWith(ownPrefix));
  return own < 0 ? path : path.slice(0, own);
}

/** What the names of fields begin with that the connector asks for, and callers do not. */
export const ownPrefix = '_hub_';
