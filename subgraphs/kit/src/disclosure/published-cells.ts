import { isEmpty } from '../release/cells.js';
import type { LedgerCell } from '../release/ledger-cells.js';
import type { Cell } from '../release/release-format.js';
import { type Cover, type CoversOfCells, placeOf } from './covers-of-cells.js';
import type { CountBound, CountCover, CountKey } from './people-table.js';
import { countKey } from './count-key.js';
import { publishCounts } from './publish-counts.js';
import type { PublishedCount } from './published-count.js';
import { TurnsOfMonth } from './turns-of-month.js';

/** A place as the cells of a release name it. */
export interface PlaceOfCells {
  readonly code: string;
  readonly from: string;
}

/** What everybody knows of a goal's cells beside what is published. */
export interface KnownOfCells extends Partial<CoversOfCells> {
  /** The place that the hub is of. */
  readonly root: PlaceOfCells;
  /** How many communes there are in a month. */
  readonly communesIn: (month: string) => number;
  /**
   * The communes at the end of a month: the people of each to date can only rise as long as these are the same. None where
   * counts may fall.
   */
  readonly risingIn: (month: string) => readonly PlaceOfCells[];
  /** The most people that a cell can have, where a public number bounds it. */
  readonly boundOf?: (cell: LedgerCell) => number | undefined;
}

/** What was said of the cells of a month, and the names of the communes that can only have risen since. */
interface SaidInMonth {
  readonly month: string;
  readonly rising: string;
  readonly published: ReadonlyMap<string, PublishedCount>;
}

/** What is counted in a cell. */
const people = 'PEOPLE';
const occurrences = 'OCCURRENCES';

/**
 * Decides what of a goal's figures is published: the one way by which counts of people come into a release.
 * @param ledger all that the ledger says of the goal.
 * @returns the communes' cells, and the root place's, which has the people of the whole ledger; none that says no more than
 * that few or none are in it.
 */
export function publishedCells(ledger: readonly LedgerCell[], known: KnownOfCells): Cell[] {
  const { root, communesIn, risingIn, boundOf, turnsIn, figuresOf } = known;
  const byMonth = Map.groupBy(ledger, ({ month }) => month);
  const earlier: SaidInMonth[] = [];
  return [...byMonth].sort(byName).flatMap(([month, ofMonth]) => {
    const goal = ofMonth[0]?.goal ?? '';
    const counted = ofMonth.filter(({ code }) => code !== root.code);
    const there = risingIn(month);
    const communes = [...counted, ...nobodyElsewhere(counted, there)];
    const rising = there.map(placeOf).join();
    const sum = (of: (cell: LedgerCell) => number) => ofMonth.reduce((total, cell) => total + of(cell), 0);
    const whole: LedgerCell = {
      ...{ goal, code: root.code, from: root.from, month },
      people: sum((cell) => cell.people),
      occurrences: sum((cell) => cell.occurrences),
    };
    const totals = [people, occurrences].map((measure) => keyOf(whole, measure));
    const turns = new TurnsOfMonth(ofMonth, root.code, turnsIn?.(goal, month));
    // Where some are of no commune, and nothing is published of them by themselves, communes' numbers bound no total.
    const isOfParts: Readonly<Record<string, boolean>> = {
      [people]: !ofMonth.some(({ code, people: number }) => code === root.code && number > 0),
      [occurrences]: turns.isOfParts,
    };
    const partsOf: Readonly<Record<string, number>> = {
      [people]: communesIn(month),
      [occurrences]: turns.parts ?? communesIn(month) + turns.elsewhere.length,
    };
    const rootPlace = keyOf(whole, people).place;
    const published = publishCounts({
      rootPlace,
      counts: [
        ...[...communes, whole].flatMap((cell) => [
          { ...keyOf(cell, people), people: cell.people },
          { ...keyOf(cell, occurrences), people: cell.occurrences },
        ]),
        ...turns.elsewhere.map((part, at) => ({ ...keyOf(whole, occurrences), place: `/${at}`, people: part.people })),
      ],
      totalsOf: (key) => {
        if (key.place === rootPlace || !isOfParts[key.measure]) return [];
        return totals.filter(({ measure }) => measure === key.measure);
      },
      parts: totals
        .filter(({ measure }) => isOfParts[measure])
        .map((total) => ({ ...total, parts: partsOf[total.measure] ?? 0 })),
      bounds: communes.flatMap((cell): CountBound[] => {
        const bound = boundOf?.(cell);
        return bound === undefined ? [] : [{ ...keyOf(cell, people), bound }];
      }),
      covers: [
        ...communes.flatMap((cell) => [
          ...turns.coversOf(cell).map(coverOf(keyOf(cell, occurrences))),
          ...(figuresOf?.(goal, placeOf(cell)) ?? []).map(coverOf(keyOf(cell, people))),
        ]),
        ...(figuresOf?.(goal) ?? []).map(coverOf(keyOf(whole, people))),
      ],
      ...(rising === '' ? {} : { rising: keyOf(whole, people) }),
      // Where a commune took another in, or counts may fall, nothing is known of how they rose.
      earlier: earlier
        .filter((before) => rising !== '' && before.rising === rising)
        .map((before) => ({
          total: keyOf(whole, people),
          said: (key) => before.published.get(countKey({ ...key, month: before.month })),
        })),
    });
    earlier.push({ month, rising, published });
    const cells = [...communes, whole].map((cell): Cell => {
      const count = published.get(countKey(keyOf(cell, people)));
      return [
        ...([goal, cell.code, cell.from, month, count?.people ?? 0, count?.atMost ?? 0] as const),
        published.get(countKey(keyOf(cell, occurrences)))?.people ?? 0,
      ];
    });
    return cells.filter((cell) => !isEmpty(cell));
  });
}

/** What counts that are published beside a cell say of it together. */
function coverOf(key: CountKey): (cover: Cover) => CountCover {
  return (cover) => ({
    ...key,
    people: cover.reduce((sum, part) => sum + part.people, 0),
    atMost: cover.reduce((sum, part) => sum + part.atMost, 0),
    number: cover.length,
  });
}

/** Cells of nobody in the communes that the ledger says nothing of: what is said of few must be said of them. */
function nobodyElsewhere(counted: readonly LedgerCell[], communes: readonly PlaceOfCells[]): LedgerCell[] {
  const [any] = counted;
  if (!any) return [];
  const there = new Set(counted.map(placeOf));
  return communes
    .filter((commune) => !there.has(placeOf(commune)))
    .map(({ code, from }) => ({ ...any, code, from, people: 0, occurrences: 0 }));
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

function keyOf(cell: LedgerCell, measure: string): CountKey {
  return { measure, subject: cell.goal, place: placeOf(cell), month: cell.month };
}
