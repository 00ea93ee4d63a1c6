/** A count that is published, or could be: `table|key`. */
export type CellId = string;

/** Cells that a rule looks at together. */
export interface Group {
  readonly table: string;
  /** How cells are withheld together by the rule of suppression: by themselves, with what would reveal them, or as shown. */
  readonly by: 'each' | 'together' | 'schools' | 'shown';
  readonly cells: readonly CellId[];
  /** For each cell, the cell of its people with a further property, in the same order. */
  readonly parts?: readonly CellId[];
  readonly total?: CellId;
  readonly totalPart?: CellId;
}

/** Everybody of the whole is in one part or more; in exactly one where they are disjoint. */
export interface Union {
  readonly whole: CellId;
  readonly parts: readonly CellId[];
  readonly isDisjoint: boolean;
}

/** A total and its parts, in the order of their places, at the ends of months in turn: none of them falls. */
export type Rising = readonly { readonly total: CellId; readonly parts: readonly CellId[] }[];

/** `Σ factor × cell ≥ least`, which holds whatever the counts are. */
export interface Inequality {
  readonly terms: readonly (readonly [CellId, number])[];
  readonly least: number;
}

/** How published counts belong together, which everybody knows from the schema and its descriptions. */
export class Structure {
  readonly cells = new Set<CellId>();
  readonly groups: Group[] = [];
  readonly unions: Union[] = [];
  /** Of everybody in the part something holds that holds of the whole: months, courses, levels. */
  readonly nested: (readonly [whole: CellId, part: CellId])[] = [];
  /** The same people, counted in two tables. */
  readonly equal: (readonly [CellId, CellId])[] = [];
  readonly inequalities: Inequality[] = [];
  readonly rising: Rising[] = [];
  /** Totals of disjoint parts that only rise from one release to the next: published in their own steps. */
  readonly totalsThatRise = new Set<CellId>();
  /** Public upper bounds that organisations enforce. */
  readonly caps = new Map<CellId, number>();
}

/** The structure of published counts, with the true counts. */
export class World {
  readonly structure = new Structure();
  readonly truth = new Map<CellId, number>();

  /** Adds a count; it may be zero. */
  count(table: string, key: string, people: number): CellId {
    const cell = `${table}|${key}`;
    this.structure.cells.add(cell);
    this.truth.set(cell, people);
    return cell;
  }

  people(cell: CellId): number {
    const people = this.truth.get(cell);
    if (people === undefined) throw new Error(`No count ${cell}.`);
    return people;
  }
}

/** The table of a cell. */
export const tableOf = (cell: CellId): string => cell.slice(0, cell.indexOf('|'));
