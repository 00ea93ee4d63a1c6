import { isInForceOn } from '../base/in-force.js';
import { searchKey } from '../base/vietnamese.js';
import type { Place } from '../places/place.js';
import { described } from '../places/place-faults.js';
import type { Places } from '../places/places.js';
import { toneKey } from './folded.js';

/** The place that a cell names. */
export type FoundPlace =
  | { readonly code: string; readonly former?: undefined }
  /** It ended, and became wholly part of the place with this code. */
  | { readonly code: string; readonly former: Place }
  | { readonly fault: string };

type PlacesByName = ReadonlyMap<string, readonly Place[]>;

/** The words for kinds of places before their names. */
const types =
  /^(?:xã|phường|thị trấn|đặc khu|thị xã|thành phố|huyện|quận|tỉnh|commune|ward|tt\.?|tx\.?|tp\.?|[xphqt]\.)\s*/iu;

/** The words for the total in a row. */
const whole = new Set(['toàn tỉnh', 'cả tỉnh', 'tổng số', 'whole province'].map(toneKey));

/** Finds communes by code, or by a present or former name. */
export class PlaceNames {
  #groups: { readonly exact: PlacesByName; readonly loose: PlacesByName } | undefined;

  /** @param on the day for reading places. */
  constructor(
    private readonly places: Places,
    private readonly on: string,
    private readonly rootPlace: string,
  ) {}

  /** The place that a cell names; undefined where it names none. */
  find(text: string, district: string): FoundPlace | undefined {
    const code = this.#codeOf(text);
    if (code !== undefined) return this.#ofCode(code);
    if (this.#isRoot(text)) return { code: this.rootPlace };
    const found = this.#named(text, district);
    if (found) return found;
    const [first = '', ...rest] = text.split(/\s*[,;]\s*/);
    return rest.length === 0 ? undefined : this.#named(first, district === '' ? rest.join(', ') : district);
  }

  /** A code with the zeros that a spreadsheet dropped: a code that then has four digits is a commune's. */
  #codeOf(text: string): string | undefined {
    if (!/^\d{1,5}$/.test(text)) return undefined;
    const isOther = text.length < 4 && this.places.withCode(text).length > 0;
    return isOther ? text : text.padStart(5, '0');
  }

  #ofCode(code: string): FoundPlace | undefined {
    if (code === this.rootPlace) return { code };
    if (this.places.on(code, this.on)) return { code };
    const ended = this.places.withCode(code).findLast(({ validUntil }) => validUntil !== null && validUntil < this.on);
    return ended && this.#followed(ended);
  }

  #isRoot(text: string): boolean {
    const key = toneKey(text);
    if (whole.has(key)) return true;
    const root = this.places.withCode(this.rootPlace).at(-1);
    return root !== undefined && namesOf(root).some((name) => toneKey(name) === key);
  }

  #named(text: string, district: string): FoundPlace | undefined {
    // Most files use the codes of places, so the names are indexed only when needed.
    const { exact, loose } = (this.#groups ??= byName(this.places));
    const all = exact.get(toneKey(text)) ?? loose.get(searchKey(text)) ?? [];
    if (all.length === 0) return undefined;
    const there = all.filter((place) => this.#isIn(place, district));
    const inForce = all.filter((place) => isInForceOn(place, this.on));
    // A district means that the name is from before districts were abolished: the former place is meant, and not
    // today's place of the same name.
    const ended = (there.length > 0 ? there : all).filter(
      ({ validUntil }) => validUntil !== null && validUntil < this.on,
    );
    const [only, ...more] = inForce;
    if (only && more.length === 0 && there.length === 0) return { code: only.code };
    if (only && more.length > 0) return { fault: `several places are called so: ${inForce.map(described).join(', ')}` };
    return this.#one(ended);
  }

  /** The successor of places with the same name, where they have one in common. */
  #one(ended: readonly Place[]): FoundPlace | undefined {
    const found = ended.map((place) => this.#followed(place));
    const [first] = found;
    if (first === undefined || found.length === 1) return first;
    const codes = new Set(found.map((one) => ('code' in one ? one.code : undefined)));
    if (codes.size === 1 && !codes.has(undefined)) return first;
    const districts = ended.map((place) => this.places.parentOf(place)?.nameVi ?? place.code);
    return { fault: `several places were called so (${districts.join(', ')}): say the district, or the code` };
  }

  #followed(ended: Place): FoundPlace {
    let place = ended;
    while (!isInForceOn(place, this.on)) {
      const next = this.places.successorsOf(place);
      const [only, ...more] = next;
      if (!only || more.length > 0)
        return {
          fault: `${described(place)} became ${next.map(described).join(' and ') || 'no other place'}: say which`,
        };
      place = only;
    }
    return { code: place.code, former: ended };
  }

  #isIn(place: Place, district: string): boolean {
    if (district === '') return false;
    const parent = this.places.parentOf(place);
    if (parent?.level !== 'DISTRICT') return false;
    const named = district.split(/\s*[,;]\s*/).map(searchKey);
    return namesOf(parent).some((name) => named.includes(searchKey(name))) || named.includes(parent.code);
  }
}

/** The names of a place, with and without its kind. */
function namesOf({ nameVi, nameEn }: Place): string[] {
  return [nameVi, nameVi.replace(types, ''), nameEn];
}

function byName(places: Places): { readonly exact: PlacesByName; readonly loose: PlacesByName } {
  const communes = places.all.filter(({ level }) => level === 'COMMUNE');
  const named = communes.flatMap((place) => namesOf(place).map((name) => ({ name, place })));
  return { exact: grouped(named, toneKey), loose: grouped(named, searchKey) };
}

function grouped(
  named: readonly { readonly name: string; readonly place: Place }[],
  keyOf: (text: string) => string,
): PlacesByName {
  const groups = new Map<string, Place[]>();
  for (const { name, place } of named) {
    const key = keyOf(name);
    const group = groups.get(key);
    if (!group) groups.set(key, [place]);
    else if (!group.includes(place)) group.push(place);
  }
  return groups;
}
