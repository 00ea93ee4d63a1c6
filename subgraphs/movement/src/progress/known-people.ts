import type { Figures } from '@hub/protocol';
import type { MergedPeople } from '../sketches/merged-people.js';
import type { PeopleFigure } from './people-figure.js';
import { hasCarried, type Reports } from './progress-frame.js';

/** How many combinations of goal, period and sources are kept: each has a figure for every requested place. */
const mostFrames = 200;

type OfPlaces = Map<string, PeopleFigure | null>;

/**
 * Figures of people that outlive a request. They follow from their releases and the estimates made from these: they
 * stay valid until a release or an estimate comes, or an agreement changes which organisations may be combined.
 */
export class KnownPeople {
  readonly #frames = new Map<string, OfPlaces>();

  /** The figures for a snapshot's releases and estimates. */
  static of(merged: MergedPeople): KnownPeople {
    let known = all.get(merged);
    if (!known) all.set(merged, (known = new KnownPeople()));
    return known;
  }

  /**
   * The figures of a goal and a month from given sources, by place; the caller adds the missing ones.
   * @param asOf when the oldest of the releases was made.
   * @param reports the releases that count, in the order of the goal's organisations.
   */
  madeOf(goal: string, month: string, asOf: Date | null, reports: Reports): OfPlaces {
    const numbers = reports.sources.map((source) => (source ? numberOf(source.figures) : '-'));
    const carried = hasCarried(reports) ? ' carried' : '';
    const key = `${goal} ${month} ${asOf?.getTime() ?? ''} ${numbers.join()}${carried}`;
    const found = this.#frames.get(key) ?? new Map<string, PeopleFigure | null>();
    // Moves the entry to the end, as the most recently used.
    this.#frames.delete(key);
    this.#frames.set(key, found);
    for (const oldest of this.#frames.keys()) {
      if (this.#frames.size <= mostFrames) break;
      this.#frames.delete(oldest);
    }
    return found;
  }
}

const all = new WeakMap<MergedPeople, KnownPeople>();

/** Each reading of a release has a new number: a release that was read with an error is read again. */
const numbers = new WeakMap<Figures, number>();
let read = 0;

function numberOf(figures: Figures): number {
  let number = numbers.get(figures);
  if (number === undefined) numbers.set(figures, (number = read += 1));
  return number;
}
