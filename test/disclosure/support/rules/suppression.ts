import type { CellId, Group, Structure } from '../structure.js';
import { tableOf } from '../structure.js';
import type { System } from '../system.js';
import type { Rule, Shown } from './rule.js';

/** Fewer people than this were withheld. */
const smallest = 10;

const isSmall = (people: number) => people > 0 && people < smallest;

/**
 * The former rule, kept to show that the attacker finds something. It withholds cells of 1 to 9 people, one table at a
 * time, and the next smallest cells until the total does not reveal them.
 */
export const suppression: Rule = {
  name: 'suppression',
  isExact: true,
  publish: ({ structure, truth }) => {
    const people = (cell: CellId) => truth.get(cell) ?? 0;
    const shown = new Map<CellId, number | null>();
    const show = (cell: CellId, isWithheld: boolean) => {
      if (isUnpublished(cell)) return;
      const before = shown.get(cell);
      shown.set(cell, isWithheld || isSmall(people(cell)) || before === null ? null : people(cell));
    };
    for (const group of structure.groups) publishGroup(group, people, show);
    for (const group of structure.groups) if (group.by === 'schools') publishSchools(group, people, shown, show);
    for (const cell of structure.cells) if (!shown.has(cell)) show(cell, false);
    return shown;
  },
  learn,
};

/** Sums that somebody can work with, but that stand nowhere. */
export const isUnpublished = (cell: CellId) =>
  tableOf(cell).includes('(unpublished)') || cell.startsWith('training of everybody');

type People = (cell: CellId) => number;
type Show = (cell: CellId, isWithheld: boolean) => void;

function publishGroup({ by, cells, parts, total, totalPart }: Group, people: People, show: Show): void {
  if (by === 'schools') return;
  if (by !== 'together') {
    for (const cell of cells) show(cell, false);
    return;
  }
  const wholes = withheld(cells, people);
  for (const cell of cells) show(cell, wholes.cells.has(cell));
  if (total) show(total, wholes.total);
  if (!parts) return;
  const partOf = new Map(cells.map((cell, index) => [cell, parts[index] ?? '']));
  const part: People = (cell) => people(partOf.get(cell) ?? '');
  const others: People = (cell) => people(cell) - part(cell);
  const tables = [wholes, withheld(cells, part), withheld(cells, others)];
  for (const cell of cells) {
    show(partOf.get(cell) ?? '', isSmall(others(cell)) || tables.some((table) => table.cells.has(cell)));
  }
  if (total && totalPart) {
    show(totalPart, isSmall(people(total) - people(totalPart)) || tables.some((table) => table.total));
  }
}

function publishSchools({ cells, total = '' }: Group, people: People, shown: Shown, show: Show): void {
  const isWithheld = shown.get(total) === null || cells.some((cell) => isSmall(people(cell)));
  // A school without pupils has no row to be withheld.
  for (const cell of cells) show(cell, isWithheld && people(cell) > 0);
}

/** The cells to withhold, the smallest first, until no difference to the total is small. */
function withheld(cells: readonly CellId[], people: People): { cells: Set<CellId>; total: boolean } {
  const ascending = cells.filter((cell) => people(cell) > 0).sort((a, b) => people(a) - people(b) || (a < b ? -1 : 1));
  const chosen = new Set<CellId>();
  let sum = 0;
  const isShort = () => chosen.size > 0 && (chosen.size < 2 || sum - (chosen.size - 1) < smallest);
  for (const cell of ascending) {
    if (people(cell) >= smallest && !isShort()) break;
    chosen.add(cell);
    sum += people(cell);
  }
  return { cells: chosen, total: isShort() };
}

function learn(structure: Structure, shown: Shown, system: System, variableOf: (cell: CellId) => number): void {
  for (const [cell, people] of shown) if (people !== null) system.bound(variableOf(cell), people, people);
  const parts = new Set(structure.groups.flatMap((group) => [...(group.parts ?? []), group.totalPart ?? '']));
  for (const { by, cells } of structure.groups) {
    const hidden = cells.filter((cell) => shown.get(cell) === null);
    // The smallest are withheld, so that none is larger than the smallest that is shown; none is zero.
    const least = Math.min(...cells.flatMap((cell) => shown.get(cell) || []));
    const most = by === 'each' ? smallest - 1 : by === 'together' && Number.isFinite(least) ? least : undefined;
    for (const cell of hidden)
      if (!parts.has(cell)) system.bound(variableOf(cell), 1, most ?? Number.POSITIVE_INFINITY);
  }
  for (const [cell, people] of shown) {
    if (people === null && !parts.has(cell)) system.bound(variableOf(cell), 1, Number.POSITIVE_INFINITY);
  }
}
