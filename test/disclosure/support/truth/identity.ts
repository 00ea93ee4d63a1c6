import type { CellId, World } from '../structure.js';
import { communesOfToday, readRows } from './files.js';
import { addCells, firstMonth, lastMonth, releaseTable } from './releases.js';

const folder = 'subgraphs/identity/demo';
/** Which count is released for which goal. */
const countedGoals = [
  ['ADULTS_CONFIRMED', 'adults_confirmed'],
  ['DEMO_ACCOUNTS', 'accounts_level_2'],
] as const;

/** Adds the police's counts of the communes of today, month by month, and the release of the confirmed adults. */
export function addIdentity(world: World): void {
  const { structure } = world;
  const counts = new Map<string, Readonly<Record<string, string>>>();
  const months = new Set<string>();
  for (const row of readRows(`${folder}/identity-counts.csv`)) {
    const { commune_code = '', month = '' } = row;
    if (month < firstMonth || month > lastMonth) continue;
    months.add(month);
    counts.set(`${commune_code} ${month}`, row);
  }
  const inOrder = [...months].sort();
  const of = (measure: string) => (commune: string, month: string) =>
    Number(counts.get(`${commune} ${month}`)?.[measure] ?? 0);
  const tableOf = (measure: string) => `identity: ${measure}`;
  for (const measure of ['adults_confirmed', 'digital_signatures']) {
    addCells(world, tableOf(measure), inOrder, of(measure));
  }
  for (const [goal, measure] of countedGoals) addCells(world, releaseTable('identity', goal), inOrder, of(measure));
  const communes = communesOfToday();
  for (const month of inOrder) {
    const pairs = communes.map((commune): readonly [CellId, CellId] => {
      const key = `${commune} ${month}`;
      const whole = world.count(tableOf('accounts_level_1'), key, of('accounts_level_1')(commune, month));
      const part = world.count(tableOf('accounts_level_2'), key, of('accounts_level_2')(commune, month));
      structure.nested.push([whole, part]);
      return [whole, part];
    });
    const sums = ([0, 1] as const).map((side) => {
      const parts = pairs.map((pair) => pair[side]);
      const sum = parts.reduce((people, cell) => people + world.people(cell), 0);
      const whole = world.count(tableOf(side === 0 ? 'accounts_level_1' : 'accounts_level_2'), `38 ${month}`, sum);
      structure.unions.push({ whole, parts, isDisjoint: true });
      structure.totalsThatRise.add(whole);
      return whole;
    });
    structure.nested.push([sums[0] ?? '', sums[1] ?? '']);
    structure.groups.push({
      ...{ table: 'accounts', by: 'together', total: sums[0] ?? '', totalPart: sums[1] ?? '' },
      ...{ cells: pairs.map(([whole]) => whole), parts: pairs.map(([, part]) => part) },
    });
    for (const place of [...communes, '38']) {
      for (const [goal, measure] of countedGoals) {
        structure.equal.push([
          `${tableOf(measure)}|${place} ${month}`,
          `${releaseTable('identity', goal)}|${place} ${month}`,
        ]);
      }
    }
  }
  // The police take no count above the adults of the commune, whose number is public.
  const adults = readRows(`${folder}/adults.csv`).filter((row) => (row['as_of'] ?? '') >= '2025-07-01');
  for (const row of adults) {
    for (const month of inOrder) {
      for (const measure of ['adults_confirmed', 'digital_signatures', 'accounts_level_1', 'accounts_level_2']) {
        const cell = `${tableOf(measure)}|${row['commune_code'] ?? ''} ${month}`;
        if (structure.cells.has(cell)) structure.caps.set(cell, Number(row['adults']));
      }
    }
  }
}
