import { expect, test } from '@jest/globals';
import type { GraphQLFormattedError } from 'graphql';
import type { IncrementalGraphQLResponse } from '../graphql/graphql-response.js';
import { type IncrementalFormat, inFormat } from './incremental-format.js';

const errors: GraphQLFormattedError[] = [{ message: 'down', path: ['goal', 'women'] }];
const responses: IncrementalGraphQLResponse[] = [
  {
    data: { goal: { code: 'A', places: [{ code: '1' }] } },
    pending: [
      { id: '0', path: ['goal'], label: 'goal' },
      { id: '1', path: ['goal', 'places', 0] },
    ],
    hasNext: true,
  },
  {
    incremental: [
      {
        ...{ id: '0', path: ['goal'], label: 'goal' },
        data: { code: 'A', women: null, places: [{ name: 'x' }] },
        errors,
      },
    ],
    pending: [{ id: '2', path: ['goal', 'women'] }],
    hasNext: true,
  },
  {
    incremental: [
      { id: '2', path: ['goal', 'women'], data: null, errors },
      { id: '1', path: ['goal', 'places', 0], data: { code: '1', name: 'x' } },
    ],
    pending: [],
    hasNext: false,
  },
];

const written = async (format: IncrementalFormat, given = responses) => {
  const stream = inFormat({ kind: 'incremental', responses: streamOf(given) }, format);
  const told: object[] = [];
  for await (const one of stream.responses) told.push(one);
  return { told, broken: stream.broken(errors) };
};

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of present values
async function* streamOf(
  given: readonly IncrementalGraphQLResponse[],
): AsyncGenerator<IncrementalGraphQLResponse, undefined, undefined> {
  yield* given;
}

test('in the format of 2022 each part says where it belongs, whole', async () => {
  expect((await written('deferSpec=20220824')).told).toEqual([
    { data: { goal: { code: 'A', places: [{ code: '1' }] } }, hasNext: true },
    {
      incremental: [
        { path: ['goal'], label: 'goal', data: { code: 'A', women: null, places: [{ name: 'x' }] }, errors },
      ],
      hasNext: true,
    },
    {
      incremental: [
        { path: ['goal', 'women'], data: null, errors },
        { path: ['goal', 'places', 0], data: { code: '1', name: 'x' } },
      ],
      hasNext: false,
    },
  ]);
});

test('in version 0.2 parts are announced, come without what is known, and are completed or fail', async () => {
  expect((await written('incrementalSpec=v0.2')).told).toEqual([
    {
      data: { goal: { code: 'A', places: [{ code: '1' }] } },
      pending: [
        { id: '0', path: ['goal'], label: 'goal' },
        { id: '1', path: ['goal', 'places', 0] },
      ],
      hasNext: true,
    },
    {
      pending: [{ id: '2', path: ['goal', 'women'] }],
      incremental: [
        { id: '0', data: { women: null }, errors },
        { id: '0', subPath: ['places', 0], data: { name: 'x' } },
      ],
      completed: [{ id: '0' }],
      hasNext: true,
    },
    { completed: [{ id: '2', errors }, { id: '1' }], hasNext: false },
  ]);
});

test('a stream that cannot go on ends as its format has it: in version 0.2 all that is open fails', async () => {
  const begun = responses.slice(0, 2);
  expect((await written('deferSpec=20220824', begun)).broken).toEqual({ errors, hasNext: false });
  expect((await written('incrementalSpec=v0.2', begun)).broken).toEqual({
    completed: [
      { id: '1', errors },
      { id: '2', errors },
    ],
    hasNext: false,
  });
});
