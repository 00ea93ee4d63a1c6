import { describe, expect, test } from '@jest/globals';
import { Cancellation } from '../base/cancellation.js';
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
import { deferringOperation } from '../operation/defer.js';
import type { Fetch } from '../plan/plan.js';
import { compileIncremental } from './incremental.js';
import type { IncrementalResults } from './incremental-response.js';

/** Runs an operation in parts: gives its first result, the later ones, and the requests to the subgraphs. */
async function start(
  text: string,
  fetches: readonly Fetch[],
  answer: Answer,
  context: Parameters<typeof inputOf>[1] = {},
) {
  const deferring = deferringOperation(operationOf(text), {});
  if (!deferring) throw new Error('Expected an operation that defers.');
  const { context: planContext, asked } = bookshopOf(answer);
  const execute = compileIncremental(deferring, planOf(...fetches), planContext);
  return { result: await execute(inputOf({}, context)), asked };
}

/** All results of an operation in parts, in the caller's form. */
async function resultsOf(...of: Parameters<typeof start>) {
  const { result, asked } = await start(...of);
  if (!(Symbol.asyncIterator in result)) return { all: [result], asked };
  const all: unknown[] = [];
  for await (const one of result) all.push(structuredClone(JSON.parse(JSON.stringify(one))));
  return { all, asked };
}

const book = (id: string, more = {}) => ({ __typename: 'Book', id, ...more });
const entities = (...of: unknown[]) => ({ _entities: of });
const bookFetch = rootFetchOf('a', '{book{__typename id}}');
const booksFetch = rootFetchOf('a', '{books{__typename id}}');
/** A fetch for a part of the answer, by default one that starts after the first answer. */
const part = (index: number, ...[path, subgraph, fields, more]: Parameters<typeof booksAt>) =>
  booksAt(path, subgraph, fields, { after: [0], part: `part_${index}`, ...more });
const author = part(0, 'book', 'b', 'author{name}');

