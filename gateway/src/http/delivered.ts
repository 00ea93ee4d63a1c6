import type { PathKey } from '../base/json.js';

/** Fields of one object that a caller does not have yet. */
export interface NewFields {
  /** Path of the object, below the delivery's path. */
  readonly subPath: readonly PathKey[];
  readonly data: Readonly<Record<string, unknown>>;
}

/** A place in an answer, with the objects delivered there and the places below it. */
interface Place {
  readonly objects: object[];
  readonly below: Map<PathKey, Place>;
}

/**
 * The fields of an answer in parts that the caller already has. It keeps the parts themselves, not copies, and changes
 * none.
 */
export class Delivered {
  readonly #root = newPlace();

  /**
   * Notes fields as delivered.
   * @param path where their object is.
   * @returns the fields that were not delivered before, by object. A field that was null before stays null.
   */
  add(path: readonly PathKey[], data: object): NewFields[] {
    const found: NewFields[] = [];
    collectNew(data, this.#at(path), [], found);
    let place = this.#root;
    for (const key of path) {
      let next = place.below.get(key);
      if (!next) place.below.set(key, (next = newPlace()));
      place = next;
    }
    place.objects.push(data);
    return found;
  }

  #at(path: readonly PathKey[]): Known {
    return path.reduce<Known>(step, { objects: this.#root.objects, place: this.#root });
  }
}

/** The caller's values at a place: objects that it merges into one, or lists of equal length. */
interface Known {
  readonly objects: readonly object[];
  readonly place: Place | undefined;
}

function newPlace(): Place {
  return { objects: [], below: new Map() };
}

function step({ objects, place }: Known, key: PathKey): Known {
  const next = place?.below.get(key);
  const inside = objects.map((one) => valueOf(one, key)).filter(isComposite);
  return { objects: next ? [...inside, ...next.objects] : inside, place: next };
}

function collectNew(value: object, known: Known, subPath: readonly PathKey[], into: NewFields[]): void {
  const fields: [string, unknown][] = [];
  const inside: (() => void)[] = [];
  const isList = Array.isArray(value);
  for (const [name, inner] of Object.entries(value)) {
    const key = isList ? Number(name) : name;
    if (!known.objects.some((one) => Object.hasOwn(one, key))) fields.push([name, inner]);
    else if (isComposite(inner)) {
      const below = step(known, key);
      // A null that the caller has stays null.
      if (below.objects.length > 0) {
        inside.push(() => {
          collectNew(inner, below, [...subPath, key], into);
        });
      }
    }
  }
  if (fields.length > 0) into.push({ subPath, data: Object.fromEntries(fields) });
  for (const collect of inside) collect();
}

function valueOf(object: object, key: PathKey): unknown {
  return Object.hasOwn(object, key) ? (object as Record<PathKey, unknown>)[key] : undefined;
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
