import type { PublishedCount } from '@hub/protocol';
import type { LedgerCell } from '../ledger/ledger-cells.js';
import { type Cover, placeOf } from './covers-of-cells.js';

/** The occurrences of a goal's cells of one month, and what is published of the sessions that they are made of. */
export class OccurrencesOfMonth {
  /** Published counts of what is known of the whole only. */
  readonly elsewhere: readonly PublishedCount[];
  /** Whether all occurrences of the whole are in communes' cells or in these counts. */
  readonly isOfParts: boolean;
  /** Of how many communes and other counts everybody knows that they have occurrences; undefined where not all are listed. */
  readonly parts: number | undefined;

  /** @param covers by place, as `CoversOfCells` has them. */
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

  /** The published counts of a cell's occurrences; each cover has all of them. */
  coversOf(cell: LedgerCell): readonly Cover[] {
    return this.covers.get(placeOf(cell)) ?? [];
  }
}
