import type { CellId, Rising, World } from '../structure.js';
import { communesOfToday, monthsBetween, Tally } from './files.js';
import { earliestFacts, type Reached, sources } from './reached.js';

/** The first month with figures of the communes of today. */
export const firstMonth = '2025-07';

/** The last month of the demonstration. */
export const lastMonth = '2026-10';

/** The table of one organisation's releases for a goal. */
export const releaseTable = (organisation: string, goal: string) => `release: ${organisation}, ${goal}`;

/** Adds an organisation's releases of what its records of people say: people to date by goal, place and month. */
export function addReleases(world: World, organisation: keyof typeof sources): void {
  for (const [goal, facts] of Map.groupBy(sources[organisation](), ({ goal }) => goal)) {
    addRelease(world, organisation, goal, facts);
  }
}

/** Adds people to date: each once, in the month and commune of the earliest fact. */
export function addRelease(world: World, organisation: string, goal: string, facts: readonly Reached[]): void {
  const first = earliestFacts(facts);
  // Earlier facts count in the first month of the communes of today.
  const monthOf = (day: string) => (day.slice(0, 7) < firstMonth ? firstMonth : day.slice(0, 7));
  const added = new Tally();
  for (const { person, commune, day } of first.values()) added.add(`${commune} ${monthOf(day)}`, person);
  const earliest = [...first.values()].reduce(
    (month, { day }) => (monthOf(day) < month ? monthOf(day) : month),
    lastMonth,
  );
  const months = monthsBetween(earliest, lastMonth);
  const toDate = new Map<string, number>();
  const rising = addCells(world, releaseTable(organisation, goal), months, (commune, month) => {
    const people = (toDate.get(commune) ?? 0) + added.of(`${commune} ${month}`);
    toDate.set(commune, people);
    return people;
  });
  world.structure.rising.push(rising);
}

/**
 * Adds that everybody in a place's newest figure of a goal is in one of some counts, or in several. Earlier figures are
 * within it.
 * @param place the province unless told.
 */
export function addCover(
  { structure }: World,
  organisation: string,
  goal: string,
  parts: readonly CellId[],
  place = '38',
): void {
  const newest = `${releaseTable(organisation, goal)}|${place} ${lastMonth}`;
  if (!structure.cells.has(newest)) return;
  structure.inequalities.push({ terms: [...parts.map((part) => [part, 1] as const), [newest, -1]], least: 0 });
}

/**
 * Adds the cells of a table by commune and month, with the province's, each month within the next.
 * @returns the cells by month.
 */
export function addCells(
  world: World,
  table: string,
  months: readonly string[],
  peopleIn: (commune: string, month: string) => number,
): Rising {
  const { structure } = world;
  const communes = communesOfToday();
  const rising: Rising[number][] = [];
  let former: readonly CellId[] = [];
  for (const month of months) {
    const cells = communes.map((commune) => world.count(table, `${commune} ${month}`, peopleIn(commune, month)));
    const sum = cells.reduce((people, cell) => people + world.people(cell), 0);
    const total = world.count(table, `38 ${month}`, sum);
    structure.groups.push({ table, by: 'together', cells, total });
    structure.unions.push({ whole: total, parts: cells, isDisjoint: true });
    structure.totalsThatRise.add(total);
    const row = [...cells, total];
    for (const [index, part] of former.entries()) structure.nested.push([row[index] ?? '', part]);
    former = row;
    rising.push({ total, parts: cells });
  }
  return rising;
}
