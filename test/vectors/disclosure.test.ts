import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { rangesOf, widthOf } from '../disclosure/support/ranges.js';
import { System, type Term } from '../disclosure/support/system.js';
import type { CellsVector, CountsVector } from '../support/vectors/disclosure.js';

const folder = new URL('../../schema/vectors/disclosure/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const counts = read('counts.json') as CountsVector[];
const cells = read('cells.json') as CellsVector[];
const nameOf = (key: readonly unknown[]) => key.slice(0, 4).join('|');

/** How many values are left of each variable; an attacker needs no more than ten to have found nothing. */
async function widths(system: System, variables: ReadonlyMap<string, number>): Promise<Record<string, number>> {
  const ranges = await rangesOf(system, variables.values());
  return Object.fromEntries(
    [...variables].flatMap(([name, variable]) => {
      const range = ranges.get(variable);
      return range && widthOf(range) < 10 ? [[name, widthOf(range)]] : [];
    }),
  );
}

/** Adds one count for each entry of a list. */
function counted(system: System, said: readonly (readonly (string | number)[])[]): Map<string, number> {
  return new Map(said.map((each) => [nameOf(each), system.variable(Number(each.at(-2)), Number(each.at(-1)))]));
}

/** Adds that a total is the sum of its parts, unlisted parts included. */
function sumOf(
  system: System,
  of: ReadonlyMap<string, number>,
  total: string,
  parts: readonly string[],
  number: number,
) {
  const whole = of.get(total);
  if (whole === undefined) throw new Error(`Expected ${total} to be published.`);
  const listed = parts.flatMap((part) => of.get(part) ?? []);
  const others = Array.from({ length: Math.max(0, number - listed.length) }, () => system.variable(0, 9));
  system.sum(whole, [...listed, ...others]);
}

/** The knowledge of an attacker that knows the rules of a case, but no true count. */
function systemOf(one: CountsVector): { system: System; variables: Map<string, number> } {
  const { published, totals = [], nested = [], allOf, bounds = [], covers = [], earlier = [] } = one;
  const system = new System();
  const variables = counted(system, published);
  for (const { total, of, parts = 0 } of totals) sumOf(system, variables, nameOf(total), of.map(nameOf), parts);
  for (const [key, variable] of variables) {
    const [measure = '', ...rest] = key.split('|');
    const other = (name: string) => variables.get([name, ...rest].join('|'));
    const atMost = (part: number, whole: number | undefined) => {
      if (whole !== undefined)
        system.add(
          [
            [whole, 1],
            [part, -1],
          ],
          0,
          1_000_000,
        );
    };
    for (const [whole, part] of nested) if (part === measure) atMost(variable, other(whole));
    if (measure !== allOf?.everybody) continue;
    const each = allOf.each.flatMap((name): Term[] => [[other(name) ?? system.variable(0, 9), -1]]);
    system.add([[other(allOf.all) ?? 0, 1], [variable, each.length - 1], ...each], 0, 1_000_000);
  }
  for (const bound of bounds) system.bound(variables.get(nameOf(bound)) ?? 0, 0, bound[4]);
  for (const cover of covers) {
    system.add(
      [
        [system.variable(cover[4], cover[5]), 1],
        [variables.get(nameOf(cover)) ?? 0, -1],
      ],
      0,
      1_000_000,
    );
  }
  for (const { total, said } of earlier) {
    const before = counted(system, said);
    sumOf(
      system,
      before,
      nameOf(total),
      [...before.keys()].filter((key) => key !== nameOf(total)),
      0,
    );
    for (const [key, variable] of before) {
      system.add(
        [
          [variables.get(key) ?? 0, 1],
          [variable, -1],
        ],
        0,
        1_000_000,
      );
    }
  }
  return { system, variables };
}

describe('the vectors of disclosure leave ten values of each count', () => {
  test.each(counts.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const { system, variables } = systemOf(one);
    const found = await widths(system, variables);
    // What a public bound says by itself, nobody can hide.
    const public_ = (one.bounds ?? []).filter(([, , , , bound]) => bound < 9).map(nameOf);
    expect(Object.keys(found).filter((name) => !public_.includes(name))).toEqual([]);
  });

  test.each(cells.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const { root, ledger, communes, bounds = [], cells: told } = one;
    const system = new System();
    const months = [...new Set(ledger.map(([, , , month]) => month))].sort();
    const isOfParts = (month: string) =>
      !ledger.some(([, code, , at, people]) => at === month && code === root[0] && people > 0);
    const variables = new Map<string, number>();
    for (const month of months) {
      const ofMonth = told.filter(([, , , at]) => at === month);
      const said = new Map(ofMonth.map((cell) => [cell[1], cell]));
      const there = new Set(
        [...(communes[month]?.rising ?? []), ...ofMonth.map(([, code, from]) => [code, from] as const)].map(
          ([code]) => code,
        ),
      );
      for (const code of there) {
        const [, , , , people = 0, atMost = 9] = said.get(code) ?? [];
        variables.set(`${code} ${month}`, system.variable(people, atMost));
      }
      const parts = [...there].filter((code) => code !== root[0]).map((code) => `${code} ${month}`);
      const total = `${root[0]} ${month}`;
      if (isOfParts(month)) sumOf(system, variables, total, parts, communes[month]?.number ?? 0);
      else {
        // Counts without a commune may be any number.
        variables.set(`none ${month}`, system.variable(0, 1_000_000));
        sumOf(system, variables, total, [...parts, `none ${month}`], 0);
      }
      for (const [code, , at, bound] of bounds)
        if (at === month) system.bound(variables.get(`${code} ${month}`) ?? 0, 0, bound);
    }
    for (const [index, month] of months.entries()) {
      for (const [code] of communes[month]?.rising ?? []) {
        const [before, after] = [`${code} ${months[index - 1] ?? ''}`, `${code} ${month}`].map((name) =>
          variables.get(name),
        );
        if (before !== undefined && after !== undefined)
          system.add(
            [
              [after, 1],
              [before, -1],
            ],
            0,
            1_000_000,
          );
      }
    }
    expect(await widths(system, variables)).toEqual({});
  });

  test('and would not, were they told one ten less wide', async () => {
    const [one] = counts.filter(({ what }) => what.includes('two parts'));
    if (!one) throw new Error('Expected the case of two parts.');
    const narrowed = one.published.map((each) => (each[2] === '38' ? ([...each.slice(0, 4), 30, 39] as never) : each));
    const { system, variables } = systemOf({ ...one, published: narrowed });
    expect(Object.keys(await widths(system, variables))).toHaveLength(3);
  });
});
