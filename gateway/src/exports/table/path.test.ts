import { describe, expect, test } from '@jest/globals';
import { ErrorPlaces, Path, rootRow } from './path.js';

const root = rootRow({
  goal: {
    title: 'A',
    series: [
      {
        place: '38',
        points: [
          { period: '2026-09', people: { lower: 1 } },
          { period: '2026-10', people: null },
        ],
      },
      { place: '14845', points: [] },
      { place: '14758', points: [{ period: '2026-09', people: { lower: 3 } }] },
    ],
  },
});
const none = new ErrorPlaces([]);
const rows = new Path('goal.series.points').rows(root) ?? [];
const [, second, third] = rows;

describe('rows', () => {
  test('are the entries of lists within lists, in their order', () => {
    expect(rows.map(({ value }) => (value as { period: string }).period)).toEqual(['2026-09', '2026-10', '2026-09']);
    expect(rows.map(({ at }) => at)).toEqual([
      'goal.series.0.points.0',
      'goal.series.0.points.1',
      'goal.series.2.points.0',
    ]);
  });

  test.each(['goal', 'goal.title', 'goal.others', 'nothing.at.all'])('are none of %s, which is no list', (path) => {
    expect(new Path(path).rows(root)).toBeNull();
  });

  test.each([
    ['of a field further down, whose null made the list null', ['commune', 'lessons', 'nodes', 0, 'attended'], 'OWN'],
    ['of the list', ['commune', 'lessons'], 'OWN'],
    ['of what is around it', ['commune'], 'OWN'],
    ['of nothing that is beside it', ['commune', 'name'], undefined],
  ])('are none for the error %s', (_, path, code) => {
    const answer = rootRow({ commune: { name: null, lessons: null } });
    const errors = new ErrorPlaces([{ message: '', path, extensions: { code: 'OWN' } }]);
    expect(new Path('commune.lessons.nodes').codeOfNoRows(answer, errors)).toBe(code);
  });

  test('may be none of a list', () => {
    expect(new Path('list').rows(rootRow({ list: [] }))).toEqual([]);
  });
});

describe('a path', () => {
  test.each<[string, unknown]>([
    ['period', '2026-10'],
    ['^.place', '38'],
    ['/goal.title', 'A'],
    ['^.^.goal.title', 'A'],
    ['^.points.period', ['2026-09', '2026-10']],
    ['people.lower', null],
    ['^.^.^.goal', null],
  ])('%s leads from a row to %j', (path, value) => {
    expect(second && new Path(path).find(second, none)).toEqual({ value, code: undefined });
  });
});

describe('the error for which something is null', () => {
  const codeAt = (errors: ConstructorParameters<typeof ErrorPlaces>[0], path: string) =>
    second && new Path(path).find(second, new ErrorPlaces(errors)).code;
  const error = (path: (string | number)[], extensions: Record<string, unknown> = { code: 'E' }) => ({
    message: '',
    path,
    extensions,
  });

  test.each<[string, Parameters<typeof codeAt>[0], string | undefined]>([
    ['stands at the place itself', [error(['goal', 'series', 0, 'points', 1, 'people'])], 'E'],
    ['stands above it, in the row', [error(['goal', 'series', 0, 'points', 1])], 'E'],
    ['stands for all rows, since its path names no places', [error(['goal', 'series', 'points', 'people'])], 'E'],
    ['stands for many places', [error(['goal', 'series', 0, 'points', 0, 'people'], { code: 'E', places: 3 })], 'E'],
    ['has no code', [error(['goal', 'series', 'points', 'people'], {})], 'INTERNAL_SERVER_ERROR'],
    ['stands at another row', [error(['goal', 'series', 0, 'points', 0, 'people'])], undefined],
    ['stands at another field', [error(['goal', 'series', 'points', 'ratio'])], undefined],
    ['has no place', [{ message: '' }], undefined],
  ])('%s', (_where, errors, code) => {
    expect(codeAt(errors, 'people.lower')).toBe(code);
  });

  test('is not told of what has a value', () => {
    const errors = new ErrorPlaces([error(['goal', 'series', 'points', 'people'])]);
    expect(third && new Path('people.lower').find(third, errors)).toEqual({ value: 3, code: undefined });
  });
});
