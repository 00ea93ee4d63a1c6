import { atOnce, type Cell, isEmptyCell as isEmpty, zeroPublished, type PublishedCount } from '@hub/protocol';
import type { LedgerCell } from '../ledger/ledger-cells.js';
import { type Cover, type CoversOfCells, placeOf } from './covers-of-cells.js';
import { type CountBound, type CountCover, type CountKey, isOfAllPlaces } from './people-table.js';
import { countKey } from './count-key.js';
import { type CountsToPublish, publishing } from './publish-counts.js';
import { OccurrencesOfMonth } from './occurrences-of-month.js';

/** A place of a release's cells. */
export interface PlaceOfCells {
  readonly code: string;
  readonly from: string;
}

/** The public knowledge about a goal's cells, apart from the release. */
export interface KnownOfCells extends Partial<CoversOfCells> {
  /** The hub's root place. */
  readonly root: PlaceOfCells;
  /** The number of communes in a month. */
  readonly communesIn: (month: string) => number;
  /**
   * The communes at the end of a month. Each one's people to date can only rise as long as the communes stay the same.
   * Empty where counts may fall.
   */
  readonly risingIn: (month: string) => readonly PlaceOfCells[];
  /** The most people that a cell can have, where a public number limits it. */
  readonly boundOf?: (cell: LedgerCell) => number | undefined;
}

/** The published values of the people of a month's cells, and the communes whose people can only have risen since. */
export interface SaidInMonth {
  readonly month: string;
  readonly rising: string;
  /** By `placeOf`. */
  readonly people: ReadonlyMap<string, PublishedCount>;
}

/** A goal's cells of one month, before disclosure control. */
export interface MonthToPublish {
  readonly goal: string;
  readonly month: string;
  readonly rising: string;
  /** The cells of the ledger: the communes' and, last, the root place's. */
  readonly cells: readonly LedgerCell[];
  /**
   * Whether all people, and all occurrences, are counted in communes, so that the communes' numbers limit the total
   * from above.
   */
  readonly areOfParts: Readonly<Record<string, boolean>>;
  /** The inputs of the decision, except the months before and the published figures. */
  readonly table: Omit<CountsToPublish, 'earlier' | 'totalsOf' | 'openTotals' | 'rising'>;
  /** The published counts with the people of these cells. */
  readonly figures: readonly CountCover[];
}

/** The published values of a goal's cells of one month. */
export interface MonthPublished {
  /** Without cells that say only "few or none". */
  readonly cells: readonly Cell[];
  readonly said: SaidInMonth;
}

/** The measure of a cell. */
const people = 'PEOPLE';
const occurrences = 'OCCURRENCES';

/**
 * Decides the published values of a goal's figures: every count of people in a release passes through here.
 * @param ledger all cells of the goal in the ledger.
 * @returns the communes' cells and the root place's, which has the people of the whole ledger; without cells that say
 * only "few or none".
 */
export function publishedCells(ledger: readonly LedgerCell[], known: KnownOfCells): Cell[] {
  const earlier: SaidInMonth[] = [];
  return monthsOf(ledger).flatMap(([month, ofMonth]) => {
    const published = atOnce(publishingMonth(monthToPublish(month, ofMonth, known), earlier));
    earlier.push(published.said);
    return [...published.cells];
  });
}

