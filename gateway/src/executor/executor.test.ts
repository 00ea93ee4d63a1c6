import { describe, expect, test } from '@jest/globals';
import type { GraphQLError } from 'graphql';
import { Cancellation } from '../cancellation.js';
import {
  type Answer,
  booksAt,
  bookshopOf,
  fetchOf,
  frozen,
  inputOf,
  operationOf,
  parallel,
  pathOf,
  sequence,
  subgraphError,
} from '../fixtures/planned.js';
import type { PlanNode } from '../planner/planner.js';
import { notGraphQL, SubgraphFault } from '../subgraph/subgraph-fault.js';
import type { FetchObserver } from '../telemetry/fetch-observer.js';
import { compileOperation } from './executor.js';
import type { PlanContext } from './plan-node.js';

/** Runs an operation with a plan, and tells its answer and what the subgraphs were asked. */
async function run(
  text: string,
  node: PlanNode | undefined,
  answer: Answer = () => null,
  {
    input = inputOf(),
    onResponse,
    ...more
  }: Partial<PlanContext> & {
    input?: ReturnType<typeof inputOf>;
    isShared?: boolean;
    onResponse?: (kept: number) => void;
  } = {},
) {
  const { context, asked } = bookshopOf(answer, more);
  const plan = node && { kind: 'QueryPlan' as const, node };
  const { data, errors } = await compileOperation(operationOf(text), plan, context, onResponse)(input);
  return { data, errors: errors?.map(shown), asked: asked.map(({ subgraph }) => subgraph), requests: asked };
}
const shown = ({ message, path, extensions }: GraphQLError) => ({
  message,
  path: path?.join('.'),
  extensions: { ...extensions },
});
const places = (errors: ReturnType<typeof shown>[] | undefined) => errors?.map(({ path }) => path);

const book = (id: string, more = {}) => ({ __typename: 'Book', id, ...more });
const entities = (...of: unknown[]) => ({ _entities: of });
const bookFetch = fetchOf('a', '{book{__typename id title}}');
const booksFetch = fetchOf('a', '{books{__typename id}}');

