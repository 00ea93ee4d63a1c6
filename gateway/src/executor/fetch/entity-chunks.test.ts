import { describe, expect, test } from '@jest/globals';
import { chunksOf } from './entity-chunks.js';
import type { Gather, Waiting } from './gathering.js';
import type { JsonObject } from '../../base/json.js';

/** Gathered representations, written as given, with the waiting objects by field and path. */
function gathered(representations: readonly string[], waiting: readonly (readonly (readonly number[])[])[]) {
  let length = 0;
  const starts = representations.map((text) => {
    const start = length;
    length += Buffer.byteLength(text) + 1;
    return start;
  });
  const waits = waiting.map((paths) =>
    paths.map((indices): Waiting => ({
      objects: indices.map((index) => ({ waitsFor: representations[index] })),
      indices,
    })),
  );
  return {
    gathered: { size: representations.length, leftOut: 3, waiting: waits },
    list: { json: Buffer.from(representations.join(',')), starts },
  } satisfies ReturnType<Gather>;
}

function read(all: readonly ReturnType<Gather>[], entities: number, bytes: number) {
  return chunksOf(all, { entities, bytes }).map(({ gathered: own, items }) =>
    items.map((list, variable) => {
      const representations = JSON.parse(`[${list.toString()}]`) as unknown[];
      const { size, waiting } = own[variable] as (typeof own)[number];
      expect(size).toBe(representations.length);
      const waits = waiting.flat().map(({ objects, indices }) =>
        objects.map((object: JsonObject, position) => {
          // Each object still waits for the same representation.
          expect(JSON.stringify(representations[indices[position] as number])).toBe(object['waitsFor']);
          return indices[position];
        }),
      );
      return [representations, ...waits];
    }),
  );
}

describe('a fetch of entities is split', () => {
  const one = gathered(
    ['1', '22', '333', '4', '"ế"'],
    [
      [
        [0, 1, 2, 3, 4],
        [4, 0, 0],
      ],
      [[2]],
    ],
  );

  test('by number, with those who wait for each', () => {
    expect(read([one], 2, 1000)).toEqual([
      [[[1, 22], [0, 1], [0, 0], []]],
      [[[333, 4], [0, 1], [], [0]]],
      [[['ế'], [0], [0], []]],
    ]);
  });

  test('by bytes, commas with them', () => {
    const lists = (bytes: number) => read([one], 100, bytes).map(([first]) => first?.[0]);
    expect(lists(17)).toEqual([[1, 22, 333, 4, 'ế']]);
    expect(lists(16)).toEqual([[1, 22, 333, 4], ['ế']]);
    expect(lists(5)).toEqual([[1, 22], [333], [4], ['ế']]);
  });

  test('to no less than one entity, however large', () => {
    expect(read([one], 100, 0.5).map(([first]) => first?.[0])).toEqual([[1], [22], [333], [4], ['ế']]);
  });

  test('over all variables together', () => {
    const other = gathered(['7', '8', '9'], [[[2, 1, 0]]]);
    const none = gathered([], [[[]]]);
    expect(read([one, none, other], 4, 1000)).toEqual([
      [
        [[1, 22, 333, 4], [0, 1, 2, 3], [0, 0], [2]],
        [[], []],
        [[], []],
      ],
      [
        [['ế'], [0], [0], []],
        [[], []],
        [
          [7, 8, 9],
          [2, 1, 0],
        ],
      ],
    ]);
  });
});