/** The ledger's cells of one goal by month, the earliest first. */
export function monthsOf(ledger: readonly LedgerCell[]): (readonly [month: string, cells: readonly LedgerCell[]])[] {
  return [...Map.groupBy(ledger, ({ month }) => month)].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Prepares the inputs of the decision on a month. */
export function monthToPublish(month: string, ofMonth: readonly LedgerCell[], known: KnownOfCells): MonthToPublish {
  const { root, communesIn, risingIn, boundOf, occurrencesIn, figuresOf } = known;
  const goal = ofMonth[0]?.goal ?? '';
  const counted = ofMonth.filter(({ code }) => code !== root.code);
  const there = risingIn(month);
  const communes = [...counted, ...zeroElsewhere(counted, there)];
  const rising = there.map(placeOf).join();
  const sum = (of: (cell: LedgerCell) => number) => ofMonth.reduce((total, cell) => total + of(cell), 0);
  const whole: LedgerCell = {
    ...{ goal, code: root.code, from: root.from, month },
    people: sum((cell) => cell.people),
    occurrences: sum((cell) => cell.occurrences),
  };
  const ofOccurrences = new OccurrencesOfMonth(ofMonth, root.code, occurrencesIn?.(goal, month));
  // Where some people belong to no commune and have no published number, the communes' numbers limit the total only
  // from below.
  const areOfParts: Readonly<Record<string, boolean>> = {
    [people]: !ofMonth.some(({ code, people: number }) => code === root.code && number > 0),
    [occurrences]: ofOccurrences.isOfParts,
  };
  const partsOf: Readonly<Record<string, number>> = {
    [people]: communesIn(month),
    [occurrences]: ofOccurrences.parts ?? communesIn(month) + ofOccurrences.elsewhere.length,
  };
  return {
    ...{ goal, month, rising, areOfParts },
    cells: [...communes, whole],
    table: {
      rootPlace: placeOf(whole),
      counts: [
        ...[...communes, whole].flatMap((cell) => [
          { ...keyOf(cell, people), people: cell.people },
          { ...keyOf(cell, occurrences), people: cell.occurrences },
        ]),
        ...ofOccurrences.elsewhere.map((part, at) => ({
          ...keyOf(whole, occurrences),
          place: `/${at}`,
          people: part.people,
        })),
      ],
      parts: [people, occurrences]
        .filter((measure) => areOfParts[measure])
        .map((measure) => ({ ...keyOf(whole, measure), parts: partsOf[measure] ?? 0 })),
      bounds: communes.flatMap((cell): CountBound[] => {
        const bound = boundOf?.(cell);
        return bound === undefined ? [] : [{ ...keyOf(cell, people), bound }];
      }),
      covers: communes.flatMap((cell) => ofOccurrences.coversOf(cell).map(covering(keyOf(cell, occurrences)))),
    },
    figures: [
      ...communes.flatMap((cell) => (figuresOf?.(goal, placeOf(cell)) ?? []).map(covering(keyOf(cell, people)))),
      ...(figuresOf?.(goal) ?? []).map(covering(keyOf(whole, people))),
    ],
  };
}

/** The earlier months since which, as readers know, a month's people can only have risen. */
export function risenSince({ rising }: MonthToPublish, earlier: readonly SaidInMonth[]): readonly SaidInMonth[] {
  // Where a commune merged with another, or counts may fall, readers cannot tell how the numbers rose.
  return rising === '' ? [] : earlier.filter((before) => before.rising === rising);
}

/** Decides what is published of a month, step by step. */
export function* publishingMonth(
  asked: MonthToPublish,
  earlier: readonly SaidInMonth[],
): Generator<void, MonthPublished> {
  const { goal, month, rising, cells, areOfParts, table, figures } = asked;
  const { rootPlace, covers = [] } = table;
  const published = yield* publishing({
    ...table,
    covers: [...covers, ...figures],
    totalsOf: (key) => (key.place === rootPlace ? [] : [{ ...key, place: rootPlace }]),
    openTotals: ({ measure }) => !areOfParts[measure],
    rising: isOfAllPlaces,
    earlier: risenSince(asked, earlier).map((before) => ({
      total: { measure: people, subject: goal, place: rootPlace, month },
      said: ({ place }) => before.people.get(place),
    })),
  });
  const said = (cell: LedgerCell, measure: string) => published.get(countKey(keyOf(cell, measure))) ?? zeroPublished;
  return {
    cells: cells
      .map((cell): Cell => {
        const count = said(cell, people);
        const counted = said(cell, occurrences).people;
        return [goal, cell.code, cell.from, month, count.people, count.atMost, counted];
      })
      .filter((cell) => !isEmpty(cell)),
    said: {
      ...{ month, rising },
      people: new Map(
        cells.map((cell) => {
          const { people: least, atMost } = said(cell, people);
          return [placeOf(cell), { people: least, atMost }];
        }),
      ),
    },
  };
}

/** The limits on a cell from the published counts beside it. */
function covering(key: CountKey): (cover: Cover) => CountCover {
  return ({ people: least, atMost, number }) => ({ ...key, people: least, atMost, number });
}

/**
 * Empty cells for the communes without a cell in the ledger: an empty commune must get the same published value as a
 * small one.
 */
function zeroElsewhere(counted: readonly LedgerCell[], communes: readonly PlaceOfCells[]): LedgerCell[] {
  const [any] = counted;
  if (!any) return [];
  const there = new Set(counted.map(placeOf));
  return communes
    .filter((commune) => !there.has(placeOf(commune)))
    .map(({ code, from }) => ({ ...any, code, from, people: 0, occurrences: 0 }));
}

function keyOf(cell: LedgerCell, measure: string): CountKey {
  return { measure, subject: cell.goal, place: placeOf(cell), month: cell.month };
}