describe('a plan', () => {
  test('in sequence asks for what the first fetch gave', async () => {
    const text = '{ book { author { name } id } }';
    const plan = sequence(bookFetch, booksAt('book', 'b', 'author{name}'));
    const { data, errors, requests } = await run(text, plan, ({ subgraph }) =>
      subgraph === 'a' ? { book: book('1', { title: 't' }) } : entities({ author: { name: 'x' } }),
    );
    expect(JSON.stringify(data)).toBe('{"book":{"author":{"name":"x"},"id":"1"}}');
    expect(errors).toBeUndefined();
    expect(requests.map(({ subgraph, query, variables }) => ({ subgraph, query, variables }))).toEqual([
      { subgraph: 'a', query: '{book{__typename id title}}', variables: {} },
      {
        subgraph: 'b',
        query: expect.stringContaining('...on Book{author{name}}') as never,
        variables: { representations: [book('1')] },
      },
    ]);
  });

  test('in sequence goes on where a fetch has nobody to ask about', async () => {
    const plan = sequence(booksAt('book', 'b', 'author{name}'), fetchOf('b', '{count}'));
    expect(await run('{ count book { id } }', plan, () => ({ count: 3 }))).toMatchObject({
      data: { count: 3, book: null },
      asked: ['b'],
    });
  });

  test('side by side asks for nothing twice, waits for all, and takes in what came in the plan’s order', async () => {
    const answers: ((data: never) => void)[] = [];
    const plan = sequence(
      booksFetch,
      parallel(booksAt('books.@', 'b', 'author{name}'), booksAt('books.@', 'c', 'left'), fetchOf('b', '{count}')),
    );
    const running = run('{ books { id author { name } left } count }', plan, ({ subgraph, query }) => {
      if (subgraph === 'a') return { books: [book('1'), book('2')] };
      if (query === '{count}') return { count: 2 };
      return new Promise((resolve) => answers.push(resolve));
    });
    while (answers.length < 2) await new Promise(setImmediate);
    // The second is there first.
    answers[1]?.(entities({ left: 1 }, { left: 2 }) as never);
    await new Promise(setImmediate);
    answers[0]?.(entities({ author: { name: 'x' } }, { author: null }) as never);
    const { data, errors, asked } = await running;
    expect(errors).toBeUndefined();
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
    expect(data).toEqual({
      books: [
        { id: '1', author: { name: 'x' }, left: 1 },
        { id: '2', author: null, left: 2 },
      ],
      count: 2,
    });
  });

  test('side by side may have sequences in it, and parts of which nothing is to be asked', async () => {
    const plan = parallel(
      sequence(bookFetch, booksAt('book', 'b', 'author{name}')),
      sequence(booksAt('books.@', 'c', 'left')),
      { kind: 'Condition', condition: 'on', ifClause: fetchOf('b', '{count}') },
    );
    const answer: Answer = ({ subgraph, query }) => {
      if (subgraph === 'a') return { book: book('1') };
      return query === '{count}' ? { count: 5 } : entities({ author: { name: 'x' } });
    };
    const text = 'query($on: Boolean!) { book { author { name } } count @include(if: $on) }';
    expect((await run(text, plan, answer, { input: inputOf({ on: true }) })).data).toEqual({
      book: { author: { name: 'x' } },
      count: 5,
    });
    expect((await run(text, plan, answer, { input: inputOf({ on: false }) })).data).toEqual({
      book: { author: { name: 'x' } },
    });
  });

  test('side by side of which nothing is to be asked is over at once', async () => {
    const plan = parallel(booksAt('books.@', 'c', 'left'), booksAt('books.@', 'b', 'author{name}'));
    expect(await run('{ books { id } }', plan)).toMatchObject({ data: { books: null }, asked: [] });
  });

  test.each([
    [true, 'a'],
    [false, 'b'],
  ])('with a condition that is %s asks %s', async (on, subgraph) => {
    const node: PlanNode = {
      kind: 'Condition',
      condition: 'on',
      ifClause: bookFetch,
      elseClause: fetchOf('b', '{count}'),
    };
    const text = 'query($on: Boolean!) { book @include(if: $on) { id } count @skip(if: $on) }';
    const answer: Answer = (asked) => (asked.subgraph === 'a' ? { book: book('1') } : { count: 3 });
    const { data, asked } = await run(text, node, answer, { input: inputOf({ on }) });
    expect(asked).toEqual([subgraph]);
    expect(data).toEqual(on ? { book: { id: '1' } } : { count: 3 });
  });

  test('with one clause asks nothing for the other', async () => {
    const then = { kind: 'Condition', condition: 'on', ifClause: bookFetch, elseClause: null } as unknown as PlanNode;
    const otherwise = { kind: 'Condition', condition: 'on', elseClause: bookFetch } as PlanNode;
    const text = 'query($on: Boolean!) { book @include(if: $on) { id } }';
    expect((await run(text, then, () => null, { input: inputOf({ on: false }) })).asked).toEqual([]);
    expect((await run(text, otherwise, () => null, { input: inputOf({ on: true }) })).asked).toEqual([]);
    expect((await run(text, otherwise, () => null, { input: inputOf({ on: 'true' }) })).asked).toEqual(['a']);
  });

  test('of anything but fetches is a fault of the planner', async () => {
    await expect(run('{ count }', { kind: 'Defer' } as never)).rejects.toThrow(
      'Expected a plan of fetches, got Defer.',
    );
    const nested = { kind: 'Flatten', path: pathOf('book'), node: sequence() } as never;
    await expect(run('{ count }', nested)).rejects.toThrow('Expected a plan of fetches, got Sequence.');
  });

  test('tells whoever observes the request what it fetches, where, and whom it leaves out', async () => {
    const told: unknown[] = [];
    const observer: FetchObserver = {
      plans: ({ kind }) => told.push(kind),
      leavesOut: (_, count) => told.push(`${count} left out`),
      begins: ({ subgraph, path }) => {
        told.push(`${subgraph} at ${path}`);
        return { headers: { traceparent: 't' }, ends: (end) => told.push(end) };
      },
    };
    const batch = {
      kind: 'BatchFetch',
      serviceName: 'c',
      operationKind: 'query',
      operation: 'query($r:[_Any!]!){_e:_entities(representations:$r){...on Book{left}}}',
      entityBatch: {
        aliases: [
          {
            alias: '_e',
            representationsVariableName: 'r',
            paths: [pathOf('books.@'), [...pathOf('media'), { TypeCondition: ['Book', 'Film'] }, { Field: 'next' }]],
            requires: [
              {
                kind: 'InlineFragment',
                typeCondition: 'Book',
                selections: ['__typename', 'id'].map((name) => ({ kind: 'Field', name })),
              },
            ],
          },
        ],
      },
    } as unknown as PlanNode;
    const typed = booksAt('books.@', 'b', 'author{name}') as { path: unknown[] };
    typed.path.push({ TypeCondition: ['Book'] });
    const plan = sequence(booksFetch, batch, typed as never);
    const { requests } = await run(
      '{ books { id left author { name } } }',
      plan,
      ({ subgraph }) => {
        if (subgraph === 'a') return { books: [book('1'), { __typename: 'Book' }] };
        if (subgraph === 'b') return notGraphQL('b', 'cut off');
        return { data: { _e: [{ left: 1 }] }, errors: [subgraphError('tired')] };
      },
      { input: inputOf({}, { observer: { fetches: observer } as never }) },
    );
    expect(told).toEqual([
      'Sequence',
      'a at ',
      { errors: 0 },
      '1 left out',
      'c at books.@, media.|[Book, Film].next',
      { errors: 1 },
      '1 left out',
      'b at books.@',
      { fault: 'SUBGRAPH_INVALID_RESPONSE', errors: 0 },
    ]);
    expect(requests.map(({ ask }) => ask.headers)).toEqual(Array(3).fill({ traceparent: 't' }));
  });
});

