/** The levels of places, from the whole to its parts. Districts are of before 2025-07-01. */
export const placeLevels = ['COUNTRY', 'PROVINCE', 'DISTRICT', 'COMMUNE'] as const;
export type PlaceLevel = (typeof placeLevels)[number];

/** What the law calls a place, and on which level it is. */
export const levelOfType = {
  COUNTRY: 'COUNTRY',
  PROVINCE: 'PROVINCE',
  MUNICIPALITY: 'PROVINCE',
  CITY: 'DISTRICT',
  TOWN: 'DISTRICT',
  DISTRICT: 'DISTRICT',
  COMMUNE: 'COMMUNE',
  WARD: 'COMMUNE',
  TOWNSHIP: 'COMMUNE',
  SPECIAL_ZONE: 'COMMUNE',
} as const satisfies Readonly<Record<string, PlaceLevel>>;
export type PlaceType = keyof typeof levelOfType;

/** The kinds of area that the movement compares: urban (đô thị), plain (đồng bằng), mountain (miền núi). */
export const areas = ['URBAN', 'PLAIN', 'MOUNTAIN'] as const;
export type Area = (typeof areas)[number];

/** The first day of a place whose first day nobody wrote down. */
export const unknownStart = '0001-01-01';

/** A country, a province, a district or a commune, as it was from one day to another: with other borders it is another. */
export interface Place {
  /** General Statistics Office code. It means nothing without a day: a later place may have the same. */
  readonly code: string;
  readonly level: PlaceLevel;
  /** The code of the place that it is part of, read on any day of its own; null for the country. */
  readonly parentCode: string | null;
  /** With its type: `Phường Hàm Rồng`. */
  readonly nameVi: string;
  readonly nameEn: string;
  readonly type: PlaceType;
  /** Of communes alone. */
  readonly area: Area | null;
  readonly areaKm2: number | null;
  /** Those that it is fairly compared with have the same. */
  readonly peerGroup: string | null;
  /** Its first day; `unknownStart` where nobody knows it. */
  readonly validFrom: string;
  /** Its last day; null while there is no end in sight. */
  readonly validUntil: string | null;
  /** The codes of those that took its place, read on the day after its last. Several: it was divided among them. */
  readonly successors: readonly string[];
}
