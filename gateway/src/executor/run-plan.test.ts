import { describe, expect, jest, test } from '@jest/globals';
import { bookshopOf, booksAt, inputOf, pathOf, planOf, rootFetchOf } from '../fixtures/planned.js';
import type { Plan, RootFetch } from '../plan/plan.js';
import { defaultSettings } from '../subgraph/subgraph-client.js';
import { notGraphQL } from '../errors/subgraph-fault.js';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';
import type { Execution } from './fetch/execution.js';
import { FetchErrors } from './fetch/fetch-errors.js';
import { compilePlan, pathText, type RunningPart } from './run-plan.js';
import type { PlanContext } from './fetch/plan-context.js';

/** Waits until all pending callbacks have run. */
async function allDone(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

/** A fetch identified by its only field. */
const fetchOf = (name: string, more: Partial<RootFetch> = {}) => rootFetchOf('b', `{${name}:count}`, more);

/** The first key of a fetch; for entities, the subgraph. */
const nameOf = (subgraph: string, query: string) =>
  query.includes('_entities') ? subgraph : (/\{(\w+)/.exec(query)?.[1] ?? '');

/** Runs a plan whose fetches the test answers; logs requests, reads and ends, in order. */
function start(
  plan: Plan,
  {
    variables = {},
    isDone,
    limits,
    data = {},
    isShared,
  }: {
    variables?: Record<string, unknown>;
    isDone?: Parameters<typeof compilePlan>[2];
    limits?: Partial<typeof defaultSettings>;
    data?: Execution['data'];
    isShared?: boolean;
  } = {},
) {
  const log: string[] = [];
  const waiting = new Map<string, (answer: never) => void>();
  const { context } = bookshopOf(
    ({ subgraph, query }) => {
      const name = nameOf(subgraph, query);
      log.push(`${name} asked`);
      return new Promise((resolve) => waiting.set(name, resolve));
    },
    { isShared },
  );
  const own: PlanContext = {
    ...context,
    client: (name) => ({ ...context.client(name), limits: { ...defaultSettings, ...limits } }),
  };
  const execution: Execution = {
    ...inputOf(variables),
    data,
    errors: new FetchErrors(inputOf().context),
  };
  const parts = new Map<string, RunningPart>();
  const errors = new Map<string, FetchErrors>();
  for (const label of new Set(plan.fetches.flatMap(({ part }) => part ?? []))) {
    errors.set(label, new FetchErrors(execution.context));
    const end = (failure?: unknown) => {
      log.push(failure === undefined ? `${label} ended` : `${label} ended: ${(failure as Error).message}`);
    };
    parts.set(label, { execution: { ...execution, errors: errors.get(label) as FetchErrors }, end });
  }
  const running = compilePlan(plan, own, isDone)(execution, parts);
  running?.then(
    () => log.push('ended'),
    (failure: unknown) => log.push(`ended: ${(failure as Error).message}`),
  );
  return {
    running,
    execution,
    errors,
    /** The log since the previous call, after all pending callbacks. */
    next: async () => {
      await allDone();
      return log.splice(0);
    },
    /** Answers fetches at the same moment, each with its own field or the given data. */
    answer: (...names: (string | [name: string, data: unknown])[]) => {
      for (const one of names) {
        const [name, answered] = typeof one === 'string' ? [one, { [one]: 1 }] : one;
        let isRead = false;
        const response = {
          errors: [],
          get data() {
            if (!isRead) log.push(`${name} read`);
            isRead = true;
            return answered as SubgraphResponse['data'];
          },
        };
        waiting.get(name)?.((answered instanceof Error ? answered : response) as never);
      }
    },
  };
}

/** Entities that count how often their key is read. */
function countedBooks(ids: readonly string[]) {
  const count = { reads: 0 };
  const books = ids.map((id) => ({
    __typename: 'Book',
    get id() {
      count.reads += 1;
      return id;
    },
  }));
  return { books, count };
}

describe('a plan that is run', () => {
  test('starts a fetch as soon as what it needs is there, and ends with the last', async () => {
    const plan = planOf(
      fetchOf('one'),
      fetchOf('two'),
      fetchOf('three', { after: [0] }),
      fetchOf('four', { after: [1] }),
    );
    const { next, answer, execution } = start(plan);
    expect(await next()).toEqual(['one asked', 'two asked']);
    answer('one');
    expect(await next()).toEqual(['one read', 'three asked']);
    answer('three');
    expect(await next()).toEqual([]);
    answer('two');
    expect(await next()).toEqual(['two read', 'three read', 'four asked']);
    answer('four');
    expect(await next()).toEqual(['four read', 'ended']);
    expect(execution.data).toEqual({ one: 1, two: 1, three: 1, four: 1 });
  });

  test('reads an answer when one is needed, in the order of the plan', async () => {
    const plan = planOf(fetchOf('one'), fetchOf('two'), fetchOf('three'), fetchOf('four', { after: [0, 2] }));
    const { next, answer } = start(plan);
    await next();
    answer('three');
    expect(await next()).toEqual([]);
    answer('two');
    expect(await next()).toEqual([]);
    answer('one');
    expect(await next()).toEqual(['one read', 'two read', 'three read', 'four asked']);
    answer('four');
    expect(await next()).toEqual(['four read', 'ended']);
  });

  test('takes in all that arrives at one moment before what follows starts', async () => {
    const plan = planOf(
      fetchOf('one'),
      fetchOf('two'),
      fetchOf('three', { after: [1] }),
      fetchOf('four', { after: [0] }),
    );
    const { next, answer } = start(plan);
    await next();
    answer('two', 'one');
    expect(await next()).toEqual(['one read', 'two read', 'three asked', 'four asked']);
  });

  test('starts what waits for several fetches once', async () => {
    const after = { after: [0, 1] };
    const plan = planOf(fetchOf('one'), fetchOf('two'), fetchOf('three', after), fetchOf('four', after));
    const { next, answer } = start(plan);
    await next();
    answer('one', 'two');
    expect(await next()).toEqual(['one read', 'two read', 'three asked', 'four asked']);
    answer('three', 'four');
    expect(await next()).toEqual(['three read', 'four read', 'ended']);
  });

  test('takes a fetch whose guard does not hold for answered', async () => {
    const plan = planOf(
      fetchOf('one', { guard: [['on']] }),
      fetchOf('two', { after: [0] }),
      fetchOf('three', { after: [1], guard: [['!off']] }),
      fetchOf('four', { after: [1, 2] }),
    );
    const { next, answer } = start(plan, { variables: { off: true } });
    expect(await next()).toEqual(['two asked']);
    answer('two');
    expect(await next()).toEqual(['two read', 'four asked']);
    answer('four');
    expect(await next()).toEqual(['four read', 'ended']);
  });

  test('takes a fetch with nobody to ask about for answered', async () => {
    const plan = planOf(
      booksAt('books.@', 'a', 'title'),
      fetchOf('one', { after: [0] }),
      booksAt('one', 'c', 'left', { after: [1] }),
      fetchOf('two', { after: [0, 2] }),
    );
    const { next, answer } = start(plan);
    expect(await next()).toEqual(['one asked']);
    answer('one');
    expect(await next()).toEqual(['one read', 'two asked']);
    answer('two');
    expect(await next()).toEqual(['two read', 'ended']);
  });

  test('ends at once where nothing is to be asked', async () => {
    const off = { guard: [['on']] };
    const { running, next } = start(planOf(fetchOf('one', off), fetchOf('two', { ...off, after: [0] })));
    expect(running).toBeDefined();
    expect(await next()).toEqual(['ended']);
    expect(start(planOf()).running).toBeUndefined();
  });

  test('is told what is there already', async () => {
    const plan = planOf(fetchOf('one'), fetchOf('two', { after: [0] }), fetchOf('three', { after: [0, 1] }));
    const { next, answer } = start(plan, { isDone: (fetch) => fetch === plan.fetches[0] });
    expect(await next()).toEqual(['two asked']);
    answer('two');
    expect(await next()).toEqual(['two read', 'three asked']);
    answer('three');
    expect(await next()).toEqual(['three read', 'ended']);
    expect(start(planOf(fetchOf('one')), { isDone: () => true }).running).toBeUndefined();
  });

  test('gathers once for fetches that start at the same moment, and again later', async () => {
    const reads = async (plan: Plan, ...answers: string[]) => {
      const { books, count } = countedBooks(['1', '2']);
      const { next, answer } = start(plan, { data: { books } });
      await next();
      for (const name of answers) {
        answer(name);
        await next();
      }
      return count.reads;
    };
    const [ofB, ofC] = ['b', 'c'].map((subgraph) =>
      booksAt('books.@', subgraph, subgraph === 'b' ? 'author{name}' : 'left'),
    );
    if (!ofB || !ofC) throw new Error('Expected two fetches.');
    const once = await reads(planOf(ofB));
    expect(once).toBeGreaterThan(0);
    expect(await reads(planOf(ofB, ofC))).toBe(once);
    expect(await reads(planOf(ofB, fetchOf('one'), { ...ofC, after: [1] }), 'one')).toBe(2 * once);
  });

  test('has the fetches for parts share what is gathered too, with those of the answer', async () => {
    const { books, count } = countedBooks(['1']);
    const plan = planOf(booksAt('books.@', 'b', 'author{name}'), booksAt('books.@', 'c', 'left', { part: 'later' }));
    const { next } = start(plan, { data: { books } });
    expect(await next()).toEqual(['b asked', 'c asked']);
    const together = count.reads;
    count.reads = 0;
    await start(planOf(booksAt('books.@', 'b', 'author{name}')), { data: { books } }).next();
    expect(together).toBe(count.reads);
  });
});

test.each([
  ['the root again', fetchOf('one', { path: pathOf('self') }), 'one', { one: 1 }, { one: 1 }],
  ['an entity', booksAt('self', 'c', 'left'), 'c', { _entities: [{ left: 1 }] }, { left: 1 }],
])('an object that waits as %s stays the one that it is, whatever else is shared meanwhile', async (...row) => {
  const [, fetch, name, answered, given] = row;
  const plan = planOf(fetch, fetchOf('two'), fetchOf('three', { path: pathOf('self'), after: [1] }));
  const { next, answer, execution } = start(plan, { data: { self: { __typename: 'Book', id: '1' } }, isShared: true });
  await next();
  answer('two');
  expect(await next()).toEqual(['two read', 'three asked']);
  answer([name, answered], 'three');
  await next();
  expect(execution.data['self']).toEqual({ __typename: 'Book', id: '1', three: 1, ...given });
});

describe('parts of an answer', () => {
  test('end when all their fetches are answered, and the answer waits for its own alone', async () => {
    const plan = planOf(
      fetchOf('one'),
      fetchOf('two', { after: [0], part: 'x' }),
      fetchOf('three', { part: 'x' }),
      fetchOf('four', { after: [0], part: 'y' }),
    );
    const { next, answer } = start(plan);
    expect(await next()).toEqual(['one asked', 'three asked']);
    answer('one');
    expect(await next()).toEqual(['one read', 'two asked', 'four asked', 'ended']);
    answer('two');
    expect(await next()).toEqual([]);
    answer('four');
    expect(await next()).toEqual(['two read', 'four read', 'y ended']);
    answer('three');
    expect(await next()).toEqual(['three read', 'x ended']);
  });

  test('may be all that is fetched, and be of fetches of which nothing is to be asked', async () => {
    const { next, answer } = start(
      planOf(fetchOf('one', { part: 'x' }), fetchOf('two', { part: 'y', guard: [['on']] })),
    );
    expect(await next()).toEqual(['one asked', 'y ended', 'ended']);
    answer('one');
    expect(await next()).toEqual(['one read', 'x ended']);
  });

  test('wait for the fetches of others, and have their own errors', async () => {
    const plan = planOf(fetchOf('one'), fetchOf('two', { part: 'x' }), fetchOf('three', { after: [1], part: 'y' }));
    const { next, answer, errors, execution } = start(plan);
    await next();
    answer(['two', notGraphQL('b', 'cut off')]);
    expect(await next()).toEqual(['x ended', 'three asked']);
    answer('one', 'three');
    expect(await next()).toEqual(['one read', 'three read', 'y ended', 'ended']);
    expect(execution.errors.all).toEqual([]);
    expect([...errors].map(([label, { all }]) => [label, all.map(({ path }) => path)])).toEqual([
      ['x', [['two']]],
      ['y', []],
    ]);
  });
});

describe('a failure inside the gateway', () => {
  const bug = new Error('a bug');
  /** A variable that cannot be serialised, after the given number of times. */
  const unsendable = (times = 0) => {
    const toJSON = jest.fn(() => {
      if (toJSON.mock.calls.length > times) throw bug;
      return 'x';
    });
    return { at: { toJSON } };
  };
  const sending = (name: string, more: Partial<RootFetch> = {}) =>
    rootFetchOf('b', `query($at:String){${name}:count}`, more);

  test('while an answer is taken in ends the run, once', async () => {
    const { next, answer } = start(planOf(fetchOf('one'), fetchOf('two')));
    await next();
    answer(['one', bug], 'two');
    expect(await next()).toEqual(['two read', 'ended: a bug']);
  });

  test('while the first fetch is sent ends the run', async () => {
    const { next } = start(planOf(sending('one')), { variables: unsendable() });
    expect(await next()).toEqual(['ended: a bug']);
  });

  test('while a later fetch is sent ends the run, and what is left goes on', async () => {
    const plan = planOf(fetchOf('one'), sending('two', { after: [0] }), fetchOf('three', { after: [1], part: 'x' }));
    const { next, answer } = start(plan, { variables: unsendable() });
    await next();
    answer('one');
    expect(await next()).toEqual(['one read', 'three asked', 'ended: a bug']);
    answer('three');
    expect(await next()).toEqual(['three read', 'x ended']);
  });

  test('while the further requests of a fetch are sent ends the run', async () => {
    const books = ['1', '2'].map((id) => ({ __typename: 'Book', id }));
    const plan = planOf(booksAt('books.@', 'c', 'left(at:$at)', { variables: ['at'] }), fetchOf('one', { after: [0] }));
    // It is written once to measure it, then for each request.
    const { next, answer } = start(plan, {
      variables: unsendable(2),
      limits: { entitiesPerFetch: 1, concurrency: 1 },
      data: { books },
    });
    expect(await next()).toEqual(['c asked']);
    answer(['c', { _entities: [{ left: 1 }] }]);
    expect(await next()).toEqual(['one asked', 'ended: a bug']);
  });

  test.each([
    ['sent', sending, ['one read', 'x ended: a bug', 'three asked', 'four asked', 'ended']],
    ['answered', fetchOf, ['one read', 'two asked', 'ended', 'x ended: a bug', 'three asked', 'four asked']],
  ])('while a fetch for a part is %s ends that part, once, and not what waits for it', async (_, two, events) => {
    const plan = planOf(
      fetchOf('one'),
      two('two', { after: [0], part: 'x' }),
      fetchOf('three', { after: [1], part: 'y' }),
      fetchOf('four', { after: [1], part: 'x' }),
    );
    const { next, answer } = start(plan, { variables: unsendable() });
    await next();
    answer('one');
    const before = await next();
    answer(['two', bug]);
    expect([...before, ...(await next())]).toEqual(events);
    answer('three', 'four');
    expect(await next()).toEqual(['three read', 'four read', 'y ended']);
  });
});

test('the place of a fetch is told without the one type at its end', () => {
  const texts = ['books.@.|Book', 'books.@.|Book|Film', 'books.|Book.next', 'books'].map((path) =>
    pathText(pathOf(path)),
  );
  expect(texts).toEqual(['books.@', 'books.@.|[Book, Film]', 'books.|[Book].next', 'books']);
});
