import { atOnce, type Cell, isEmptyCell as isEmpty, nobodyPublished, type PublishedCount } from '@hub/protocol';
import type { LedgerCell } from '../ledger/ledger-cells.js';
import { type Cover, type CoversOfCells, placeOf } from './covers-of-cells.js';
import { type CountBound, type CountCover, type CountKey, isOfAllPlaces } from './people-table.js';
import { countKey } from './count-key.js';
import { type CountsToPublish, publishing } from './publish-counts.js';
import { OccurrencesOfMonth } from './occurrences-of-month.js';

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

/** What was said of the people of a month's cells, and the names of the communes that can only have risen since. */
export interface SaidInMonth {
  readonly month: string;
  readonly rising: string;
  /** By `placeOf`. */
  readonly people: ReadonlyMap<string, PublishedCount>;
}

/** A goal's cells of one month, before it is decided what is published of them. */
export interface MonthToPublish {
  readonly goal: string;
  readonly month: string;
  readonly rising: string;
  /** The cells as the ledger has them: the communes' and, last, the root place's. */
  readonly cells: readonly LedgerCell[];
  /** Whether the numbers of people, and those of occurrences, are in communes alone, so that they bound the whole's from above. */
  readonly areOfParts: Readonly<Record<string, boolean>>;
  /** All that decides what is said, but for the months before and for what is published of figures. */
  readonly table: Omit<CountsToPublish, 'earlier' | 'totalsOf' | 'openTotals' | 'rising'>;
  /** What is published beside that has the people of these cells. */
  readonly figures: readonly CountCover[];
}

/** What is published of a goal's cells of one month. */
export interface MonthPublished {
  /** None that says no more than that few or none are in it. */
  readonly cells: readonly Cell[];
  readonly said: SaidInMonth;
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

/** Lays out what decides what is published of a month. */
export function monthToPublish(month: string, ofMonth: readonly LedgerCell[], known: KnownOfCells): MonthToPublish {
  const { root, communesIn, risingIn, boundOf, occurrencesIn, figuresOf } = known;
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
  const ofOccurrences = new OccurrencesOfMonth(ofMonth, root.code, occurrencesIn?.(goal, month));
  // Where some are of no commune, and nothing is published of them by themselves, communes' numbers bound the total from
  // below alone.
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

/** The earlier months of which everybody knows that a month's people can only have risen since. */
export function risenSince({ rising }: MonthToPublish, earlier: readonly SaidInMonth[]): readonly SaidInMonth[] {
  // Where a commune took another in, or counts may fall, nothing is known of how they rose.
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
  const said = (cell: LedgerCell, measure: string) => published.get(countKey(keyOf(cell, measure))) ?? nobodyPublished;
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

/** What counts that are published beside a cell say of it together. */
function covering(key: CountKey): (cover: Cover) => CountCover {
  return ({ people: least, atMost, number }) => ({ ...key, people: least, atMost, number });
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

function keyOf(cell: LedgerCell, measure: string): CountKey {
  return { measure, subject: cell.goal, place: placeOf(cell), month: cell.month };
}
