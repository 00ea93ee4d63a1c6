import type { PublishedCount } from '@hub/protocol';
import type { LedgerCell } from '../ledger/ledger-cells.js';
import { type Cover, placeOf } from './covers-of-cells.js';

/** The occurrences of a goal's cells of one month, and the published values of their sessions. */
export class OccurrencesOfMonth {
  /** Published counts of occurrences that are known for the root place only. */
  readonly elsewhere: readonly PublishedCount[];
  /** Whether all occurrences of the root place are in communes' cells or in these counts. */
  readonly isOfParts: boolean;
  /**
   * The number of communes and other counts that readers know to have occurrences; undefined where the list is
   * incomplete.
   */
  readonly parts: number | undefined;

  /** @param covers by place, as in `CoversOfCells`. */
  constructor(
    cells: readonly LedgerCell[],
    rootCode: string,
    private readonly covers: ReadonlyMap<string, readonly Cover[]> = new Map(),
  ) {
    const isOfRoot = ({ code }: Pick<LedgerCell, 'code'>) => code === rootCode;
    const isListed = (cell: LedgerCell) => cell.occurrences === 0 || this.coversOf(cell).length > 0;
    this.elsewhere = cells.filter(isOfRoot).flatMap((cell) => this.coversOf(cell)[0]?.each ?? []);
    this.isOfParts = cells.filter(isOfRoot).every(isListed);
    const communes = [...covers.keys()].filter((place) => !place.startsWith(`${rootCode} `));
    this.parts = cells.every(isListed) ? communes.length + this.elsewhere.length : undefined;
  }

  /** The published counts with a cell's occurrences; each cover contains all of them. */
  coversOf(cell: LedgerCell): readonly Cover[] {
    return this.covers.get(placeOf(cell)) ?? [];
  }
}
