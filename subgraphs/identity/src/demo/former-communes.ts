import type { DemoProvince } from '@hub/demo';
import type { Place } from '@hub/kit';

/** A commune of a day, with its share in each of today's communes. */
export interface DemoCommune {
  readonly code: string;
  readonly shares: readonly { readonly of: string; readonly share: number }[];
}

/** The communes of a day. A commune that has ended gets an even share of its successors. */
export function demoCommunesOn(day: string, { places, communes, code: root }: DemoProvince): DemoCommune[] {
  const finalsOf = (place: Place): readonly string[] =>
    place.validUntil === null ? [place.code] : places.successorsOf(place).flatMap(finalsOf);
  const found = places
    .communesOn(day)
    .filter((place) => places.isWithin(place, root))
    .map((place) => ({ code: place.code, finals: finalsOf(place).filter((code) => communes.has(code)) }));
  const parts = Map.groupBy(
    found.flatMap(({ finals }) => finals),
    (code) => code,
  );
  return found.map(({ code, finals }) => ({
    code,
    shares: finals.map((of) => ({ of, share: 1 / (parts.get(of)?.length ?? 1) })),
  }));
}
