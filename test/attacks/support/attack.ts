import { expect } from '@jest/globals';
import type { Told } from './client.js';
import type { Target } from './target.js';

/** One attack, and what must come of it. */
export interface Attack {
  /** What the attacker does, as in "an attacker …". */
  readonly name: string;
  /** Attacks; returns what came back, as far as it is judged. */
  readonly attack: (target: Target) => Promise<unknown>;
  /** What must have come back, and perhaps more: see `toMatchObject`. */
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
        // Known callers are told what they may, and everyone what an operation may cost.
        message: expect.stringMatching(
          `^The request exceeds a limit of the gateway: ${limit}( may be .*)?\\.$`,
        ) as unknown as string,
        extensions: { code: 'LIMIT_EXCEEDED', limit },
      },
    ],
  };
}

/** The whole text of an answer: its data, as they are given here, and what it costs, which everyone is told. */
export function wholeAnswer(data: string): string {
  const before = `{"data":${data},"extensions":{"cost":{"estimated":`.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  return expect.stringMatching(`^${before}\\d+,"budget":\\d+\\}\\}\\}$`) as unknown as string;
}

/** What a value that is no code, period or the like is answered: no organisation is asked. */
export const malformed: Partial<Told> = { status: 400, data: undefined, codes: ['BAD_USER_INPUT'] };

/** What an operation that is not valid is answered. */
export const invalid: Partial<Told> = { status: 400, data: undefined, codes: ['GRAPHQL_VALIDATION_FAILED'] };

/** What a text that is no operation is answered. */
export const unparsable: Partial<Told> = { status: 400, data: undefined, codes: ['GRAPHQL_PARSE_FAILED'] };

/** Repeats a text with the index of each repetition. */
export function times(count: number, text: (index: number) => string, between = ' '): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(between);
}
