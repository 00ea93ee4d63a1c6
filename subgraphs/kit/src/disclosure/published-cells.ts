import { isEmpty } from '../release/cells.js';
import type { LedgerCell } from '../release/ledger-cells.js';
import type { Cell } from '../release/release-format.js';
import type { CountBound, CountKey } from './people-table.js';
import { countKey, publishCounts } from './publish-counts.js';

/** The place that the hub is of, as the release's own cells name it. */
export interface RootPlace {
  readonly code: string;
  readonly from: string;
}

/** What everybody knows of a goal's cells beside what is published. */
export interface KnownOfCells {
  readonly root: RootPlace;
  /** How many communes there are in a month. */
  readonly communesIn: (month: string) => number;
  /** The most people that a cell can have, where a public number bounds it. */
  readonly boundOf?: (cell: LedgerCell) => number | undefined;
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
  const { root, communesIn, boundOf } = known;
  const byMonth = Map.groupBy(ledger, ({ month }) => month);
  return [...byMonth].flatMap(([month, ofMonth]) => {
    const communes = ofMonth.filter(({ code }) => code !== root.code);
    const goal = ofMonth[0]?.goal ?? '';
    const sum = (of: (cell: LedgerCell) => number) => ofMonth.reduce((total, cell) => total + of(cell), 0);
    const whole: LedgerCell = {
      ...{ goal, code: root.code, from: root.from, month },
      people: sum((cell) => cell.people),
      occurrences: sum((cell) => cell.occurrences),
    };
    const totals = [people, occurrences].map((measure) => keyOf(whole, measure));
    // Where some are of no commune, communes' numbers bound no total.
    const elsewhere = ofMonth.find(({ code }) => code === root.code);
    const isOfCommunes: Readonly<Record<string, boolean>> = {
      [people]: !elsewhere?.people,
      [occurrences]: !elsewhere?.occurrences,
    };
    const rootPlace = keyOf(whole, people).place;
    const published = publishCounts({
      rootPlace,
      counts: [...communes, whole].flatMap((cell) => [
        { ...keyOf(cell, people), people: cell.people },
        { ...keyOf(cell, occurrences), people: cell.occurrences },
      ]),
      totalsOf: (key) => {
        if (key.place === rootPlace || !isOfCommunes[key.measure]) return [];
        return totals.filter(({ measure }) => measure === key.measure);
      },
      parts: totals
        .filter(({ measure }) => isOfCommunes[measure])
        .map((total) => ({ ...total, parts: communesIn(month) })),
      bounds: communes.flatMap((cell): CountBound[] => {
        const bound = boundOf?.(cell);
        return bound === undefined ? [] : [{ ...keyOf(cell, people), bound }];
      }),
    });
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

function keyOf({ goal, code, from, month }: LedgerCell, measure: string): CountKey {
  return { measure, subject: goal, place: `${code} ${from}`, month };
}
