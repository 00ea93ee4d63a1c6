import type { PublishedCount } from '@hub/protocol';
import { type PeopleFigure, peopleFigure } from '../../../subgraphs/movement/src/progress/people-figure.js';
import { computeProgress } from '../../../subgraphs/movement/src/progress/progress.js';
import { type GoalTerms, ProgressStatus } from '../../../subgraphs/protocol/src/release/verdict.js';
import { drawnEstimate } from './drawn-estimate.js';

/** A commune of a goal: its published shares and its true counts. */
export interface KnownCommune {
  readonly shares: readonly PublishedCount[];
  /** All people, and the people of organisations with published people, each counted once. */
  readonly people: number;
  readonly contributing: number;
  /** The true number of people in the goal's audience. */
  readonly audience: number;
  /** The published denominator. */
  readonly denominator: PublishedCount;
}

/** The value of the published figures of some communes for an analyst. */
export interface Utility {
  readonly communes: number;
  /** Between how many numbers the people of a commune lie, on average: by bounds, and by the interval. */
  readonly bounds: number;
  readonly interval: number;
  /** The part of the communes with a verdict, and the part with a ratio. */
  readonly verdicts: number;
  readonly ratios: number;
  /** By how many percentage points the ratio is off, on average. */
  readonly ratioError: number;
}

const figureOf = ({ shares, contributing }: KnownCommune, most: number | null) => {
  const figure = peopleFigure(shares, most, null, () => drawnEstimate(contributing, shares));
  if (!figure) throw new Error('Expected a figure of shares that are all known.');
  return figure;
};

/** The current publication of a commune. */
export const toldNow = (commune: KnownCommune) => ({
  figure: figureOf(commune, commune.denominator.atMost),
  denominator: commune.denominator,
});

/** The former publication: exact denominators, which cap the upper ends. */
export const toldBefore = (commune: KnownCommune) => {
  const { audience } = commune;
  const figure = figureOf(commune, null);
  const capped = (least: number, most: number | null) => Math.max(least, Math.min(most ?? audience, audience));
  return {
    figure: {
      ...figure,
      upper: capped(figure.lower, figure.upper),
      interval: figure.interval && {
        lower: figure.interval.lower,
        upper: capped(Math.max(figure.interval.lower, figure.estimate ?? 0), figure.interval.upper),
      },
    } satisfies PeopleFigure,
    denominator: { people: audience, atMost: audience },
  };
};

/** Measures the value of the published figures for an analyst. */
export function utilityOfCommunes(
  communes: readonly KnownCommune[],
  goal: GoalTerms,
  on: string,
  told: typeof toldNow,
): Utility {
  const known = communes.map((commune) => {
    const { figure, denominator } = told(commune);
    return { commune, figure, progress: computeProgress({ goal, denominator, people: figure, on }) };
  });
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  const width = ({ lower, upper }: { lower: number; upper: number | null }) => (upper ?? Number.NaN) - lower + 1;
  const ratios = known.filter(({ progress }) => progress.ratio !== null);
  return {
    communes: communes.length,
    bounds: mean(known.map(({ figure }) => width(figure))),
    interval: mean(known.map(({ figure }) => width(figure.interval ?? figure))),
    verdicts: mean(known.map(({ progress }) => Number(progress.status !== ProgressStatus.UNCERTAIN))),
    ratios: ratios.length / communes.length,
    ratioError: mean(
      ratios.map(({ commune, progress }) => 100 * Math.abs((progress.ratio ?? 0) - commune.people / commune.audience)),
    ),
  };
}
