import { hidingError } from '@hub/kit/service';
import { cellErrorOf } from '@hub/protocol';
import { peopleOfFiles, together as allOf } from '../../support/people-of-files.js';
import { type Ask, pages } from './collect.js';
import type { Rule, Shown } from './rules/rule.js';
import { type CellId, type Structure, World } from './structure.js';
import { monthsBetween } from './truth/files.js';
import { firstMonth, lastMonth, releaseTable } from './truth/releases.js';

/** The goals of which several organisations have records of people. */
const goals = [
  ['ADULTS_BASIC', ['womens-union', 'youth-union', 'university', 'public-sector']],
  ['PUBLIC_SECTOR', ['university', 'public-sector']],
] as const;

/**
 * The months of the demonstration, three at a time: of more together, a solver takes hours. Each two that follow each other
 * are once together.
 */
export const windows: readonly (readonly string[])[] = windowsOf(monthsBetween(firstMonth, lastMonth), 3);

function windowsOf(months: readonly string[], size: number): string[][] {
  const starts = months
    .map((_, index) => index)
    .filter((index) => index % (size - 1) === 0 && index + 1 < months.length);
  return starts.map((start) => months.slice(start, start + size));
}

/** How many times as far as its 95 % interval says an estimate is off once in ten thousand times: less for the sketch's error. */
const widest = 3.1;

/** What a count lies between, by an estimate of it. */
export interface Bound {
  readonly cell: CellId;
  readonly least: number;
  readonly most: number;
}

/**
 * The bounds of a published estimate. An attacker with the public documentation knows the error of sketch and noise,
 * and the share of people that the estimate may miss; the interval states both.
 */
export function around(cell: CellId, { estimate, interval }: Told): Bound {
  return {
    cell,
    least: Math.floor(estimate - widest * (estimate - interval.lower + 1)),
    most: Math.ceil(estimate + 9 + widest * (interval.upper - estimate)),
  };
}

