import { describe, expect, test } from '@jest/globals';
import {
  type Answer,
  booksAt,
  bookshopOf,
  inputOf,
  operationOf,
  planOf,
  rootFetchOf,
  subgraphError,
} from '../fixtures/planned.js';
import type { Fetch } from '../plan/plan.js';
import { SubgraphFault } from '../errors/subgraph-fault.js';
import { compileSubscription } from './subscription.js';

const events = rootFetchOf('a', 'subscription($representations:ID){added{__typename id}}');
const added = (id: string) => ({ data: { added: { __typename: 'Book', id } }, errors: [] });

function compile(text: string, fetches: Fetch | Fetch[], answer: Answer = () => null) {
  const { context, asked } = bookshopOf(answer);
  return { asked, ...compileSubscription(operationOf(text), planOf(...[fetches].flat()), context) };
}

describe('a subscription', () => {
  test('answers an event with what it says and what the others know', async () => {
    const plan = [
      events,
      booksAt('added', 'b', 'author{name}', { after: [0] }),
      booksAt('added', 'c', 'left', { after: [0, 1] }),
    ];
    const { subgraph, subgraphs, answer, asked } = compile(
      'subscription { added { author { name } left id } }',
      plan,
      (one) => ({ _entities: [one.subgraph === 'b' ? { author: { name: 'x' } } : { left: 3 }] }),
    );
    expect({ subgraph, subgraphs }).toEqual({ subgraph: 'a', subgraphs: ['a', 'b', 'c'] });
    const { data, errors } = await answer(added('1'), inputOf());
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toBe('{"added":{"author":{"name":"x"},"left":3,"id":"1"}}');
    expect(asked.map((one) => one.variables)).toEqual(
      Array(2).fill({ representations: [{ __typename: 'Book', id: '1' }] }),
    );
  });

  test('of one subgraph alone asks nobody else', async () => {
    const { subgraphs, answer, asked } = compile('subscription { added { id } }', events);
    expect(subgraphs).toEqual(['a']);
    expect(await answer(added('1') as never, inputOf())).toEqual({ data: { added: { id: '1' } } });
    expect(asked).toEqual([]);
  });

  test('has the errors of its events', async () => {
    const { answer } = compile('subscription { added { id } }', events);
    const { data, errors } = await answer({ data: null, errors: [subgraphError('no', ['added'])] }, inputOf());
    expect(data).toEqual({ added: null });
    expect(errors).toMatchObject([{ message: 'no', path: ['added'], extensions: { serviceName: 'a' } }]);
  });

  test('asks its subgraph with the caller’s variables', () => {
    const { bodyOf } = compile('subscription($representations: ID) { added { id } }', events);
    expect(JSON.parse(bodyOf(inputOf({ representations: '1' })))).toEqual({
      query: events.text,
      variables: { representations: '1' },
    });
  });

  test('that cannot go on says why, and has no data', () => {
    const { answerFault } = compile('subscription { added { id } }', events);
    const { errors, ...rest } = answerFault(new SubgraphFault('SUBSCRIPTION_LOST', 'lost'), inputOf());
    expect(rest).toEqual({});
    expect(errors).toMatchObject([{ message: 'lost', path: ['added'], extensions: { code: 'SUBSCRIPTION_LOST' } }]);
    expect(answerFault(new SubgraphFault('REQUEST_CANCELLED', 'left'), inputOf())).toEqual({ errors: [] });
  });

  test.each<[string, Fetch | Fetch[]]>([
    ['no fetch', []],
    ['a condition', { ...events, guard: [['on']] }],
    ['a plan of another kind', rootFetchOf('a', '{book{id}}')],
  ])('with %s is refused', (_, fetches) => {
    expect(() => compile('subscription { added { id } }', fetches)).toThrow(
      expect.objectContaining({
        message: 'Expected the root field of a subscription without @skip and @include.',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      }),
    );
  });
});