describe('a fetch that others share', () => {
  test('changes nothing of what they see', async () => {
    const seen = {
      a: frozen({ books: [book('1', { next: book('2') }), book('2')], book: book('1') }),
      b: frozen(entities({ author: { name: 'x' } }, { author: { name: 'y' } })),
      c: frozen(entities({ author: { born: 1 } }, { author: { born: 2 } })),
    };
    const plan = sequence(
      fetchOf('a', '{books{__typename id next{__typename id}} book{__typename id}}'),
      parallel(booksAt('books.@', 'b', 'author{name}'), booksAt('book', 'c', 'author{born}')),
      booksAt('books.@', 'c', 'author{born}'),
    );
    const { data, errors } = await run(
      '{ books { id author { name born } } book { id author { born } } }',
      plan,
      ({ subgraph, variables }) => {
        if (subgraph !== 'c') return seen[subgraph as 'a' | 'b'];
        const { length } = variables['representations'] as unknown[];
        return length === 1 ? frozen(entities({ author: { born: 7 } })) : seen.c;
      },
      { isShared: true },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      books: [
        { id: '1', author: { name: 'x', born: 1 } },
        { id: '2', author: { name: 'y', born: 2 } },
      ],
      book: { id: '1', author: { born: 7 } },
    });
  });

  test('is copied where it is rewritten, or where others wait for what is there already', async () => {
    const rename = (...path: string[]) => [
      { KeyRenamer: { path: path.map((Key) => ({ Key })), renameKeyTo: 'title' } } as never,
    ];
    const plan = sequence(
      fetchOf('a', '{book{__typename id t:title}}', { outputRewrites: rename('book', 't') }),
      booksAt('book', 'b', 't:title', { outputRewrites: rename('_entities', 't') }),
    );
    const { data, errors } = await run(
      '{ book { title } }',
      plan,
      ({ subgraph }) => frozen(subgraph === 'a' ? { book: book('1', { t: 'one' }) } : entities({ t: 'two' })),
      { isShared: true },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ book: { title: 'two' } });
  });
});

