import { daysLater } from '@hub/protocol';
import { isInForceOn } from '../base/in-force.js';
import { type Place, placeLevels, unknownStart } from './place.js';
import type { Places } from './places.js';

/** A fault of a place, in a column of a file of places. */
export interface PlaceFault {
  readonly place: Place;
  readonly column: 'parent_code' | 'successors' | 'valid_from' | 'valid_until';
  /** The expected value, the actual value, and a correction. */
  readonly reason: string;
}

/**
 * The faults of places taken together. One code on one day names one place; an ended place has successors that begin on
 * the next day; each place is part of one that exists as long; all lie in the root place, or contain it.
 */
export function placeFaults(places: Places, rootPlace: string): readonly PlaceFault[] {
  const roots = places.withCode(rootPlace);
  return places.all.flatMap((place) => [
    ...overlaps(place, places),
    ...successionFaults(place, places),
    ...parentFaults(place, places, rootPlace, roots),
  ]);
}

function overlaps(place: Place, places: Places): PlaceFault[] {
  const earlier = places
    .withCode(place.code)
    .find((one) => one !== place && one.validFrom <= place.validFrom && isInForceOn(one, place.validFrom));
  if (!earlier) return [];
  const reason = `expected one place with the code ${place.code} on a day, got ${described(place)} beside ${described(earlier)}: have the earlier one end the day before, or give its valid_from to change it`;
  return [{ place, column: 'valid_from', reason }];
}

function successionFaults(place: Place, places: Places): PlaceFault[] {
  const { validUntil, successors } = place;
  if (validUntil === null) {
    const reason = `expected the last day of a place that has successors (${successors.join(';')}), got nothing`;
    return successors.length > 0 ? [{ place, column: 'valid_until', reason }] : [];
  }
  if (successors.length === 0) {
    const reason = `expected the codes of those that took the place of ${described(place)}, got nothing`;
    return [{ place, column: 'successors', reason }];
  }
  const next = daysLater(validUntil, 1);
  return successors.flatMap((code) => {
    const candidates = places.withCode(code).filter((one) => one !== place);
    if (candidates.some(({ validFrom }) => validFrom === next)) return [];
    const expected = `expected a place with the code ${code} that begins on ${next}, the day after ${described(place)}`;
    return [{ place, column: 'successors', reason: `${expected}; ${whatIsWrong(code, place, candidates, next)}` }];
  });
}

function whatIsWrong(code: string, place: Place, candidates: readonly Place[], next: string): string {
  if (code === place.code && !candidates.some(({ validFrom }) => validFrom > place.validFrom))
    return 'a place cannot succeed itself';
  if (candidates.length === 0) return 'there is none';
  const overlapping = candidates.find((one) => isInForceOn(one, next));
  if (overlapping)
    return `${described(overlapping)} overlaps with it: who takes in another ends too, and begins anew with its new borders`;
  const later = candidates.find(({ validFrom }) => validFrom > next);
  return later ? `${described(later)} leaves a gap` : `${candidates.map(described).join(', ')} had ended by then`;
}

function parentFaults(place: Place, places: Places, rootPlace: string, roots: readonly Place[]): PlaceFault[] {
  const { level, parentCode, validFrom, validUntil } = place;
  const fault = (reason: string): PlaceFault[] => [{ place, column: 'parent_code', reason }];
  if (level === 'COUNTRY') return parentCode === null ? [] : fault(`expected nothing for a country, got ${parentCode}`);
  if (parentCode === null) return fault(`expected the code of what ${described(place)} is part of, got nothing`);
  const above = places
    .withCode(parentCode)
    .filter((one) => placeLevels.indexOf(one.level) < placeLevels.indexOf(level))
    .find((one) => one.validFrom <= validFrom && (one.validUntil ?? '9') >= (validUntil ?? '9'));
  if (!above) return fault(`expected a place above ${described(place)} that is there as long as it, got ${parentCode}`);
  const isConnected = places.isWithin(place, rootPlace) || roots.some((root) => places.isWithin(root, place.code));
  return isConnected ? [] : fault(`expected a place in ${rootPlace}, got one in ${parentCode}`);
}

/** A place in messages: code, name, days. */
export function described({
  code,
  nameVi,
  validFrom,
  validUntil,
}: Pick<Place, 'code' | 'nameVi' | 'validFrom' | 'validUntil'>): string {
  const since = validFrom === unknownStart ? '' : ` from ${validFrom}`;
  const until = validUntil === null ? '' : ` until ${validUntil}`;
  return `${nameVi} (${code}${since}${until})`;
}
