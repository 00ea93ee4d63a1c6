import {
  type NewPublication,
  placeKey,
  type PublishedFigure,
  publishedFigures,
  type PublishedGoal,
  stepOf,
} from '@hub/protocol';
import type { Denominator } from '../denominator/denominator.entity.js';
import { ObservationStatus } from '../progress/flags.js';
import { type PeopleFigure, PeopleMethod } from '../progress/people-figure.js';
import { ForecastBasis, NoForecast } from '../progress/forecast.js';
import type { ComputedProgress, FigurePlace } from '../progress/progress-book.js';
import { type Frame, reportsAt } from '../progress/progress-frame.js';
import type { ProgressForecast } from '../progress/progress-forecast.type.js';
import { computeProgress, Doubt, ProgressStatus, timeOf } from '../progress/progress.js';
import { NoEstimate } from '../sketches/merged-sketches.js';

/** The other parts of a figure in a publication. */
export interface SignedParts {
  readonly flags: readonly ObservationStatus[];
  /** For the root place only. */
  readonly forecast: ProgressForecast | null;
}

/**
 * The signed figures of a publication. They are shown without new computation, so that no later denominator, estimate
 * or rule changes them.
 */
export class SignedFigures {
  readonly #figures: ReadonlyMap<string, PublishedFigure>;
  readonly #goals: ReadonlyMap<string, PublishedGoal>;
  readonly #frames = new WeakMap<Frame, Frame>();

  constructor(private readonly publication: NewPublication) {
    const keyed = publishedFigures(publication).map(
      (figure) => [keyOf(figure.goal, placeKey({ code: figure.place, validFrom: figure.from })), figure] as const,
    );
    this.#figures = new Map(keyed);
    this.#goals = new Map(publication.goals.map((goal) => [goal.code, goal]));
  }

  /** Whether these are a goal's final figures. */
  isFinal(goalCode: string): boolean {
    return this.publication.final?.includes(goalCode) === true;
  }

  /**
   * The signed values of a progress; the computed ones if the publication does not have it, or if agreements allow
   * the caller less.
   */
  signed(computed: ComputedProgress, place: FigurePlace, denominators: readonly Denominator[]): ComputedProgress {
    const found = this.#find(computed.frame, place);
    if (!found) return computed;
    const { figure, goal } = found;
    const frame = this.#frameOf(computed.frame, goal);
    const people = peopleOf(figure, computed);
    const input = {
      goal,
      denominator: rangeSigned(figure),
      people,
      on: frame.completeThrough,
      time: frame.time,
      judged: computed.judged,
      step: stepOf(place.isRoot),
    };
    const { ratio, gapPeople, gapPoints, pace } = figure;
    return {
      ...{ ...computeProgress(input), people, ratio, gapPeople, gapPoints, pace },
      status: codeOf(ProgressStatus, figure.status),
      doubts: figure.doubts.map((code) => codeOf(Doubt, code)),
      frame,
      denominator: denominatorOf(figure, denominators),
      demonstration: computed.demonstration,
      judged: computed.judged,
      isProvisional: figure.flags.includes(ObservationStatus.P),
    };
  }

  /** The other signed parts of a progress; undefined if the publication does not have it. */
  partsOf(frame: Frame, place: FigurePlace): SignedParts | undefined {
    const found = this.#find(frame, place);
    if (!found) return undefined;
    return {
      flags: found.figure.flags.map((code) => codeOf(ObservationStatus, code)),
      forecast: place.isRoot ? forecastOf(found.goal) : null,
    };
  }

  #find(frame: Frame, { row, isRoot }: FigurePlace) {
    const { goalCode, period } = frame;
    if (period !== this.publication.period || isKeptFromCaller(frame, isRoot)) return undefined;
    const [figure, goal] = [this.#figures.get(keyOf(goalCode, placeKey(row))), this.#goals.get(goalCode)];
    return figure && goal ? { figure, goal } : undefined;
  }

  #frameOf(frame: Frame, of: PublishedGoal): Frame {
    const { target, base, startsOn, deadline, completeThrough, isComplete, leastDenominator } = of;
    let signed = this.#frames.get(frame);
    if (!signed) {
      const goal = { ...frame.goal, target, base, startsOn, deadline };
      const time = timeOf(goal, completeThrough);
      this.#frames.set(frame, (signed = { ...frame, goal, completeThrough, isComplete, time, leastDenominator }));
    }
    return signed;
  }
}

/** Whether agreements hide an organisation's figures from the caller, while the publication counts them. */
function isKeptFromCaller(frame: Frame, isRoot: boolean): boolean {
  const { sources, contributions, outside } = reportsAt(frame, isRoot);
  return (
    contributions.some(({ release }, index) => release !== null && !sources[index]) ||
    outside.some(({ release }) => release !== null)
  );
}

function keyOf(goal: string, place: string): string {
  return `${goal} ${place}`;
}

function peopleOf(figure: PublishedFigure, { people }: ComputedProgress): PeopleFigure | null {
  const { lower, upper, estimate, intervalLower, intervalUpper, method, noEstimate } = figure;
  if (lower === null || method === null) return null;
  return {
    ...{ lower, upper, estimate },
    interval: intervalLower === null || intervalUpper === null ? null : { lower: intervalLower, upper: intervalUpper },
    method: codeOf(PeopleMethod, method),
    noEstimate: noEstimate === null ? null : codeOf(NoEstimate, noEstimate),
    isOpen: people?.isOpen ?? false,
    asOf: people?.asOf ?? null,
  };
}

/** A code of the document as a value of the graph's enum. @throws Error if a later version of the hub wrote it. */
function codeOf<Code extends string>(codes: Readonly<Record<string, Code>>, text: string): Code {
  const found = Object.values(codes).find((code) => code === text);
  if (found === undefined)
    throw new Error(`Expected a code among ${Object.values(codes).join(', ')}, but got ${text}.`);
  return found;
}

function forecastOf({ forecast }: PublishedGoal): ProgressForecast {
  const { people, interval, reachesTargetOn, basis, months, backTest, notAvailable } = forecast;
  return {
    ...{ people, interval, reachesTargetOn, months, backTest },
    basis: basis === null ? null : codeOf(ForecastBasis, basis),
    notAvailable: notAvailable === null ? null : codeOf(NoForecast, notAvailable),
  };
}

/** The signed range of the denominator. */
function rangeSigned({ denominator, denominatorAtMost }: PublishedFigure) {
  return denominator === null ? null : { people: denominator, atMost: denominatorAtMost ?? denominator };
}

/** The denominator's version that was signed, with the signed value. */
function denominatorOf(
  { denominator: value, denominatorAtMost: atMost, denominatorVersion }: PublishedFigure,
  denominators: readonly Denominator[],
): Denominator | null {
  const found = denominators.find(({ version }) => version === denominatorVersion);
  return found ? { ...found, value, atMost } : null;
}