describe('rewrites', () => {
  const outputRewrites = [{ KeyRenamer: { path: [{ Key: 't' }], renameKeyTo: 'title' } }] as never;
  const atRoot = [{ KeyRenamer: { path: [{ Key: 'one' }], renameKeyTo: 'book' } }] as never;

  test('of an entity lead its errors to the place that the client knows', async () => {
    const plan = sequence(booksFetch, booksAt('books.@', 'b', 't:title', { outputRewrites }));
    const { data, errors } = await run('{ books { title } }', plan, ({ subgraph }) =>
      subgraph === 'a'
        ? { books: [book('1'), book('2')] }
        : { data: entities({ t: 'one' }, { t: null }), errors: [subgraphError('no title', ['_entities', 1, 't'])] },
    );
    expect(data).toEqual({ books: [{ title: 'one' }, { title: null }] });
    expect(places(errors)).toEqual(['books.1.title']);
  });

  test('of a representation are what the subgraph is sent', async () => {
    const inputRewrites = [
      { ValueSetter: { path: [{ TypenameEquals: ['Book'] }, { Key: '__typename' }], setValueTo: 'Media' } },
    ] as never;
    const plan = sequence(bookFetch, booksAt('book', 'b', 'author{name}', { inputRewrites }));
    const { requests } = await run('{ book { id } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { book: book('1') } : entities(null),
    );
    expect(requests[1]?.variables).toEqual({ representations: [{ __typename: 'Media', id: '1' }] });
  });

  test('of the root lead its data, errors and faults to the place that the client knows', async () => {
    const plan = fetchOf('a', '{one:book{id}}', { outputRewrites: atRoot });
    expect((await run('{ book { id } }', plan, () => ({ one: { id: '1' } }))).data).toEqual({ book: { id: '1' } });
    const withError = { data: { one: null }, errors: [subgraphError('no', ['one', 'id'])] };
    expect(places((await run('{ book { id } }', plan, () => withError as never)).errors)).toEqual(['book.id']);
    expect(places((await run('{ book { id } }', plan, () => notGraphQL('a', 'x'))).errors)).toEqual(['book']);
  });
});

