import { type Effort, type Range, rangesOf, widthOf } from './ranges.js';
import type { Rule, Shown } from './rules/rule.js';
import { type CellId, type Structure, tableOf } from './structure.js';
import { System, type Term } from './system.js';

/** A count, or the difference of two that are nested. */
export interface Finding {
  /** The cell; of a difference, its whole. */
  readonly cell: CellId;
  /** Of a difference, its part. */
  readonly part: CellId | null;
  readonly range: Range;
}

/** How a finding is called in a report. */
export const kindOf = ({ cell, part }: Finding): string =>
  part === null
    ? tableOf(cell)
    : tableOf(cell) === tableOf(part)
      ? `${tableOf(cell)}: difference`
      : `${tableOf(cell)} without ${tableOf(part)}`;

/** Which counts are asked for, and which differences: of a count alone, the part is null. */
export type Asks = (cell: CellId, part: CellId | null) => boolean;

/** What an attack starts from. */
export interface Attack {
  readonly rule: Rule;
  readonly shown: Shown;
  /** The true counts that the audience owns. */
  readonly known?: ReadonlyMap<CellId, number>;
  /** What is asked for; everything unless given. */
  readonly asks?: Asks;
}

/**
 * Attacks published counts.
 * @returns the range of each count that is not published exactly, and of each difference of nested counts.
 */
export async function attack(
  structure: Structure,
  { rule, shown, known = new Map(), asks = () => true }: Attack,
  effort: Partial<Effort> = {},
): Promise<Finding[]> {
  const system = new System();
  const variables = new Map<CellId, number>();
  const variableOf = (cell: CellId) => {
    let variable = variables.get(cell);
    if (variable === undefined) variables.set(cell, (variable = system.variable()));
    return variable;
  };
  for (const cell of structure.cells) variableOf(cell);
  rule.learn(structure, shown, system, variableOf);
  for (const [cell, people] of known) system.bound(variableOf(cell), people, people);
  const differences = addStructure(structure, system, variableOf, asks);
  const isExact = (cell: CellId) => known.has(cell) || (rule.isExact && typeof shown.get(cell) === 'number');
  const cells = [...variables].filter(([cell]) => !isExact(cell) && asks(cell, null));
  const questions = [...cells.map(([, variable]) => variable), ...differences.map(({ variable }) => variable)];
  const ranges = await rangesOf(system, questions, effort);
  const rangeOf = (variable: number) => ranges.get(variable) ?? { least: 0, most: 0, isSolved: false };
  return [
    ...cells.map(([cell, variable]) => ({ cell, part: null, range: rangeOf(variable) })),
    ...differences.map(({ cell, part, variable }) => ({ cell, part, range: rangeOf(variable) })),
  ];
}

/** Adds how counts belong together; returns the differences that are asked for, each a count of people. */
export function addStructure(
  { unions, nested, equal, inequalities, caps }: Structure,
  system: System,
  variableOf: (cell: CellId) => number,
  asks: Asks,
) {
  const differences: { cell: CellId; part: CellId; variable: number }[] = [];
  const nest = (cell: CellId, part: CellId) => {
    const terms: Term[] = [
      [variableOf(cell), 1],
      [variableOf(part), -1],
    ];
    if (!asks(cell, part)) {
      system.add(terms, 0, Number.POSITIVE_INFINITY);
      return;
    }
    const variable = system.variable();
    system.add([...terms, [variable, -1]], 0, 0);
    differences.push({ cell, part, variable });
  };
  for (const [whole, part] of nested) nest(whole, part);
  for (const { whole, parts, isDisjoint } of unions) {
    const terms: Term[] = [[variableOf(whole), -1], ...parts.map((part): Term => [variableOf(part), 1])];
    system.add(terms, 0, isDisjoint ? 0 : Number.POSITIVE_INFINITY);
    // For many parts, the rest of the whole is a sum of many cells. The sum already implies that it is not negative.
    if (!isDisjoint || parts.length <= mostParts) for (const part of parts) nest(whole, part);
  }
  for (const [a, b] of equal)
    system.add(
      [
        [variableOf(a), 1],
        [variableOf(b), -1],
      ],
      0,
      0,
    );
  for (const { terms, least } of inequalities) {
    system.add(
      terms.map(([cell, factor]): Term => [variableOf(cell), factor]),
      least,
      Number.POSITIVE_INFINITY,
    );
  }
  for (const [cell, cap] of caps) system.bound(variableOf(cell), 0, cap);
  return differences;
}

/** The differences to a whole of more parts are not asked for. */
const mostParts = 15;

/** A finding beside the truth. */
export interface Judged extends Finding {
  readonly people: number;
  /** How many values are possible; 0 where the solver did not come to an end, which counts as found. */
  readonly width: number;
}

/**
 * The secrets: counts above zero, and differences of one to nine people. A count of zero is no secret: it concerns no
 * person.
 */
export function secretsOf(truth: ReadonlyMap<CellId, number>): Asks {
  const people = (cell: CellId) => truth.get(cell) ?? 0;
  return (cell, part) => {
    const difference = people(cell) - (part === null ? 0 : people(part));
    return difference > 0 && (part === null || difference < 10);
  };
}

/**
 * Puts findings beside the truth.
 * @throws Error where a range does not hold the true number: then the attacker takes for known what is not so.
 */
export function judge(findings: readonly Finding[], truth: ReadonlyMap<CellId, number>): Judged[] {
  return findings.map((finding) => {
    const { cell, part, range } = finding;
    const people = (truth.get(cell) ?? 0) - (part === null ? 0 : (truth.get(part) ?? 0));
    const width = widthOf(range);
    if (width > 0 && width < 10 && (people < range.least || people > range.most)) {
      throw new Error(`${cell} ${part ?? ''} is ${people}, but was told to be ${range.least} to ${range.most}.`);
    }
    return { ...finding, people, width };
  });
}
