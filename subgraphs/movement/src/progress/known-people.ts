import type { Figures } from '@hub/protocol';
import type { MergedPeople } from '../sketches/merged-people.js';
import type { PeopleFigure } from './people-figure.js';
import { hasCarried, type Reports } from './progress-frame.js';

/** How many goals, periods and sets of sources are kept: each has a figure of every place that was asked for. */
const mostFrames = 200;

type OfPlaces = Map<string, PeopleFigure | null>;

/**
 * Figures of people that outlive a request. They follow from the releases that they are made of and from what is estimated
 * of these: the same until a release or an estimate comes, or an agreement lets other organisations be combined.
 */
export class KnownPeople {
  readonly #frames = new Map<string, OfPlaces>();

  /** Those of the releases and estimates of a snapshot. */
  static of(merged: MergedPeople): KnownPeople {
    let known = all.get(merged);
    if (!known) all.set(merged, (known = new KnownPeople()));
    return known;
  }

  /**
   * The figures of a goal and a month that are made of some sources, by place; they are to be added to.
   * @param asOf when the oldest of the releases was made.
   * @param reports the releases that count, in the order of the goal's organisations.
   */
  madeOf(goal: string, month: string, asOf: Date | null, reports: Reports): OfPlaces {
    const numbers = reports.sources.map((source) => (source ? numberOf(source.figures) : '-'));
    const carried = hasCarried(reports) ? ' carried' : '';
    const key = `${goal} ${month} ${asOf?.getTime() ?? ''} ${numbers.join()}${carried}`;
    const found = this.#frames.get(key) ?? new Map<string, PeopleFigure | null>();
    // The newest use stands last.
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

/** Each reading of a release has a number of its own: what was read wrongly is read anew. */
const numbers = new WeakMap<Figures, number>();
let read = 0;

function numberOf(figures: Figures): number {
  let number = numbers.get(figures);
  if (number === undefined) numbers.set(figures, (number = read += 1));
  return number;
}