describe('errors', () => {
  test('name the subgraph and keep what it says, with a code where it gives none', async () => {
    const { data, errors } = await run('{ book { id } }', bookFetch, () => ({
      data: { book: null },
      errors: [
        subgraphError('one', ['book'], { code: 'NOT_FOUND', serviceName: 'forged', more: 1 }),
        subgraphError('two', ['book']),
        subgraphError('three'),
        subgraphError('four', []),
      ],
    }));
    expect(data).toEqual({ book: null });
    const code = 'DOWNSTREAM_SERVICE_ERROR';
    expect(errors).toEqual([
      { message: 'one', path: 'book', extensions: { code: 'NOT_FOUND', serviceName: 'a', more: 1 } },
      { message: 'two', path: 'book', extensions: { code, serviceName: 'a' } },
      { message: 'three', path: undefined, extensions: { code, serviceName: 'a' } },
      { message: 'four', path: undefined, extensions: { code, serviceName: 'a' } },
    ]);
  });

  test('are at the client’s places: under its keys, and not below what it asked for', async () => {
    const text = '{ _alias_title: book { ...F } books { id } } fragment F on Book { ... on Media { name: title } }';
    const plan = fetchOf('a', '{_alias_title:book{name:title pages} books{id}}');
    const { errors } = await run(text, plan, () => ({
      data: { _alias_title: { name: null, pages: 1 }, books: [{ id: '1' }] },
      errors: [
        subgraphError('renamed', ['_alias_title', 'name']),
        subgraphError('not asked for', ['_alias_title', 'pages']),
        subgraphError('in a list', ['books', 0, 'id']),
        subgraphError('of another root', ['count']),
      ],
    }));
    expect(errors?.map(({ message, path }) => [message, path])).toEqual([
      ['renamed', 'title.name'],
      ['not asked for', 'title'],
      ['in a list', 'books.0.id'],
      ['of another root', undefined],
    ]);
  });

  test('that say the same of one place are one', async () => {
    const { errors } = await run('{ book { id } count }', parallel(bookFetch, fetchOf('b', '{count}')), (asked) => ({
      data: null,
      errors: [
        ...[1, 2].map(() => subgraphError('no', ['book'])),
        subgraphError('no', ['book', 'id']),
        subgraphError('no', ['book'], { code: 'X' }),
        ...(asked.subgraph === 'b' ? [subgraphError('other', ['book'])] : []),
      ],
    }));
    expect(errors?.map(({ message, path, extensions }) => [message, path, extensions['serviceName']])).toEqual([
      ['no', 'book', 'a'],
      ['no', 'book.id', 'a'],
      ['no', 'book', 'a'],
      ['no', 'book', 'b'],
      ['no', 'book.id', 'b'],
      ['no', 'book', 'b'],
      ['other', 'book', 'b'],
    ]);
  });

  test('say why a field is null that must not be, and nothing is said twice', async () => {
    const plan = fetchOf('a', '{must{id pages} books{id pages}}');
    const { data, errors } = await run('{ books { pages } must { pages } }', plan, () => ({
      data: { must: { pages: null }, books: [{ pages: null }, { pages: null }, { pages: 3 }] },
      errors: [subgraphError('no pages', ['books', 0, 'pages'])],
    }));
    expect(data).toBeNull();
    expect(errors?.map(({ message, path, extensions }) => [message, path, extensions['code']])).toEqual([
      ['no pages', 'books.0.pages', 'DOWNSTREAM_SERVICE_ERROR'],
      ['Cannot return null for non-nullable field Book.pages.', 'books.1.pages', 'SUBGRAPH_INVALID_RESPONSE'],
      ['Cannot return null for non-nullable field Book.pages.', 'must.pages', 'SUBGRAPH_INVALID_RESPONSE'],
    ]);
  });

  test('below a place explain its null, and those of the root the root’s', async () => {
    const plan = fetchOf('a', '{must{pages}}');
    const below = { data: { must: null }, errors: [subgraphError('no', ['must', 'pages'])] };
    expect(places((await run('{ must { pages } }', plan, () => below as never)).errors)).toEqual(['must.pages']);
    // An error without a place explains nothing.
    const nowhere = { data: { must: null }, errors: [subgraphError('no')] };
    expect(places((await run('{ must { pages } }', plan, () => nowhere as never)).errors)).toEqual([undefined, 'must']);
  });

  test('of what a caller may not see stand beside those of the subgraphs', async () => {
    const refusal: PlanContext['refusal'] = (type, field) =>
      type === 'Book' && field === 'title' ? { field: 'Book.title', unmet: { kind: 'authenticated' } } : undefined;
    const { data, errors } = await run(
      '{ book { id title } }',
      bookFetch,
      () => ({ data: { book: book('1') }, errors: [subgraphError('tired', ['book', 'title'])] }),
      { refusal },
    );
    expect(data).toEqual({ book: { id: '1', title: null } });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      ['book.title', 'DOWNSTREAM_SERVICE_ERROR'],
      ['book.title', 'UNAUTHORIZED_FIELD_OR_TYPE'],
    ]);
  });

  test('of a subgraph that gives no answer are at the fields that it was asked for, and their cause is in the log', async () => {
    const logged: unknown[] = [];
    const fault = new SubgraphFault('SUBGRAPH_TIMEOUT', 'late', { cause: new Error('inner') });
    const plan = fetchOf('a', 'query($on:Boolean!){book{id} books @include(if:$on){id} self{__typename}}');
    const text = 'query($on: Boolean!) { book { id } books @include(if: $on) { id } self { __typename } }';
    const { data, errors } = await run(text, plan, () => fault, {
      input: inputOf({ on: false }, { log: { warn: (...what: unknown[]) => logged.push(what) } as never }),
    });
    expect(data).toEqual({ book: null, self: null });
    const extensions = { code: 'SUBGRAPH_TIMEOUT', serviceName: 'a' };
    expect(errors).toEqual([
      { message: 'late', path: 'book', extensions },
      { message: 'late', path: 'self', extensions },
    ]);
    expect(logged).toEqual([
      [{ err: fault, subgraph: 'a', url: 'http://a/', code: 'SUBGRAPH_TIMEOUT' }, 'subgraph failed'],
    ]);
  });

  test('of a subgraph that gives no entities are at the places where they stand', async () => {
    const plan = sequence(booksFetch, booksAt('books.@', 'b', 'author{name}'));
    const { data, errors } = await run('{ books { id author { name } } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { books: [book('1')] } : new SubgraphFault('SUBGRAPH_UNREACHABLE', 'gone'),
    );
    expect(data).toEqual({ books: [{ id: '1', author: null }] });
    expect(errors).toEqual([
      { message: 'gone', path: 'books', extensions: { code: 'SUBGRAPH_UNREACHABLE', serviceName: 'b' } },
    ]);
  });

  test('of a wrong number of entities say how many there had to be', async () => {
    const plan = sequence(booksFetch, booksAt('books.@', 'b', 'author{name}'));
    const { errors } = await run('{ books { id } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { books: [book('1'), book('2')] } : entities(null),
    );
    expect(errors?.map(({ message }) => message)).toEqual(['b gave no valid GraphQL response (not 2 entities).']);
  });

  test('of an entity that has none of its own are at all places, wherever its path leads', async () => {
    const plan = sequence(booksFetch, booksAt('books.@', 'b', 'author{name}'));
    const paths = [['_entities'], ['_entities', 'x'], ['_entities', 7, 'author'], ['other', 0], []];
    const { errors } = await run('{ books { id author { name } } }', plan, ({ subgraph }) =>
      subgraph === 'a'
        ? { books: [book('1')] }
        : {
            data: entities({ author: null }),
            errors: [
              ...paths.map((path, index) => subgraphError(String(index), path)),
              subgraphError('own', ['_entities', 0, 'author']),
            ],
          },
    );
    expect(places(errors)).toEqual([...paths.map(() => 'books'), 'books.0.author']);
  });

  test('of an answer that is nested too deeply are the subgraph’s', async () => {
    const deep = () => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const response = Object.defineProperty({ errors: [] }, 'data', { get: deep, enumerable: true });
    const { data, errors } = await run('{ book { id } }', bookFetch, () => response);
    expect(data).toEqual({ book: null });
    expect(errors?.map(({ message, path }) => [message, path])).toEqual([
      ['a gave no valid GraphQL response (nested too deeply).', 'book'],
    ]);
  });

  test('of the gateway itself fail the request', async () => {
    const bug = () => {
      throw new TypeError('a bug');
    };
    const response = Object.defineProperty({ errors: [] }, 'data', { get: bug, enumerable: true });
    await expect(run('{ book { id } }', bookFetch, () => response as never)).rejects.toThrow('a bug');
    await expect(run('{ book { id } }', bookFetch, () => new Error('another'))).rejects.toThrow('another');
  });

  test('are none where the client left', async () => {
    const { errors } = await run('{ book { id } }', bookFetch, () => new SubgraphFault('REQUEST_CANCELLED', 'left'));
    expect(errors).toBeUndefined();
  });
});

