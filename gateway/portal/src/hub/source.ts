import { type Forecast, type People, type Progress, progressFields, reportFields } from './progress.js';

/** Why a figure cannot be compared with an earlier one of its place. */
export type Break = 'ORGANISATIONS' | 'AUDIENCE' | 'DENOMINATOR' | 'METHOD';

/** The figure with its sources, as in the graph. */
export type Source = Omit<Progress, 'contributions' | 'people'> & {
  readonly people: CountedPeople | null;
  readonly forecast: Forecast;
  readonly denominator: Denominator | null;
  readonly contributions: readonly Contribution[];
  /** Comparison with the former period, if requested. */
  readonly change?: { readonly breaks: readonly Break[] } | null;
};

/** The number of people that a goal applies to, with its source. */
export interface Denominator {
  /** Lower and upper bound; equal for a census. */
  readonly value: number | null;
  readonly atMost: number | null;
  readonly basis: 'CENSUS' | 'RECORDS';
  readonly source: string;
  readonly asOf: string;
  readonly version: number;
}

/** The fields of `Denominator`. */
export const denominatorFields = 'denominator { value atMost basis source asOf version }';

/** The fields of a progress with `CountedPeople`; `contributionFields` selects its contributions. */
export const countedFields = progressFields
  .replace(reportFields, '')
  .replace('people {', 'people { method noEstimate')
  .trim();

/** A number of people, with the method of its calculation. */
export interface CountedPeople extends People {
  readonly method: 'EXACT' | 'ESTIMATE' | 'BOUNDS';
  readonly noEstimate: NoEstimate | null;
}

/** The reason for a missing estimate. */
export type NoEstimate =
  | 'COUNTS_ONLY'
  | 'OTHER_PERIOD'
  | 'OTHER_KEY'
  | 'NO_SKETCH'
  | 'NOT_CLOSED'
  | 'NOT_YET'
  | 'OTHER_ORGANISATIONS'
  | 'ABSENT_ORGANISATION'
  | 'TOO_FEW';

/** An organisation's part of a figure. */
export interface Contribution {
  readonly organisation: { readonly code: string; readonly name: string };
  readonly state: 'REPORTED' | 'LATE' | 'NOT_YET' | 'WITHHELD' | 'NOT_LINKED';
  readonly through: string | null;
  readonly late: number | null;
  readonly release: {
    readonly number: number;
    readonly madeAt: string;
    readonly keyId: string;
    readonly withdrawnReason: string | null;
  } | null;
}

/** Identifies a figure. */
export interface AskedFigure {
  readonly goal: string;
  readonly commune?: string | undefined;
  readonly period: string;
  /** The publication of the figure; absent for the current figure. */
  readonly publication?: string | undefined;
  /** The former period to compare with, if a change is requested. */
  readonly against?: string | undefined;
}

/** The fields of `Contribution`. */
export const contributionFields = `contributions {
        organisation { code name(language: $language) } state through late
        release { number madeAt keyId withdrawnReason }
      }`;

/** The fields of `Forecast`. */
export const forecastFields =
  'forecast { people interval { lower upper } reachesTargetOn backTest { forecasts within } notAvailable }';

/** The figure of a former period to compare with. */
export type Before = Pick<Source, 'ratio' | 'people' | 'denominator' | 'contributions' | 'period'>;

/** Query of a figure; without a commune, the province's figure, which is public. */
export function sourceQuery({ commune, publication, against }: AskedFigure): string {
  const declared = [
    '$goal: ID!',
    ...(commune ? ['$commune: ID'] : []),
    '$period: Period',
    ...(publication ? ['$publication: ID'] : []),
    ...(against ? ['$against: Period!'] : []),
    '$language: Language!',
  ];
  const given = [
    ...(commune ? ['commune: $commune'] : []),
    'period: $period',
    ...(publication ? ['publication: $publication'] : []),
  ];
  return `query SaysWho(${declared.join(', ')}) {
  goal(code: $goal) {
    title(language: $language) source
    progress(${given.join(', ')}) {
      ${countedFields}
      ${denominatorFields}
      ${forecastFields}
      ${contributionFields}${against ? ' change(from: $against) { breaks }' : ''}
    }${against ? before(commune) : ''}
  }
}`;
}

function before(commune: string | undefined): string {
  return `
    before: progress(${commune ? 'commune: $commune, ' : ''}period: $against) {
      period ratio
      people { lower upper estimate interval { lower upper } method noEstimate }
      ${denominatorFields}
      ${contributionFields}
    }`;
}

/** Variables of `sourceQuery`. */
export function sourceVariables({ goal, commune, period, publication, against }: AskedFigure, language: string) {
  return {
    goal,
    period,
    ...(commune && { commune }),
    ...(publication && { publication }),
    ...(against && { against }),
    language,
  };
}
