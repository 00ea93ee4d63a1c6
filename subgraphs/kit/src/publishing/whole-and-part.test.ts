import { describe, expect, test } from '@jest/globals';
import { peopleCount } from './people-count.js';
import { nobodyPublished, publishedCell, publishedTable, type WholeAndPart } from './whole-and-part.js';

const shown = (people: number) => ({ people, suppressed: false });
const withheld = { people: null, suppressed: true };
const cell = (whole: number, part: number): WholeAndPart => ({ whole, part });

describe('a number of people', () => {
  test.each([
    [0, shown(0)],
    [1, withheld],
    [9, withheld],
    [10, shown(10)],
  ])('%i', (people, published) => {
    expect(peopleCount(people)).toEqual(published);
  });

  test.each([0, 5, 10])('%i, withheld for another number’s sake', (people) => {
    expect(peopleCount(people, true)).toEqual(withheld);
  });
});

describe('a whole and its part', () => {
  test.each<[string, WholeAndPart, { whole: unknown; part: unknown }]>([
    ['both large, and so are the others', cell(30, 20), { whole: shown(30), part: shown(20) }],
    ['everybody', cell(30, 30), { whole: shown(30), part: shown(30) }],
    ['nobody of the whole', cell(30, 0), { whole: shown(30), part: shown(0) }],
    ['a small part', cell(30, 4), { whole: shown(30), part: withheld }],
    ['few others', cell(30, 25), { whole: shown(30), part: withheld }],
    ['a small whole', cell(4, 4), { whole: withheld, part: withheld }],
  ])('%s', (_name, people, published) => {
    expect(publishedCell(people)).toEqual(published);
  });

  test('nobody at all is no secret', () => {
    expect(nobodyPublished).toEqual({ whole: shown(0), part: shown(0) });
  });
});

describe('a table of wholes and parts', () => {
  const table = (cells: Record<string, WholeAndPart>, total?: WholeAndPart) => {
    const published = publishedTable(new Map(Object.entries(cells)), total);
    return { ...Object.fromEntries(published.cells), total: published.total };
  };

  test('hides nothing where nothing is small', () => {
    expect(table({ a: cell(40, 20), b: cell(50, 50) }, cell(85, 65))).toEqual({
      a: { whole: shown(40), part: shown(20) },
      b: { whole: shown(50), part: shown(50) },
      total: { whole: shown(85), part: shown(65) },
    });
  });

  test('hides with a small whole the cell that would tell it, and the parts of both', () => {
    expect(table({ a: cell(4, 0), b: cell(40, 20), c: cell(90, 60) }, cell(134, 80))).toEqual({
      a: { whole: withheld, part: withheld },
      b: { whole: withheld, part: withheld },
      c: { whole: shown(90), part: shown(60) },
      total: { whole: shown(134), part: shown(80) },
    });
  });

  test('hides parts alone where only the others are few', () => {
    expect(table({ a: cell(40, 35), b: cell(50, 30), c: cell(90, 30) }, cell(180, 95))).toEqual({
      a: { whole: shown(40), part: withheld },
      b: { whole: shown(50), part: withheld },
      c: { whole: shown(90), part: shown(30) },
      total: { whole: shown(180), part: shown(95) },
    });
  });

  test('takes no cell for the total, whatever its code', () => {
    expect(table({ 38: cell(4, 0), b: cell(40, 20), c: cell(90, 60) }, cell(134, 80)).total).toEqual({
      whole: shown(134),
      part: shown(80),
    });
  });

  test('hides the total where no second cell is left', () => {
    expect(table({ a: cell(4, 0) }, cell(4, 0)).total).toEqual({ whole: withheld, part: withheld });
    expect(table({ a: cell(20, 15) }, cell(20, 15)).total).toEqual({ whole: shown(20), part: withheld });
  });
});
