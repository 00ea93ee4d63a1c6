/** The levels of places, from the largest to the smallest. Districts existed before 2025-07-01. */
export const placeLevels = ['COUNTRY', 'PROVINCE', 'DISTRICT', 'COMMUNE'] as const;
export type PlaceLevel = (typeof placeLevels)[number];

/** The legal types of places, with their levels. */
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

/** The first day of a place whose real first day is unknown. */
export const unknownStart = '0001-01-01';

/** A country, a province, a district or a commune, from one day to another: new borders make a new place. */
export interface Place {
  /**
   * The General Statistics Office code. It identifies a place only together with a day: a later place may have the
   * same.
   */
  readonly code: string;
  readonly level: PlaceLevel;
  /** The code of the place that contains it, read on any day of this place; null for the country. */
  readonly parentCode: string | null;
  /** The name with its type: `Phường Hàm Rồng`. */
  readonly nameVi: string;
  readonly nameEn: string;
  readonly type: PlaceType;
  /** For communes only. */
  readonly area: Area | null;
  readonly areaKm2: number | null;
  /** The group of places that are fair to compare. */
  readonly peerGroup: string | null;
  /** Its first day; `unknownStart` where it is unknown. */
  readonly validFrom: string;
  /** Its last day; null while no end is known. */
  readonly validUntil: string | null;
  /** The codes of its successors, read on the day after its last. Several, where it was divided. */
  readonly successors: readonly string[];
}