describe('a client that left', () => {
  test('is fetched nothing more for', async () => {
    const cancellation = new Cancellation();
    const plan = sequence(booksFetch, parallel(booksAt('books.@', 'b', 'author{name}'), fetchOf('b', '{count}')));
    const { asked } = await run(
      '{ books { id } }',
      plan,
      () => {
        cancellation.cancel();
        return { books: [book('1')] };
      },
      { input: inputOf({}, { cancellation }) },
    );
    expect(asked).toEqual(['a']);
  });

  test('has done what it asked to be done', async () => {
    const cancellation = new Cancellation();
    cancellation.cancel();
    const mutation = { operationKind: 'mutation' as const };
    const plan = sequence(
      fetchOf('a', 'mutation{add{id}}', mutation),
      fetchOf('b', 'mutation{remove{id}}', mutation),
      fetchOf('b', '{count}', { operationKind: undefined }),
    );
    const { asked, requests } = await run('mutation { add { id } remove { id } }', plan, () => null, {
      input: inputOf({}, { cancellation }),
    });
    expect(asked).toEqual(['a', 'b']);
    expect(requests.map(({ ask }) => ask.idempotent)).toEqual([false, false]);
  });

  test('of a mutation is asked of entities as anybody is', async () => {
    const plan = sequence(
      fetchOf('a', 'mutation{add{__typename id}}', { operationKind: 'mutation' }),
      booksAt('add', 'b', 'author{name}'),
      booksAt('add', 'c', 'left', { operationKind: 'mutation' }),
    );
    const { requests } = await run('mutation { add { id } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { add: book('1') } : entities(null),
    );
    expect(requests.map(({ ask }) => ask.idempotent)).toEqual([false, true, false]);
  });
});