/** A published estimate. */
interface Told {
  readonly estimate: number;
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** Releases of some months, with the estimated numbers of people of all organisations together. */
export interface Estimated {
  /** The counts of releases, and the estimated counts. This structure has no true number of the latter. */
  readonly structure: Structure;
  readonly bounds: readonly Bound[];
  /** Who is counted together, by cell. */
  readonly together: ReadonlyMap<CellId, Together>;
}

/** Organisations whose people are counted together, each person once. */
export interface Together {
  readonly goal: string;
  readonly place: string;
  readonly period: string;
  readonly organisations: readonly string[];
  /** The most that an estimate of them may say now. */
  readonly highest: number;
}

/**
 * Asks for all estimates of some months, and puts them beside the releases that they are made of.
 * @param whole how published counts belong together; what lies in other months or tables is proven of by itself.
 * @param shown what is published of them.
 * @param months which, that follow each other.
 */
export async function collectEstimates(
  ask: Ask,
  whole: Structure,
  shown: Shown,
  months: readonly string[],
): Promise<Estimated> {
  const { structure } = new World();
  const bounds: Bound[] = [];
  const together = new Map<CellId, Together>();
  for (const [goal, organisations] of goals) {
    takePart(structure, whole, goal, organisations, months);
    for (const period of months) {
      const asked = { ask, structure, shown, together, goal, organisations, period };
      bounds.push(...(await togetherIn(asked)), ...(await groupsIn(asked)));
    }
  }
  return { structure, bounds, together };
}

/** Takes over the cells of a goal's releases in the months, and what connects them alone. */
function takePart(
  structure: Structure,
  whole: Structure,
  goal: string,
  organisations: readonly string[],
  months: readonly string[],
): void {
  const tables = new Set(organisations.map((organisation) => releaseTable(organisation, goal)));
  const isIn = (cell: CellId) => tables.has(cell.split('|')[0] ?? '') && months.includes(cell.slice(-7));
  for (const cell of whole.cells) if (isIn(cell)) structure.cells.add(cell);
  structure.unions.push(...whole.unions.filter((one) => isIn(one.whole) && one.parts.every(isIn)));
  structure.nested.push(...whole.nested.filter((pair) => pair.every(isIn)));
}

interface Asked {
  readonly ask: Ask;
  readonly structure: Structure;
  readonly shown: Shown;
  readonly together: Map<CellId, Together>;
  readonly goal: string;
  readonly organisations: readonly string[];
  readonly period: string;
}

const before = (period: string) => monthsBetween('2025-07', period).at(-2) ?? '';

/** Of each place that several organisations reached, a count of all their people, within what its estimate says. */
async function togetherIn({ ask, structure, shown, together, goal, organisations, period }: Asked): Promise<Bound[]> {
  const found: Bound[] = [];
  const add = ({ communeCode: place, people }: any) => {
    const cellOf = (organisation: string, month: string) => `${releaseTable(organisation, goal)}|${place} ${month}`;
    const reached = organisations.filter((one) => (shown.get(cellOf(one, period)) ?? 0) > 0);
    const parts = reached.map((one) => cellOf(one, period));
    if (parts.length === 0) return;
    const cell = added(structure, togetherCell(goal, place, period));
    structure.unions.push({ whole: cell, parts, isDisjoint: false });
    const former = togetherCell(goal, place, before(period));
    if (structure.cells.has(former)) structure.nested.push([cell, former]);
    const sum = parts.reduce((all, part) => all + (shown.get(part) ?? 0), 0);
    // An estimate leaves ten values below what bounds it: its parts, and the upper end.
    const bound = Math.min(people?.upper ?? Number.POSITIVE_INFINITY, sum + 9 * parts.length);
    const beside = Math.floor((bound - 9) / 10) * 10;
    const cap = Math.min(sum + Math.floor((9 * (parts.length - 1)) / 10) * 10, beside);
    const highest = Math.max(people?.lower ?? 0, cap);
    together.set(cell, { goal, place, period, organisations: reached, highest });
    if (people === null) return;
    // With others who publish nobody there, they are at most so many.
    found.push({ cell, least: people.lower, most: people.upper ?? Number.POSITIVE_INFINITY });
    if (people.method !== 'ESTIMATE') return;
    const { least, most } = around(cell, people);
    found.push({ cell, least, most: people.estimate < highest ? most : Number.POSITIVE_INFINITY });
  };
  let province: any;
  const list = ({ goal: { progress, progressByCommune } }: any) => {
    province = progress;
    return progressByCommune;
  };
  for await (const progress of pages(ask, 'estimates', { goal, period }, list)) add(progress);
  add(province);
  return found;
}

const togetherCell = (goal: string, place: string, period: string): CellId => `together: ${goal}|${place} ${period}`;

function added(structure: Structure, cell: CellId): CellId {
  structure.cells.add(cell);
  return cell;
}

/** Groups of communes and of the province's people, and what each two organisations share of these. */
async function groupsIn({ ask, structure, goal, period }: Asked): Promise<Bound[]> {
  const data = await ask('groups', { goal, period });
  const found: Bound[] = [];
  const whole = togetherCell(goal, '38', period);
  const communesOf = (by: string, group: string): string[] =>
    by === 'region'
      ? data.regions.find(({ code }: any) => code === group).communes.map(({ code }: any) => code)
      : data.communes.nodes.filter((commune: any) => commune[by] === group).map(({ code }: any) => code);
  for (const by of ['sex', 'age', 'area', 'type', 'region']) {
    const { groups } = data.goal[by];
    const cells = (groups as any[]).map(({ group, people, noEstimate, interval }) => {
      const cell = added(structure, `group: ${goal}|${by} ${group} ${period}`);
      if (people !== null) found.push(around(cell, { estimate: people, interval }));
      // That it is not told says that its error is less than 30, which sketches have of fewer people.
      else if (noEstimate === 'TOO_FEW') found.push({ cell, least: 0, most: mostHidden });
      structure.nested.push([whole, cell]);
      if (by === 'sex' || by === 'age') return cell;
      const parts = communesOf(by, group).map((code) => togetherCell(goal, code, period));
      structure.unions.push({ whole: cell, parts: parts.filter((one) => structure.cells.has(one)), isDisjoint: false });
      return cell;
    });
    // A person has one sex. The sketches of an organisation with few people have no sexes.
    if (by === 'sex')
      structure.inequalities.push({ terms: [[whole, 1], ...cells.map((one) => [one, -1] as const)], least: 0 });
  }
  for (const { first, second, people } of data.goal.overlap) {
    const cell = added(structure, `shared: ${goal}|${first.code} ${second.code} ${period}`);
    const [one, other] = [first, second].map(({ code }) => `${releaseTable(code, goal)}|38 ${period}`) as [
      string,
      string,
    ];
    structure.nested.push([one, cell], [other, cell]);
    structure.inequalities.push({
      terms: [
        [whole, 1],
        [cell, 1],
        [one, -1],
        [other, -1],
      ],
      least: 0,
    });
    if (people.method !== 'ESTIMATE') continue;
    found.push(around(cell, people));
  }
  return found;
}

/** The smallest number of people, in hundreds, at which a sketch's error hides a single person. */
const mostHidden =
  Array.from({ length: 100 }, (_, index) => 100 * index).find(
    (people) => cellErrorOf(people).standardError >= 1.5 * hidingError,
  ) ?? 0;

/** An attacker with knowledge of a rule and of the estimates. */
export function knowingEstimates(rule: Rule, whole: Structure, shown: Shown, bounds: readonly Bound[]): Rule {
  return {
    ...rule,
    learn: (_structure, _shown, system, variableOf) => {
      // What was lowered for another table's sake says so by all of them.
      rule.learn(whole, shown, system, variableOf);
      for (const { cell, least, most } of bounds) system.bound(variableOf(cell), least, most);
    },
  };
}

/** The true numbers in place of the estimates. */
export function exactly(together: ReadonlyMap<CellId, Together>): Bound[] {
  const files = new Map<string, ReturnType<typeof peopleOfFiles>>();
  return [...together].map(([cell, { goal, place, period, organisations }]) => {
    const name = `${goal} ${period}`;
    const people = files.get(name) ?? peopleOfFiles(goal, period);
    files.set(name, people);
    const ofPlace = people.get(place === '38' ? 'all' : place);
    const count = allOf(organisations.flatMap((one) => ofPlace?.get(one) ?? []));
    return { cell, least: count, most: count };
  });
}
