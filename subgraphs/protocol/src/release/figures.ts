import { zeroPublished, type PublishedCount } from '../counts/published-count.js';
import type { Cell } from './release-format.js';

/** A release's figure for one goal, place and month: distinct people to date. */
export interface Figure extends PublishedCount {
  /** Occurrences of the month. */
  readonly occurrences: number;
}

const nobody: Figure = { ...zeroPublished, occurrences: 0 };

/** A month as a whole number, so that months can be counted. */
export function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The month of `monthNumber`'s result, as `YYYY-MM`. */
export function monthOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** The key of a place in releases: its code and first day. */
export function placeKey(place: { readonly code: string; readonly validFrom: string }): string {
  return `${place.code} ${place.validFrom}`;
}

/** The months of one goal in one place, without gaps. */
class Months {
  #first = 0;
  #people = new Int32Array(0);
  #atMost = new Int32Array(0);
  #occurrences = new Int32Array(0);

  set(month: number, { people, atMost, occurrences }: Figure): void {
    this.#cover(month);
    this.#people[month - this.#first] = people;
    this.#atMost[month - this.#first] = atMost;
    this.#occurrences[month - this.#first] = occurrences;
  }

  at(month: number): Figure {
    const index = month - this.#first;
    const people = this.#people[index];
    if (people === undefined) return nobody;
    return { people, atMost: this.#atMost[index] ?? 0, occurrences: this.#occurrences[index] ?? 0 };
  }

  copy(): Months {
    const copied = new Months();
    copied.#first = this.#first;
    copied.#people = this.#people.slice();
    copied.#atMost = this.#atMost.slice();
    copied.#occurrences = this.#occurrences.slice();
    return copied;
  }

  #cover(month: number): void {
    const { length } = this.#people;
    if (length === 0) this.#first = month;
    const first = Math.min(this.#first, month);
    const end = Math.max(this.#first + length, month + 1);
    if (end - first === length) return;
    const moved = (from: Int32Array, absent = 0) => {
      const to = new Int32Array(end - first).fill(absent);
      to.set(from, this.#first - first);
      return to;
    };
    this.#people = moved(this.#people);
    this.#atMost = moved(this.#atMost, nobody.atMost);
    this.#occurrences = moved(this.#occurrences);
    this.#first = first;
  }
}

/**
 * One organisation's released figures by goal, place and month: three whole numbers for each. A cell that no release
 * has is an empty or a small count.
 */
export class Figures {
  readonly #goals = new Map<string, Map<string, Months>>();
  #firstMonth = Number.POSITIVE_INFINITY;

  constructor(cells: Iterable<Cell>) {
    this.#take(cells);
  }

  /** The figures after some cells are applied: the unchanged parts are shared. */
  with(cells: Iterable<Cell>): Figures {
    const changed = new Figures([]);
    changed.#firstMonth = this.#firstMonth;
    for (const [goal, places] of this.#goals) changed.#goals.set(goal, places);
    changed.#take(cells);
    return changed;
  }

  #take(cells: Iterable<Cell>): void {
    // A part shared with other figures is copied before it is changed.
    const own = new Set<object>();
    for (const [goal, placeCode, placeFrom, month, people, atMost, occurrences] of cells) {
      let places = this.#goals.get(goal);
      if (!places || !own.has(places)) this.#goals.set(goal, (places = new Map(places)));
      own.add(places);
      const key = `${placeCode} ${placeFrom}`;
      let months = places.get(key);
      if (!months || !own.has(months)) places.set(key, (months = months?.copy() ?? new Months()));
      own.add(months);
      const number = monthNumber(month);
      months.set(number, { people, atMost, occurrences });
      this.#firstMonth = Math.min(this.#firstMonth, number);
    }
  }

  /** The first month with a figure, as `monthNumber` counts; infinite without any. */
  get firstMonth(): number {
    return this.#firstMonth;
  }

  /** The goals that it says anything of. */
  get goals(): Iterable<string> {
    return this.#goals.keys();
  }

  /** The places, by `placeKey`, of which it says anything of a goal. */
  placesOf(goal: string): Iterable<string> {
    return this.#goals.get(goal)?.keys() ?? [];
  }

  /** @param month as `monthNumber` counts. */
  at(goal: string, place: string, month: number): Figure {
    return this.#goals.get(goal)?.get(place)?.at(month) ?? nobody;
  }
}