describe('an operation in parts', () => {
  const text = '{ book { id ... @defer(label: "slow") { author { name } } } }';
  const answer: Answer = ({ subgraph }) =>
    subgraph === 'a' ? { book: book('1') } : entities({ author: { name: 'x' } });

  test('has what is there first, then what is deferred, under the caller’s label', async () => {
    const { all, asked } = await resultsOf(text, [bookFetch, author], answer);
    const slow = { id: '0', path: ['book'], label: 'slow' };
    expect(all).toEqual([
      { data: { book: { id: '1' } }, pending: [slow], hasNext: true },
      { incremental: [{ ...slow, data: { author: { name: 'x' } } }], pending: [], hasNext: false },
    ]);
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['a', 'b']);
  });

  test('has no label where the caller gave none', async () => {
    const { all } = await resultsOf('{ book { id ... @defer { author { name } } } }', [bookFetch, author], answer);
    expect(all[0]).toEqual({
      data: { book: { id: '1' } },
      pending: [{ id: '0', path: ['book'] }],
      hasNext: true,
    });
  });

  test('is answered at once where there is nobody to follow, and asks nothing for it', async () => {
    const { all, asked } = await resultsOf(text, [bookFetch, author], () => ({ book: null }));
    expect(all).toEqual([{ data: { book: null } }]);
    await new Promise(setImmediate);
    expect(asked).toHaveLength(1);
  });

  test('is answered at once where there is nobody to follow, and ends what is fetched for parts', async () => {
    const ofPart = (subgraph: string, query: string, after: readonly number[]) => ({
      ...rootFetchOf(subgraph, query),
      ...{ part: 'part_0', after },
    });
    let end: (() => void) | undefined;
    const slow: Answer = async ({ query }) => {
      if (query === '{slow}') await new Promise<void>((resolve) => (end = resolve));
      return query === '{slow}' ? { slow: 1 } : { book: null };
    };
    const cancellation = new Cancellation();
    const plan = [bookFetch, ofPart('b', '{slow}', []), ofPart('c', '{later}', [1])];
    const { result, asked } = await start(text, plan, slow, { cancellation });
    expect(result).toEqual({ data: { book: null } });
    end?.();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(asked.map(({ query }) => query)).not.toContain('{later}');
    expect(cancellation.cancelled).toBe(false);
  });

  test('is answered at once with what the plan has no part for', async () => {
    const plan = [bookFetch, booksAt('book', 'b', 'author{name}', { after: [0] })];
    const { all } = await resultsOf(text, plan, answer);
    expect(all).toEqual([{ data: { book: { id: '1', author: { name: 'x' } } } }]);
  });

  test('asks for a part as soon as the fetches that it needs are done, and sends it after what it stands in', async () => {
    let end: (() => void) | undefined;
    const slow: Answer = async (asked) => {
      if (asked.query === '{count}') await new Promise<void>((resolve) => (end = resolve));
      return asked.query === '{count}' ? { count: 1 } : answer(asked);
    };
    const running = resultsOf(
      '{ count book { id ... @defer { author { name } } } }',
      [bookFetch, rootFetchOf('b', '{count}'), author],
      slow,
    );
    while (!end) await new Promise(setImmediate);
    await new Promise(setImmediate);
    end();
    const { all, asked } = await running;
    expect(asked.map(({ subgraph, query }) => (query === '{count}' ? query : subgraph)).sort()).toEqual([
      'a',
      'b',
      '{count}',
    ]);
    expect(all).toMatchObject([
      { data: { count: 1, book: { id: '1' } }, hasNext: true },
      { incremental: [{ data: { author: { name: 'x' } } }], hasNext: false },
    ]);
  });

  test('waits for a fetch within another part', async () => {
    const second = part(1, 'book', 'c', 'left', { after: [1] });
    const order: string[] = [];
    const { all } = await resultsOf(
      '{ book { id ... @defer { author { name } } ... @defer { left } } }',
      [bookFetch, author, second],
      async ({ subgraph }) => {
        order.push(`${subgraph} asked`);
        if (subgraph === 'b') for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
        order.push(`${subgraph} answers`);
        if (subgraph === 'a') return { book: book('1') };
        return entities(subgraph === 'b' ? { author: { name: 'x' } } : { left: 2 });
      },
    );
    expect(order).toEqual(['a asked', 'a answers', 'b asked', 'b answers', 'c asked', 'c answers']);
    const sent = all.slice(1).flatMap((one) => (one as { incremental: { data: unknown }[] }).incremental);
    expect(sent.map(({ data }) => data)).toEqual([{ author: { name: 'x' } }, { left: 2 }]);
  });

  test('tells of parts within a part when that is sent', async () => {
    const inner = part(1, 'book', 'c', 'left');
    const { all } = await resultsOf(
      '{ book { id ... @defer(label: "outer") { author { name } ... @defer(label: "inner") { left } } } }',
      [bookFetch, author, inner],
      (asked) => (asked.subgraph === 'c' ? entities({ left: 2 }) : answer(asked)),
    );
    const outerPart = { id: '0', path: ['book'], label: 'outer' };
    const innerPart = { id: '1', path: ['book'], label: 'inner' };
    expect(all).toEqual([
      { data: { book: { id: '1' } }, pending: [outerPart], hasNext: true },
      {
        incremental: [
          { ...outerPart, data: { author: { name: 'x' } } },
          { ...innerPart, data: { left: 2 } },
        ],
        pending: [innerPart],
        hasNext: false,
      },
    ]);
  });

  test('numbers the parts of a list, each with its own errors', async () => {
    const authors = part(0, 'books.@', 'b', 'author{name born}');
    const { all } = await resultsOf(
      '{ books { id ... @defer { author { name born } } } }',
      [booksFetch, authors],
      ({ subgraph }) =>
        subgraph === 'a'
          ? { books: [book('1'), null, book('2'), book('3')] }
          : {
              data: entities(
                { author: { name: null, born: 1 } },
                { author: { name: 'y', born: null } },
                {
                  author: { name: 'z', born: 3 },
                },
              ),
              errors: [subgraphError('no name', ['_entities', 0, 'author', 'name']), subgraphError('tired')],
            },
    );
    const extensions = { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'b' };
    expect(all[1]).toEqual({
      incremental: [
        {
          id: '0',
          path: ['books', 0],
          data: { author: { name: null, born: 1 } },
          errors: [
            expect.objectContaining({ message: 'no name', path: ['books', 0, 'author', 'name'], extensions }),
            expect.objectContaining({ message: 'tired', path: ['books'] }),
          ],
        },
        {
          id: '1',
          path: ['books', 2],
          data: { author: null },
          errors: [
            expect.objectContaining({
              message: 'Cannot return null for non-nullable field Author.born: tired',
              path: ['books', 2, 'author', 'born'],
              extensions,
            }),
          ],
        },
        { id: '2', path: ['books', 3], data: { author: { name: 'z', born: 3 } } },
      ],
      pending: [],
      hasNext: false,
    });
  });

  test('is null in a part where a field of it must not be', async () => {
    const pages = part(0, 'book', 'a', 'pages');
    const { all } = await resultsOf('{ book { id ... @defer { pages } } }', [bookFetch, pages], ({ query }) =>
      query.includes('_entities') ? entities({ pages: null }) : { book: book('1') },
    );
    expect(all[1]).toMatchObject({
      incremental: [{ data: null, errors: [{ path: ['book', 'pages'] }] }],
      hasNext: false,
    });
  });

  test('has the errors of what is there first with that', async () => {
    const { all } = await resultsOf(text, [bookFetch, author], ({ subgraph }) =>
      subgraph === 'a'
        ? { data: { book: book('1') }, errors: [subgraphError('tired', ['book'])] }
        : entities({ author: null }),
    );
    expect(all).toMatchObject([
      { errors: [{ message: 'tired', path: ['book'] }], hasNext: true },
      { incremental: [{ data: { author: null } }] },
    ]);
    expect(all[1]).not.toHaveProperty('incremental.0.errors');
  });

  test('says of a part what went wrong inside the gateway', async () => {
    for (const [failure, message] of [
      [new TypeError('a bug'), 'a bug'],
      ['a text', 'a text'],
    ] as const) {
      const { all } = await resultsOf(text, [bookFetch, author], ({ subgraph }) => {
        if (subgraph === 'a') return { book: book('1') };
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what is no error must be told too
        throw failure;
      });
      expect(all[1]).toMatchObject({
        incremental: [{ path: ['book'], data: null, errors: [{ message, path: ['book'] }] }],
        hasNext: false,
      });
    }
  });

  test('sends what is ready while others are waited for', async () => {
    let end: (() => void) | undefined;
    const left = part(1, 'book', 'c', 'left');
    const { result } = await start(
      '{ book { id ... @defer { author { name } } ... @defer { left } } }',
      [bookFetch, author, left],
      async (asked) => {
        if (asked.subgraph !== 'c') return answer(asked);
        await new Promise<void>((resolve) => (end = resolve));
        return entities({ left: 2 });
      },
    );
    const results = result as IncrementalResults;
    expect((await results.next()).value).toMatchObject({ pending: [{ id: '0' }, { id: '1' }] });
    expect((await results.next()).value).toMatchObject({ incremental: [{ id: '0' }], hasNext: true });
    end?.();
    expect((await results.next()).value).toMatchObject({ incremental: [{ id: '1' }], hasNext: false });
    expect(await results.next()).toEqual({ value: undefined, done: true });
  });

  test('that the caller left is fetched nothing more for, and ends though it waits', async () => {
    const cancellation = new Cancellation();
    const late = part(1, 'book', 'c', 'left', { after: [1] });
    let end: (() => void) | undefined;
    const { result, asked } = await start(
      '{ book { id ... @defer { author { name } } ... @defer { left } } }',
      [bookFetch, author, late],
      async (one) => {
        if (one.subgraph === 'a') return { book: book('1') };
        await new Promise<void>((resolve) => (end = resolve));
        return entities({ author: { name: 'x' } });
      },
      { cancellation },
    );
    const results = result as IncrementalResults;
    await results.next();
    const waiting = results.next();
    const returned = results.return(undefined);
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(await returned).toEqual({ value: undefined, done: true });
    expect(cancellation.cancelled).toBe(true);
    while (!end) await new Promise(setImmediate);
    end();
    await new Promise(setImmediate);
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['a', 'b']);
  });
});
