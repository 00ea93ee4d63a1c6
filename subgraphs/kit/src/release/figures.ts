import type { Cell } from './release-format.js';

/** What a release says of one goal, place and month. Null counts are withheld. */
export interface Figure {
  /** Distinct people to date. */
  readonly people: number | null;
  /** Turns of the month. */
  readonly occurrences: number | null;
}

const nobody: Figure = { people: 0, occurrences: 0 };
const withheld: Figure = { people: null, occurrences: null };

/** How a withheld count stands in an array of whole numbers. */
const withheldCount = -1;

/** A month as a whole number, so that months can be counted. */
export function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The month of such a number, as `YYYY-MM`. */
export function monthOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** By what a place is known in releases: its code and first day. */
export function placeKey(place: { readonly code: string; readonly validFrom: string }): string {
  return `${place.code} ${place.validFrom}`;
}

/** The months of one goal in one place, without gaps. */
class Months {
  #first = 0;
  #people = new Int32Array(0);
  #occurrences = new Int32Array(0);

  set(month: number, people: number | null, occurrences: number | null): void {
    this.#cover(month);
    this.#people[month - this.#first] = people ?? withheldCount;
    this.#occurrences[month - this.#first] = occurrences ?? withheldCount;
  }

  at(month: number): Figure {
    const index = month - this.#first;
    const people = this.#people[index];
    if (people === undefined) return nobody;
    if (people === withheldCount) return withheld;
    return { people, occurrences: this.#occurrences[index] ?? 0 };
  }

  #cover(month: number): void {
    const { length } = this.#people;
    if (length === 0) this.#first = month;
    const first = Math.min(this.#first, month);
    const end = Math.max(this.#first + length, month + 1);
    if (end - first === length) return;
    const moved = (from: Int32Array) => {
      const to = new Int32Array(end - first);
      to.set(from, this.#first - first);
      return to;
    };
    this.#people = moved(this.#people);
    this.#occurrences = moved(this.#occurrences);
    this.#first = first;
  }
}

/**
 * What one organisation's release says of every goal, place and month: two whole numbers for each. A cell that no release
 * has is nobody and nothing.
 */
export class Figures {
  readonly #goals = new Map<string, Map<string, Months>>();
  readonly #hidden = new Map<string, HiddenPeople | null>();

  constructor(cells: Iterable<Cell>) {
    for (const [goal, placeCode, placeFrom, month, people, occurrences] of cells) {
      let places = this.#goals.get(goal);
      if (!places) this.#goals.set(goal, (places = new Map<string, Months>()));
      const key = `${placeCode} ${placeFrom}`;
      let months = places.get(key);
      if (!months) places.set(key, (months = new Months()));
      months.set(monthNumber(month), people, occurrences);
    }
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

  /**
   * The most people that a withheld cell of a month can have, as anyone works it out: the root place's people without
   * those of all published cells, of which every other withheld cell has at least one. Null where the root place's are
   * withheld too.
   * @param root the root place, by `placeKey`.
   */
  capOf(goal: string, root: string, month: number): number | null {
    const key = `${goal} ${month}`;
    let hidden = this.#hidden.get(key);
    if (hidden === undefined) this.#hidden.set(key, (hidden = this.#hiddenPeople(goal, root, month)));
    return hidden && Math.max(1, hidden.people - (hidden.cells - 1));
  }

  #hiddenPeople(goal: string, root: string, month: number): HiddenPeople | null {
    const whole = this.at(goal, root, month).people;
    if (whole === null) return null;
    let people = whole;
    let cells = 0;
    for (const [place, months] of this.#goals.get(goal) ?? []) {
      if (place === root) continue;
      const figure = months.at(month);
      if (figure.people === null) cells += 1;
      else people -= figure.people;
    }
    return { people, cells };
  }
}

/** How many people all withheld cells of a goal and month have together. */
interface HiddenPeople {
  readonly people: number;
  readonly cells: number;
}
