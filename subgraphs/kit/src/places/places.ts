import { daysLater } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import { isInForceOn } from '../base/in-force.js';
import type { Place } from './place.js';

/** Places of all times, by code and day. */
export class Places {
  readonly #byCode: ReadonlyMap<string, readonly Place[]>;
  #predecessors: ReadonlyMap<Place, readonly Place[]> | undefined;

  constructor(readonly all: readonly Place[]) {
    const inOrder = all.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    this.#byCode = Map.groupBy(inOrder, ({ code }) => code);
  }

  /** All places that ever had a code, the oldest first. */
  withCode(code: string): readonly Place[] {
    return this.#byCode.get(code) ?? [];
  }

  /** The place with a code on a day; undefined where there is none. */
  on(code: string, day: string): Place | undefined {
    return this.withCode(code).find((place) => isInForceOn(place, day));
  }

  /**
   * The hub's root place.
   * @throws StartFailure where there is none.
   */
  root(code: string): Place {
    const root = this.withCode(code).at(-1);
    if (root) return root;
    throw new StartFailure(`Expected a place with the code ${code} (ROOT_PLACE) in the files of places, got none.`, 2);
  }

  /** The communes of a day, in the order of their codes. */
  communesOn(day: string): readonly Place[] {
    return this.all
      .filter((place) => place.level === 'COMMUNE' && isInForceOn(place, day))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** The place that contains another, on the latter's last day. */
  parentOf({ parentCode, validFrom, validUntil }: Place): Place | undefined {
    return parentCode === null ? undefined : this.on(parentCode, validUntil ?? validFrom);
  }

  successorsOf({ validUntil, successors }: Place): readonly Place[] {
    if (validUntil === null) return [];
    const next = daysLater(validUntil, 1);
    return successors.flatMap((code) => this.withCode(code).filter(({ validFrom }) => validFrom === next));
  }

  predecessorsOf(place: Place): readonly Place[] {
    if (!this.#predecessors) {
      const links = this.all.flatMap((from) => this.successorsOf(from).map((to) => ({ from, to })));
      const byTo = Map.groupBy(links, ({ to }) => to);
      this.#predecessors = new Map([...byTo].map(([to, found]) => [to, found.map(({ from }) => from)]));
    }
    return this.#predecessors.get(place) ?? [];
  }

  /**
   * The places whose figures may be added up in a place: its predecessors and their predecessors, where each became
   * wholly part of it.
   */
  partsOf(place: Place): readonly Place[] {
    const predecessors = this.predecessorsOf(place).filter(({ level }) => level === place.level);
    if (predecessors.some(({ successors }) => successors.length > 1)) return [];
    return predecessors.flatMap((one) => [one, ...this.partsOf(one)]);
  }

  /** The predecessors of a place, at any depth: searches find the place by their names, too. */
  formerNamesakesOf(place: Place): readonly Place[] {
    const before = this.predecessorsOf(place).flatMap((one) => [one, ...this.formerNamesakesOf(one)]);
    return [...new Set(before)];
  }

  /** Whether a place is part of another, at any depth, or is that place. */
  isWithin(place: Place, code: string): boolean {
    if (place.code === code) return true;
    const parent = this.parentOf(place);
    return parent !== undefined && this.isWithin(parent, code);
  }
}
