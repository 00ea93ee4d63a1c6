import { knownOrganisations } from '@hub/runtime';
import { lastMonth } from './truth/releases.js';

/** Somebody who asks the hub: with which token, and for which purpose. */
export interface Audience {
  readonly name: string;
  /** `hub token --as …`; undefined for nobody. */
  readonly as?: readonly string[];
  readonly purpose: string;
  /** The organisation that it is of. */
  readonly organisation?: string;
}

/** Who may read most. */
export const analyst: Audience = { name: 'analyst', as: ['analyst'], purpose: 'statistics' };

/** Who is compared with the analyst. */
export const audiences: readonly Audience[] = [
  { name: 'anonymous', purpose: 'statistics' },
  { name: 'app', as: ['app'], purpose: 'statistics' },
  { name: 'auditor', as: ['auditor'], purpose: 'audit' },
  // Staff read their own organisation's data for statistics, and other organisations' data for coordination.
  ...knownOrganisations.flatMap(({ code }) =>
    ['coordination', 'statistics'].map((purpose) => ({
      ...{ name: `staff of ${code}`, as: ['staff', '--organisation', code], purpose, organisation: code },
    })),
  ),
];

/** An operation of `queries` with its variables. */
export type Operation = readonly [name: string, variables: Readonly<Record<string, unknown>>];

/** Of records about persons, which organisations' staff may see. */
export const personsOperation = 'persons';

/**
 * The operations of every caller: the first page of every list, and the newest figures and all derived values of every
 * goal.
 */
export const asked: readonly Operation[] = [
  ...['ADULTS_BASIC', 'PUBLIC_SECTOR', 'DEMO_ACCOUNTS', 'PUPILS', 'ADULTS_CONFIRMED'].flatMap((goal): Operation[] => [
    ['progress', { goal, period: lastMonth }],
    ['derived', { goal, period: lastMonth, from: '2026-04' }],
    ...[null, '14812'].map((commune): Operation => ['revisions', { goal, commune, from: '2026-04', to: lastMonth }]),
  ]),
  ...[
    ...['province', 'communes', 'agencies', 'courses', 'schools', 'learning-groups', 'guidance-sessions'],
    ...['service-points', 'lessons', personsOperation],
  ].map((name): Operation => [name, {}]),
  ['identity-months', { period: lastMonth }],
  ['release-calendar', {}],
  ['publications', {}],
  ...['2026-09_1', '2026-09_2'].flatMap((publication) =>
    [null, '14869'].map((commune): Operation => [
      'published',
      { goal: 'ADULTS_BASIC', commune, period: publication.slice(0, 7), publication },
    ]),
  ),
  ...['ADULTS', 'PUPILS', 'PUBLIC_SECTOR_STAFF', 'DEMO_ADULTS', 'INHABITANTS'].flatMap((audience) =>
    ['38', '14812', '14845'].map((place): Operation => ['denominators', { audience, place }]),
  ),
];

/** The tables with numbers of people that everybody reads as files, with their parameters. */
export const readTables: readonly (readonly [table: string, search: string])[] = [
  ...['ADULTS_BASIC', 'PUBLIC_SECTOR', 'DEMO_ACCOUNTS', 'PUPILS', 'ADULTS_CONFIRMED'].flatMap((goal) => [
    ...['league-table', 'contributions'].map((table) => [table, `goal=${goal}&period=${lastMonth}`] as const),
    ...['SEX', 'AGE_BAND', 'AREA', 'TYPE', 'REGION'].map((by) => ['breakdown', `goal=${goal}&by=${by}`] as const),
    ...['overlap', 'anomalies'].map((table) => [table, `goal=${goal}`] as const),
    ...['series', 'completeness', 'revisions'].map(
      (table) => [table, `goal=${goal}&from=2026-04&to=${lastMonth}`] as const,
    ),
  ]),
  ...[
    ...['indicators', 'communes', 'groups', 'group-sessions', 'meetings', 'teams', 'sessions', 'classes'],
    ...['products', 'schools', 'service-points', 'training-by-agency', 'release-calendar', 'figures-changed'],
  ].map((one) => [one, ''] as const),
  ['goals-by-month', `from=2026-04&to=${lastMonth}`],
  ['lessons', 'commune=14845'],
  ['confirmations', `period=${lastMonth}`],
];

/** A number or word in an answer, or in the analyst's, at the same place. */
export interface Difference {
  readonly at: string;
  readonly theirs: unknown;
  readonly analysts: unknown;
}

/** Finds what an answer tells that the analyst's of the same operation does not, or tells otherwise. */
export function beyond(theirs: unknown, analysts: unknown, at = ''): Difference[] {
  if (theirs === null || theirs === undefined) return [];
  if (typeof theirs !== 'object') return theirs === analysts ? [] : [{ at, theirs, analysts }];
  const other = typeof analysts === 'object' && analysts !== null ? (analysts as Record<string, unknown>) : {};
  return Object.entries(theirs).flatMap(([name, value]) =>
    beyond(value, other[name], at === '' ? name : `${at}.${name}`),
  );
}

/** How many numbers and words an answer has. */
export function told(answer: unknown): number {
  if (answer === null || answer === undefined) return 0;
  return typeof answer === 'object' ? Object.values(answer).reduce((sum: number, one) => sum + told(one), 0) : 1;
}
