import { expect } from '@jest/globals';
import type { Told } from './client.js';
import type { Target } from './target.js';

/** One attack, and what must come of it. */
export interface Attack {
  /** What the attacker does, as in "an attacker …". */
  readonly name: string;
  /** Attacks; returns the part of the result that the test judges. */
  readonly attack: (target: Target) => Promise<unknown>;
  /** The result must match this; it may have more: see `toMatchObject`. */
  readonly expected: unknown;
}

/** Attacks of one kind. */
export interface AttackClass {
  readonly name: string;
  readonly attacks: readonly Attack[];
}

/** An attack that sends one operation, as nobody unless a role is given. */
export function operation(name: string, query: string, expected: Partial<Told>, role?: string): Attack {
  return { name, attack: (target) => target.hub.ask({ query }, { role }), expected };
}

/** What a refusal for a limit looks like. */
export function limited(limit: string, status = 400): Partial<Told> {
  return {
    status,
    data: undefined,
    errors: [
      {
        // The message states the allowed value to known callers; for the cost limit, to every caller.
        message: expect.stringMatching(
          `^The request exceeds a limit of the gateway: ${limit}( may be .*)?\\.$`,
        ) as unknown as string,
        extensions: { code: 'LIMIT_EXCEEDED', limit },
      },
    ],
  };
}

/** The whole text of an answer: the given data, and the cost, which every caller sees. */
export function wholeAnswer(data: string): string {
  const before = `{"data":${data},"extensions":{"cost":{"estimated":`.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  return expect.stringMatching(`^${before}\\d+,"budget":\\d+\\}\\}\\}$`) as unknown as string;
}

/** The answer to a malformed code, period or other value: the gateway asks no organisation. */
export const malformed: Partial<Told> = { status: 400, data: undefined, codes: ['BAD_USER_INPUT'] };

/** The answer to an invalid operation. */
export const invalid: Partial<Told> = { status: 400, data: undefined, codes: ['GRAPHQL_VALIDATION_FAILED'] };

/** The answer to a document that does not parse. */
export const unparsable: Partial<Told> = { status: 400, data: undefined, codes: ['GRAPHQL_PARSE_FAILED'] };

/** Repeats a text with the index of each repetition. */
export function times(count: number, text: (index: number) => string, between = ' '): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(between);
}
