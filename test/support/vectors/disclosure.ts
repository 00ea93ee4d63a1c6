import type { Cell } from '@hub/protocol';
import { countKey } from '../../../subgraphs/kit/src/disclosure/count-key.js';
import { type Cover, coverOf } from '../../../subgraphs/kit/src/disclosure/covers-of-cells.js';
import type { AllOf, CountKey } from '../../../subgraphs/kit/src/disclosure/people-table.js';
import { publishedCells } from '../../../subgraphs/kit/src/disclosure/published-cells.js';
import { publishCounts } from '../../../subgraphs/kit/src/disclosure/publish-counts.js';
import { cellsCases, countsCases } from './disclosure-cases.js';

/** A count's key as the vectors have it. */
export type Key = readonly [measure: string, subject: string, place: string, month: string];

/** Counts that belong together, what they are, and what may be published of them. */
export interface CountsCase {
  readonly what: string;
  readonly counts: readonly (readonly [...Key, people: number])[];
  /** Totals, the counts that are their parts, and how many parts everybody knows that there are. */
  readonly totals?: readonly { readonly total: Key; readonly of: readonly Key[]; readonly parts?: number }[];
  readonly nested?: readonly (readonly [whole: string, part: string])[];
  readonly allOf?: AllOf;
  readonly bounds?: readonly (readonly [...Key, bound: number])[];
  readonly covers?: readonly (readonly [...Key, people: number, atMost: number, number: number])[];
  /** The totals of counts that rise only. */
  readonly rising?: readonly Key[];
  readonly earlier?: readonly {
    readonly total: Key;
    readonly said: readonly (readonly [...Key, people: number, atMost: number])[];
  }[];
}

/**
 * A case and its result: `people` and `atMost` of each published count, including counts of zero that narrow another.
 */
export type CountsVector = CountsCase & { readonly published: readonly (readonly [...Key, number, number])[] };

const key = ([measure, subject, place, month]: readonly [...Key, ...unknown[]]): CountKey => ({
  ...{ measure, subject, place, month },
});
const nameOf = (one: readonly [...Key, ...unknown[]]) => countKey(key(one));

/** What the kit publishes of a case. */
export function countsVector(one: CountsCase): CountsVector {
  const { counts, totals = [], bounds = [], covers = [], earlier = [], nested, allOf, rising } = one;
  const partsOf = new Map(totals.map(({ total, of }) => [total, new Set(of.map(nameOf))]));
  const published = publishCounts({
    rootPlace: '38',
    counts: counts.map((count) => ({ ...key(count), people: count[4] })),
    totalsOf: (cell) => totals.flatMap(({ total }) => (partsOf.get(total)?.has(countKey(cell)) ? [key(total)] : [])),
    parts: totals.flatMap(({ total, parts }) => (parts === undefined ? [] : [{ ...key(total), parts }])),
    bounds: bounds.map((bound) => ({ ...key(bound), bound: bound[4] })),
    covers: covers.map((cover) => ({ ...key(cover), people: cover[4], atMost: cover[5], number: cover[6] })),
    earlier: earlier.map(({ total, said }) => {
      const known = new Map(said.map((each) => [nameOf(each), { people: each[4], atMost: each[5] }]));
      return { total: key(total), said: (cell: CountKey) => known.get(countKey(cell)) };
    }),
    ...(nested && { nested }),
    ...(allOf && { allOf }),
    ...(rising && { rising: (total: CountKey) => rising.map(nameOf).includes(countKey(total)) }),
  });
  return {
    ...one,
    published: [...published.values()].map(({ key: { measure, subject, place, month }, people, atMost }) => [
      ...([measure, subject, place, month] as const),
      ...([people, atMost] as const),
    ]),
  };
}

/** A goal's cells as a ledger has them, and what everybody knows beside. */
export interface CellsCase {
  readonly what: string;
  readonly root: readonly [code: string, from: string];
  /** Goal, place's code and first day, month, people to date, occurrences of the month. */
  readonly ledger: readonly (readonly [string, string, string, string, number, number])[];
  /** By month: how many communes there are, and which can only rise. */
  readonly communes: Readonly<
    Record<string, { readonly number: number; readonly rising: readonly (readonly [string, string])[] }>
  >;
  readonly bounds?: readonly (readonly [code: string, from: string, month: string, bound: number])[];
  /** By month and place (`code from`): covers of its turns, each a list of `[people, atMost]`. */
  readonly turns?: Readonly<
    Record<string, Readonly<Record<string, readonly (readonly (readonly [number, number])[])[]>>>
  >;
  /** By place (`code from`, or empty for the whole): covers of its people. */
  readonly figures?: Readonly<Record<string, readonly (readonly (readonly [number, number])[])[]>>;
}

export type CellsVector = CellsCase & { readonly cells: readonly Cell[] };

const coverOfPairs = (cover: readonly (readonly [number, number])[]): Cover =>
  coverOf(cover.map(([people, atMost]) => ({ people, atMost })));

/** What the kit publishes of a goal. */
export function cellsVector(one: CellsCase): CellsVector {
  const { root, ledger, communes: there, bounds = [], turns, figures } = one;
  const cells = publishedCells(
    ledger.map(([goal, code, from, month, people, occurrences]) => ({ goal, code, from, month, people, occurrences })),
    {
      root: { code: root[0], from: root[1] },
      communesIn: (month) => there[month]?.number ?? 0,
      risingIn: (month) => (there[month]?.rising ?? []).map(([code, from]) => ({ code, from })),
      boundOf: ({ code, from, month }) => bounds.find(([a, b, m]) => a === code && b === from && m === month)?.[3],
      ...(turns && {
        occurrencesIn: (_goal: string, month: string) =>
          new Map(Object.entries(turns[month] ?? {}).map(([place, covers]) => [place, covers.map(coverOfPairs)])),
      }),
      ...(figures && { figuresOf: (_goal: string, place = '') => (figures[place] ?? []).map(coverOfPairs) }),
    },
  );
  return { ...one, cells };
}

/** `disclosure/counts.json`. */
export const countsVectors = (): CountsVector[] => countsCases.map(countsVector);

/** `disclosure/cells.json`. */
export const cellsVectors = (): CellsVector[] => cellsCases.map(cellsVector);
