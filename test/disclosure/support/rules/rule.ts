import type { CellId, Structure, World } from '../structure.js';
import type { System } from '../system.js';

/** The published value of each cell: a number, or null where it is withheld. An unpublished cell has no entry. */
export type Shown = ReadonlyMap<CellId, number | null>;

/** A way to publish counts, and the conclusions of an attacker with knowledge of it. */
export interface Rule {
  readonly name: string;
  /** Whether a published number is the true one. */
  readonly isExact: boolean;
  /** Publishes counts as an organisation does. */
  publish(world: World): Shown;
  /**
   * Adds to a system what each published and each withheld value says by itself. How cells belong together is added for
   * every rule alike.
   * @param variableOf the variable of a cell.
   */
  learn(structure: Structure, shown: Shown, system: System, variableOf: (cell: CellId) => number): void;
}
