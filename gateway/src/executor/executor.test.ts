import { describe, expect, test } from '@jest/globals';
import type { GraphQLError } from 'graphql';
import { Cancellation } from '../base/cancellation.js';
import {
  type Answer,
  booksAt,
  bookshopOf,
  frozen,
  inputOf,
  inputsOf,
  operationOf,
  pathOf,
  planOf,
  rootFetchOf,
  subgraphError,
} from '../fixtures/planned.js';
import type { Plan, Rename } from '../plan/plan.js';
import { notGraphQL, SubgraphFault } from '../errors/subgraph-fault.js';
import type { RequestObserver } from './fetch/request-observer.js';
import { compileOperation } from './executor.js';
import type { PlanContext } from './fetch/plan-context.js';
import { FieldRefusal } from '../authorization/unauthorized.js';

/** Runs an operation with a plan; gives its answer and the requests to the subgraphs. */
async function run(
  text: string,
  plan: Plan,
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
const bookFetch = rootFetchOf('a', '{book{__typename id title}}');
const booksFetch = rootFetchOf('a', '{books{__typename id}}');

describe('a plan', () => {
  test('asks for what the first fetch gave', async () => {
    const text = '{ book { author { name } id } }';
    const plan = planOf(bookFetch, booksAt('book', 'b', 'author{name}', { after: [0] }));
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

  test('goes on where a fetch has nobody to ask about', async () => {
    const plan = planOf(booksAt('book', 'b', 'author{name}'), rootFetchOf('b', '{count}', { after: [0] }));
    expect(await run('{ count book { id } }', plan, () => ({ count: 3 }))).toMatchObject({
      data: { count: 3, book: null },
      asked: ['b'],
    });
  });

  test('asks for nothing twice, waits for all, and takes in what came in the plan’s order', async () => {
    const answers: ((data: never) => void)[] = [];
    const plan = planOf(
      booksFetch,
      booksAt('books.@', 'b', 'author{name}', { after: [0] }),
      booksAt('books.@', 'c', 'left', { after: [0] }),
      rootFetchOf('b', '{count}', { after: [0] }),
    );
    const running = run('{ books { id author { name } left } count }', plan, ({ subgraph, query }) => {
      if (subgraph === 'a') return { books: [book('1'), book('2')] };
      if (query === '{count}') return { count: 2 };
      return new Promise((resolve) => answers.push(resolve));
    });
    while (answers.length < 2) await new Promise(setImmediate);
    const said = (message: string, data: unknown) => ({ data, errors: [subgraphError(message)] }) as never;
    // The second answers first.
    answers[1]?.(said('second', entities({ left: 1 }, { left: 2 })));
    await new Promise(setImmediate);
    answers[0]?.(said('first', entities({ author: { name: 'x' } }, { author: null })));
    const { data, errors, asked } = await running;
    expect(errors?.map(({ message }) => message)).toEqual(['first', 'second']);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
    expect(data).toEqual({
      books: [
        { id: '1', author: { name: 'x' }, left: 1 },
        { id: '2', author: null, left: 2 },
      ],
      count: 2,
    });
  });

  test('may have fetches that wait for none, and some that ask nothing', async () => {
    const plan = planOf(
      bookFetch,
      booksAt('book', 'b', 'author{name}', { after: [0] }),
      booksAt('books.@', 'c', 'left'),
      rootFetchOf('b', '{count}', { guard: [['on']] }),
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

  test('of which nothing is to be asked is over at once', async () => {
    const plan = planOf(booksAt('books.@', 'c', 'left'), booksAt('books.@', 'b', 'author{name}'));
    expect(await run('{ books { id } }', plan)).toMatchObject({ data: { books: null }, asked: [] });
  });

  test.each([
    [true, 'a'],
    [false, 'b'],
  ])('with a condition that is %s asks %s', async (on, subgraph) => {
    const plan = planOf({ ...bookFetch, guard: [['on']] }, rootFetchOf('b', '{count}', { guard: [['!on']] }));
    const text = 'query($on: Boolean!) { book @include(if: $on) { id } count @skip(if: $on) }';
    const answer: Answer = (asked) => (asked.subgraph === 'a' ? { book: book('1') } : { count: 3 });
    const { data, asked } = await run(text, plan, answer, { input: inputOf({ on }) });
    expect(asked).toEqual([subgraph]);
    expect(data).toEqual(on ? { book: { id: '1' } } : { count: 3 });
  });

  test('asks nothing where a condition does not hold, which true alone fulfils', async () => {
    const [then, otherwise] = [['on'], ['!on']].map((all) => planOf({ ...bookFetch, guard: [all] }));
    const text = 'query($on: Boolean!) { book @include(if: $on) { id } }';
    const asked = async (plan = planOf(), on: unknown) =>
      (await run(text, plan, () => null, { input: inputOf({ on }) })).asked;
    expect(await asked(then, false)).toEqual([]);
    expect(await asked(then, 'true')).toEqual([]);
    expect(await asked(otherwise, true)).toEqual([]);
    expect(await asked(otherwise, 'true')).toEqual(['a']);
  });

  test('tells whoever observes the request what it fetches, where, and whom it leaves out', async () => {
    const told: unknown[] = [];
    const observer: RequestObserver = {
      plans: ({ fetches }) => told.push(`${fetches.length} fetches`),
      leavesOut: (_, count) => told.push(`${count} left out`),
      begins: ({ subgraph, path, node }) => {
        told.push(`${subgraph} at ${path} by ${plan.fetches.indexOf(node)}`);
        return { headers: { traceparent: 't' }, ends: (end) => told.push(end) };
      },
    };
    const plan = planOf(
      booksFetch,
      booksAt(['books.@', 'media.|Book|Film.next'], 'c', 'left', { after: [0] }),
      booksAt('books.@.|Book', 'b', 'author{name}', { after: [1] }),
    );
    const { requests } = await run(
      '{ books { id left author { name } } }',
      plan,
      ({ subgraph }) => {
        if (subgraph === 'a') return { books: [book('1'), { __typename: 'Book' }] };
        if (subgraph === 'b') return notGraphQL('b', 'cut off');
        return { data: entities({ left: 1 }), errors: [subgraphError('tired')] };
      },
      { input: { ...inputOf(), observer } },
    );
    expect(told).toEqual([
      '3 fetches',
      'a at  by 0',
      { errors: 0 },
      '1 left out',
      'c at books.@, media.|[Book, Film].next by 1',
      { errors: 1 },
      '1 left out',
      'b at books.@ by 2',
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
    const plan = planOf(
      rootFetchOf('a', '{books{__typename id next{__typename id}} book{__typename id}}'),
      booksAt('books.@', 'b', 'author{name}', { after: [0] }),
      booksAt('book', 'c', 'author{born}', { after: [0] }),
      booksAt('books.@', 'c', 'author{born}', { after: [1, 2] }),
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

  test.each([
    ['the root’s', [{ path: [{ key: 'book' }, { key: 't' }], to: 'title' }]],
    ['none of the root’s', []],
  ])('is copied where it is renamed, with %s keys too', async (_, atRoot) => {
    const [key, field] = atRoot.length > 0 ? ['t', 't:title'] : ['title', 'title'];
    const plan = planOf(
      rootFetchOf('a', `{book{__typename id ${field}}}`, { renames: atRoot }),
      booksAt('book', 'b', 'p:pages', { renames: [{ path: [{ key: 'p' }], to: 'pages' }], after: [0] }),
    );
    const { data, errors } = await run(
      '{ book { title pages } }',
      plan,
      ({ subgraph }) => frozen(subgraph === 'a' ? { book: book('1', { [key]: 'one' }) } : entities({ p: 2 })),
      { isShared: true },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ book: { title: 'one', pages: 2 } });
  });
});

describe('renames', () => {
  const renames: Rename[] = [{ path: [{ key: 't' }], to: 'title' }];
  const atRoot: Rename[] = [{ path: [{ key: 'one' }], to: 'book' }];

  test('of an entity lead its errors to the place that the caller knows', async () => {
    const plan = planOf(booksFetch, booksAt('books.@', 'b', 't:title', { renames, after: [0] }));
    const { data, errors } = await run('{ books { title } }', plan, ({ subgraph }) =>
      subgraph === 'a'
        ? { books: [book('1'), book('2')] }
        : { data: entities({ t: 'one' }, { t: null }), errors: [subgraphError('no title', ['_entities', 1, 't'])] },
    );
    expect(data).toEqual({ books: [{ title: 'one' }, { title: null }] });
    expect(places(errors)).toEqual(['books.1.title']);
  });

  test('of an entity’s type are what a subgraph is sent that calls it otherwise', async () => {
    const types = [{ type: 'Book', as: 'Media', inputs: inputsOf('id') }];
    const plan = planOf(bookFetch, booksAt('book', 'b', 'author{name}', { types, after: [0] }));
    const { requests } = await run('{ book { id } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { book: book('1') } : entities(null),
    );
    expect(requests[1]?.variables).toEqual({ representations: [{ __typename: 'Media', id: '1' }] });
  });

  test('of the root lead its data, errors and faults to the place that the caller knows', async () => {
    const plan = planOf(rootFetchOf('a', '{one:book{id}}', { renames: atRoot }));
    expect((await run('{ book { id } }', plan, () => ({ one: { id: '1' } }))).data).toEqual({ book: { id: '1' } });
    const withError = { data: { one: null }, errors: [subgraphError('no', ['one', 'id'])] };
    expect(places((await run('{ book { id } }', plan, () => withError as never)).errors)).toEqual(['book.id']);
    expect(places((await run('{ book { id } }', plan, () => notGraphQL('a', 'x'))).errors)).toEqual(['book']);
  });
});

describe('errors', () => {
  test('name the subgraph and keep what it says, with a code where it gives none', async () => {
    const { data, errors } = await run('{ book { id } }', planOf(bookFetch), () => ({
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

  test('are at the caller’s places: under its keys, and not below what it asked for', async () => {
    const text = '{ _alias_title: book { ...F } books { id } } fragment F on Book { ... on Media { name: title } }';
    const plan = planOf(rootFetchOf('a', '{_alias_title:book{name:title pages} books{id}}'));
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
    const { errors } = await run('{ book { id } count }', planOf(bookFetch, rootFetchOf('b', '{count}')), (asked) => ({
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
    const plan = planOf(rootFetchOf('a', '{must{id pages} books{id pages}}'));
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
    const plan = planOf(rootFetchOf('a', '{must{pages}}'));
    const below = { data: { must: null }, errors: [subgraphError('no', ['must', 'pages'])] };
    expect(places((await run('{ must { pages } }', plan, () => below as never)).errors)).toEqual(['must.pages']);
    // An error without a place explains nothing.
    const nowhere = { data: { must: null }, errors: [subgraphError('no')] };
    expect(places((await run('{ must { pages } }', plan, () => nowhere as never)).errors)).toEqual([undefined, 'must']);
  });

  test('of what a caller may not see stand beside those of the subgraphs', async () => {
    const refusal: PlanContext['refusal'] = (type, field) =>
      type === 'Book' && field === 'title' ? new FieldRefusal('Book.title', { kind: 'authenticated' }) : undefined;
    const { data, errors } = await run(
      '{ book { id title } }',
      planOf(bookFetch),
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
    const plan = planOf(rootFetchOf('a', 'query($on:Boolean!){book{id} books @include(if:$on){id} self{__typename}}'));
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
    const plan = planOf(booksFetch, booksAt('books.@', 'b', 'author{name}', { after: [0] }));
    const { data, errors } = await run('{ books { id author { name } } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { books: [book('1')] } : new SubgraphFault('SUBGRAPH_UNREACHABLE', 'gone'),
    );
    expect(data).toEqual({ books: [{ id: '1', author: null }] });
    expect(errors).toEqual([
      { message: 'gone', path: 'books', extensions: { code: 'SUBGRAPH_UNREACHABLE', serviceName: 'b' } },
    ]);
  });

  test('of a wrong number of entities say how many there had to be', async () => {
    const plan = planOf(booksFetch, booksAt('books.@', 'b', 'author{name}', { after: [0] }));
    const { errors } = await run('{ books { id } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { books: [book('1'), book('2')] } : entities(null),
    );
    expect(errors?.map(({ message }) => message)).toEqual(['b gave no valid GraphQL response (not 2 entities).']);
  });

  test('of an entity that has none of its own are at all places, wherever its path leads', async () => {
    const plan = planOf(booksFetch, booksAt('books.@', 'b', 'author{name}', { after: [0] }));
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
    const { data, errors } = await run('{ book { id } }', planOf(bookFetch), () => response);
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
    await expect(run('{ book { id } }', planOf(bookFetch), () => response as never)).rejects.toThrow('a bug');
    await expect(run('{ book { id } }', planOf(bookFetch), () => new Error('another'))).rejects.toThrow('another');
  });

  test('are none where the caller left', async () => {
    const { errors } = await run(
      '{ book { id } }',
      planOf(bookFetch),
      () => new SubgraphFault('REQUEST_CANCELLED', 'left'),
    );
    expect(errors).toBeUndefined();
  });
});

describe('a caller that left', () => {
  test('is fetched nothing more for', async () => {
    const cancellation = new Cancellation();
    const plan = planOf(
      booksFetch,
      booksAt('books.@', 'b', 'author{name}', { after: [0] }),
      rootFetchOf('b', '{count}', { after: [0] }),
    );
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
    const plan = planOf(
      rootFetchOf('a', 'mutation{add{id}}'),
      rootFetchOf('b', 'mutation{remove{id}}', { after: [0] }),
      rootFetchOf('b', '{count}', { after: [1] }),
    );
    const { asked, requests } = await run('mutation { add { id } remove { id } }', plan, () => null, {
      input: inputOf({}, { cancellation }),
    });
    expect(asked).toEqual(['a', 'b']);
    expect(requests.map(({ ask }) => ask.idempotent)).toEqual([false, false]);
  });

  test('of a mutation is asked of entities as anybody is', async () => {
    const plan = planOf(
      rootFetchOf('a', 'mutation{add{__typename id}}'),
      booksAt('add', 'b', 'author{name}', { after: [0] }),
    );
    const { requests } = await run('mutation { add { id } }', plan, ({ subgraph }) =>
      subgraph === 'a' ? { add: book('1') } : entities(null),
    );
    expect(requests.map(({ ask }) => ask.idempotent)).toEqual([false, true]);
  });
});

describe('an answer', () => {
  test('has nothing that the fetch did not ask for', async () => {
    const { data } = await run('{ book { id } count }', planOf(bookFetch), () => ({ book: { id: '1' }, count: 666 }));
    expect(data).toEqual({ book: { id: '1' }, count: null });
  });

  test('is null where the subgraph says nothing', async () => {
    expect(await run('{ book { id } }', planOf(bookFetch), () => null)).toMatchObject({ data: { book: null } });
  });

  test('of a hidden type is null, and no error tells of it', async () => {
    const plan = planOf(rootFetchOf('a', '{media{__typename id}}'));
    const film = { media: { __typename: 'Film', id: '1' } };
    const { data, errors } = await run('{ media { __typename id } }', plan, () => film);
    expect({ data, errors }).toEqual({ data: { media: null }, errors: undefined });
    const unknown = { media: { __typename: 'Nothing', id: '1' } };
    expect((await run('{ media { __typename id } }', plan, () => unknown)).errors).toHaveLength(1);
  });

  test('of the root again gives every such place the same fields, and none of another’s', async () => {
    const plan = planOf(
      rootFetchOf('a', '{self{__typename} one:self{__typename}}'),
      rootFetchOf('b', '{count}', { path: pathOf('self'), after: [0] }),
    );
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
    const { data, errors } = await run(text, planOf(bookFetch), () => ({ book: { id: '1' } }), {
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
    expect(await run('{ __type(name: "Film") { name } }', planOf())).toMatchObject({
      data: { __type: null },
      errors: undefined,
    });
    const failing = await run('query($type: String!) { __type(name: $type) { name } }', planOf());
    expect(failing.errors).toHaveLength(1);
    expect(failing.errors?.[0]?.message).toContain('"$type" of required type "String!" was not provided');
  });

  test('nothing about the schema that the caller may not see', async () => {
    const refusal: PlanContext['refusal'] = (type, field) =>
      type === 'Query' && field === '__type' ? new FieldRefusal('__type', { kind: 'authenticated' }) : undefined;
    const { data, errors } = await run(
      '{ __schema { queryType { name } } __type(name: "Book") { name } }',
      planOf(),
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
  test('are sent where a fetch uses them and the caller gave them', async () => {
    const text = 'query($representations: ID, $id: ID, $other: ID) { book(id: $representations) { id } }';
    const plan = planOf(rootFetchOf('a', 'query($representations:ID,$id:ID){book(id:$representations){id}}'));
    const requests = async (variables: Record<string, unknown>) =>
      (await run(text, plan, () => null, { input: inputOf(variables) })).requests.map((request) => request.variables);
    expect(await requests({ representations: '1', other: '2' })).toEqual([{ representations: '1' }]);
    expect(await requests({ id: '3' })).toEqual([{ id: '3' }]);
  });

  test('on which it depends what is asked have a response each, which is kept', async () => {
    const kept: number[] = [];
    const { context } = bookshopOf(() => ({ book: book('1', { title: 't' }) }));
    const text = 'query($a: Boolean, $b: Boolean) { book { id @skip(if: $a) title @include(if: $b) } }';
    const plan = planOf(bookFetch);
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
