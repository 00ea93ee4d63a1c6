import { describe, expect, test } from '@jest/globals';
import { Contradiction } from './support/propagator.js';
import { rangesOf, widthOf } from './support/ranges.js';
import { System, type Term } from './support/system.js';

/** The ranges of variables, as `[least, most]`, exact up to many values. */
async function solved(system: System, variables: readonly number[], enough = 1000) {
  const ranges = await rangesOf(system, variables, { enough });
  return variables.map((variable) => {
    const range = ranges.get(variable);
    expect(range?.isSolved).toBe(true);
    return [range?.least, range?.most];
  });
}

describe('the ranges of unknown counts', () => {
  test('a withheld cell of a table with its total is the rest', async () => {
    const system = new System();
    const [a, b] = [system.variable(), system.variable(20, 20)];
    system.sum(system.variable(27, 27), [a, b]);
    expect(await solved(system, [a])).toEqual([[7, 7]]);
  });

  test('two withheld cells share the rest', async () => {
    const system = new System();
    const [a, b, c] = [system.variable(1), system.variable(1), system.variable(20, 20)];
    system.sum(system.variable(32, 32), [a, b, c]);
    expect(await solved(system, [a, b])).toEqual([
      [1, 11],
      [1, 11],
    ]);
  });

  test('two tables tell together what neither tells alone', async () => {
    // A 2 × 2 table of withheld cells with its four sums has one degree of freedom: 0 to 3.
    const system = new System();
    const cells = Array.from({ length: 4 }, () => system.variable());
    const [a = 0, b = 0, c = 0, d = 0] = cells;
    system.sum(system.variable(5, 5), [a, b]);
    system.sum(system.variable(40, 40), [c, d]);
    system.sum(system.variable(42, 42), [a, c]);
    system.sum(system.variable(3, 3), [b, d]);
    expect(await solved(system, cells)).toEqual([
      [2, 5],
      [0, 3],
      [37, 40],
      [0, 3],
    ]);
  });

  test('whole numbers tell more than fractions', async () => {
    // 2a + 2b + 2c = 3d with d from 1 to 3: d is 2, which no bounds say.
    const system = new System();
    const [a, b, c, d] = [system.variable(), system.variable(), system.variable(), system.variable(1, 3)];
    const terms: Term[] = [
      [a, 2],
      [b, 2],
      [c, 2],
      [d, -3],
    ];
    system.add(terms, 0, 0);
    expect(await solved(system, [d, a])).toEqual([
      [2, 2],
      [0, 3],
    ]);
  });

  test('a chain of months is followed to its end', async () => {
    const system = new System();
    const months = Array.from({ length: 30 }, () => system.variable(0, 50));
    for (const [index, month] of months.entries()) {
      const next = months[index + 1];
      if (next !== undefined)
        system.add(
          [
            [next, 1],
            [month, -1],
          ],
          1,
          50,
        );
    }
    expect(await solved(system, [months[0] ?? 0, months[29] ?? 0])).toEqual([
      [0, 21],
      [29, 50],
    ]);
  });

  test('numbers of a group that is wide enough are not searched to their ends', async () => {
    const system = new System();
    const cells = Array.from({ length: 200 }, () => system.variable(10, 19));
    system.sum(system.variable(2900, 2909), cells);
    const ranges = await rangesOf(system, cells);
    expect(ranges.size).toBe(200);
    for (const range of ranges.values()) expect(widthOf(range)).toBe(10);
  });

  test('a total that says that nearly everybody is there narrows its parts', async () => {
    const system = new System();
    const cells = [system.variable(10, 19), system.variable(0, 9)];
    system.sum(system.variable(20, 29), cells);
    expect(await solved(system, cells)).toEqual([
      [11, 19],
      [1, 9],
    ]);
  });

  test('what no time is left for counts as found', async () => {
    const system = new System();
    const cells = [system.variable(0, 30), system.variable(0, 30)];
    system.sum(system.variable(31, 40), cells);
    const ranges = await rangesOf(system, cells, { enough: 1000, secondsInAll: -1 });
    expect(ranges.size).toBe(2);
    for (const range of ranges.values()) expect(widthOf(range)).toBe(0);
  });

  test('answers that contradict each other are a fault of the attacker', async () => {
    const system = new System();
    const part = system.variable(12, 12);
    system.sum(system.variable(11, 11), [part, system.variable()]);
    await expect(rangesOf(system, [part])).rejects.toThrow(Contradiction);
  });
});
