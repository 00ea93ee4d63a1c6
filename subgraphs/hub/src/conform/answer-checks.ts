import type { Check, Group } from './check.js';
import { type ExaminedSubgraph, unmet } from './examined.js';
import { personalChecks } from './personal-checks.js';

/** Checks that errors have GraphQL's form and a signature, and that no answer identifies a person. */
export function answerChecks(subgraph: ExaminedSubgraph): Group {
  const fails = (name: string, asked: object | string): Check => ({
    name,
    run: async () => {
      const exchange = await subgraph.ask(asked);
      const body = await subgraph.answer(exchange);
      if (exchange.answered.status >= 500) throw unmet(exchange, 'an HTTP status below 500: the request is at fault');
      const { errors } = readObject(body);
      if (!Array.isArray(errors) || errors.length === 0) throw unmet(exchange, 'errors, as a list that is not empty');
      if (errors.some((error) => typeof (error as { message?: unknown }).message !== 'string')) {
        throw unmet(exchange, 'a message in each error');
      }
    },
  });
  return {
    name: 'answers',
    page: 'docs/protocol/messages.md#an-answer',
    checks: [
      fails('an operation that is no GraphQL is answered with errors, signed', { query: '{' }),
      fails('an operation with a field that is not there is answered with errors, signed', {
        query: '{ noSuchField }',
      }),
      fails('a variable that is missing is answered with errors, signed', {
        query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      }),
      {
        name: 'a body that is no JSON is answered with a status of 4xx, signed',
        run: async () => {
          const exchange = await subgraph.ask('{"query":');
          await subgraph.answer(exchange);
          const { status } = exchange.answered;
          if (status < 400 || status >= 500) throw unmet(exchange, 'an HTTP status of 4xx');
        },
      },
      {
        name: 'data is JSON',
        run: async () => {
          const exchange = await subgraph.ask({ query: '{ __typename }' });
          await subgraph.answer(exchange, 200);
          const type = exchange.answered.headers['content-type'] ?? '';
          if (!/^application\/(graphql-response\+)?json\b/.test(type)) throw unmet(exchange, 'application/json');
        },
      },
      ...personalChecks(subgraph),
    ],
  };
}

/** Parses JSON; an empty object for an invalid text or another value. */
export function readObject(text: string): Record<string, unknown> {
  try {
    return ((JSON.parse(text) as unknown) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