describe('an answer', () => {
  test('has nothing that the fetch did not ask for', async () => {
    const { data } = await run('{ book { id } count }', bookFetch, () => ({ book: { id: '1' }, count: 666 }));
    expect(data).toEqual({ book: { id: '1' }, count: null });
  });

  test('is null where the subgraph says nothing', async () => {
    expect(await run('{ book { id } }', bookFetch, () => null)).toMatchObject({ data: { book: null } });
  });

  test('of a hidden type is null, and no error tells of it', async () => {
    const plan = fetchOf('a', '{media{__typename id}}');
    const film = { media: { __typename: 'Film', id: '1' } };
    const { data, errors } = await run('{ media { __typename id } }', plan, () => film);
    expect({ data, errors }).toEqual({ data: { media: null }, errors: undefined });
    const unknown = { media: { __typename: 'Nothing', id: '1' } };
    expect((await run('{ media { __typename id } }', plan, () => unknown)).errors).toHaveLength(1);
  });

  test('of the root again gives every such place the same fields, and none of another’s', async () => {
    const plan = sequence(fetchOf('a', '{self{__typename} one:self{__typename}}'), {
      kind: 'Flatten',
      path: pathOf('self'),
      node: fetchOf('b', '{count}'),
    });
    const { data } = await run('{ self { count } one: self { count } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { self: { __typename: 'Query' }, one: { __typename: 'Query' } } : { count: 1 },
    );
    expect(data).toEqual({ self: { count: 1 }, one: { count: null } });
  });
});

describe('of itself the gateway answers', () => {
  test('what is asked about the schema, beside what the subgraphs give', async () => {
    const text =
      'query($type: String!) { __typename __schema { queryType { name } } book { id } t: __type(name: $type) { name } }';
    const { data, errors } = await run(text, bookFetch, () => ({ book: { id: '1' } }), {
      input: inputOf({ type: 'Author' }),
    });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      __typename: 'Query',
      __schema: { queryType: { name: 'Query' } },
      book: { id: '1' },
      t: { name: 'Author' },
    });
  });

  test('without any plan, and with its own errors', async () => {
    expect(await run('{ __type(name: "Film") { name } }', undefined)).toMatchObject({
      data: { __type: null },
      errors: undefined,
    });
    const failing = await run('query($type: String!) { __type(name: $type) { name } }', undefined);
    expect(failing.errors).toHaveLength(1);
    expect(failing.errors?.[0]?.message).toContain('"$type" of required type "String!" was not provided');
  });

  test('nothing about the schema that the caller may not see', async () => {
    const refusal: PlanContext['refusal'] = (type, field) =>
      type === 'Query' && field === '__type' ? { field: '__type', unmet: { kind: 'authenticated' } } : undefined;
    const { data, errors } = await run(
      '{ __schema { queryType { name } } __type(name: "Book") { name } }',
      undefined,
      undefined,
      { refusal },
    );
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } }, __type: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      ['__type', 'UNAUTHORIZED_FIELD_OR_TYPE'],
    ]);
  });
});

describe('variables', () => {
  test('with the planner’s names are sent under others, if the client gave them', async () => {
    const text =
      'query($representations: ID, $contextualArgument_1: ID, $id: ID) { book(id: $representations) { id } }';
    const plan = fetchOf('a', 'query($_client_representations:ID,$id:ID){book(id:$_client_representations){id}}', {
      variableUsages: ['_client_representations', '_client_contextualArgument_1', 'id'],
    });
    const { requests } = await run(text, plan, () => null, { input: inputOf({ representations: '1', id: '2' }) });
    expect(requests[0]?.variables).toEqual({ _client_representations: '1', id: '2' });
    const { requests: others } = await run(text, plan, () => null, {
      input: inputOf({ contextualArgument_1: '3' }),
    });
    expect(others[0]?.variables).toEqual({ _client_contextualArgument_1: '3' });
  });

  test('on which it depends what is asked have a response each, which is kept', async () => {
    const kept: number[] = [];
    const { context } = bookshopOf(() => ({ book: book('1', { title: 't' }) }));
    const text = 'query($a: Boolean, $b: Boolean) { book { id @skip(if: $a) title @include(if: $b) } }';
    const plan = { kind: 'QueryPlan', node: bookFetch } as never;
    const execute = compileOperation(operationOf(text), plan, context, (count) => kept.push(count));
    const answers: unknown[] = [];
    for (const variables of [{ a: true, b: true }, { a: false, b: true }, { a: true, b: false }, { b: true }, {}]) {
      answers.push(((await execute(inputOf(variables))).data as Record<string, unknown>)['book']);
    }
    expect(answers).toEqual([{ title: 't' }, { id: '1', title: 't' }, {}, { id: '1', title: 't' }, { id: '1' }]);
    expect(kept).toEqual([1, 2, 3, 4]);
    const quiet = compileOperation(operationOf(text), plan, context);
    expect((await quiet(inputOf({ a: true }))).data).toEqual({ book: {} });
  });
});
