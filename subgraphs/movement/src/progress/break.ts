import { monthNumber, monthOf, parsePeriod } from '@hub/protocol';
import { rangeOf } from '../denominator/denominator-range.js';
import type { GoalProgress } from './goal-progress.type.js';
import { type PeopleFigure, PeopleMethod } from './people-figure.js';
import { counted, reportsAt } from './progress-frame.js';

/** Why a figure cannot be compared with an earlier one of its place. */
export enum Break {
  /** Other organisations are counted. */
  ORGANISATIONS = 'ORGANISATIONS',
  /** Another audience is counted. */
  AUDIENCE = 'AUDIENCE',
  /** The denominator is of a later day. */
  DENOMINATOR = 'DENOMINATOR',
  /** One figure has an estimate, the other has bounds only. */
  METHOD = 'METHOD',
}

/** A figure of people with the parts that a comparison needs. */
export type Compared = Pick<GoalProgress, 'book' | 'frame' | 'place' | 'people'>;

/**
 * Why a figure cannot be compared with an earlier one of its place, as both are shown. Only this function decides
 * where there is a break. A missing figure, or a figure from before the goal's start, is no break.
 */
export function breaksBetween(
  now: Compared & Partial<Pick<GoalProgress, 'denominator'>>,
  before: Compared & Partial<Pick<GoalProgress, 'denominator'>>,
): ReadonlySet<Break> {
  const found = new Set<Break>();
  if (!now.people || !before.people || before.frame.lastDay < before.frame.goal.startsOn) return found;
  if (countedIn(now, now.people) !== countedIn(before, before.people)) found.add(Break.ORGANISATIONS);
  if (now.frame.goal.audience !== before.frame.goal.audience) found.add(Break.AUDIENCE);
  if (isOfLaterNumber(now, before)) found.add(Break.DENOMINATOR);
  if (isEstimateBesideBounds(now.people, before.people)) found.add(Break.METHOD);
  return found;
}

/** Whether a figure has another denominator: one of a later day, or a later version. */
function isOfLaterNumber(
  now: Partial<Pick<GoalProgress, 'denominator'>>,
  before: Compared & Partial<Pick<GoalProgress, 'denominator'>>,
): boolean {
  if (!now.denominator) return false;
  const { validFrom, version } = now.denominator;
  return (validFrom ?? '') > before.frame.day || (before.denominator != null && before.denominator.version !== version);
}

/** Why a figure cannot be compared with the figure of the month before its period. */
export function breaksOf(progress: GoalProgress): ReadonlySet<Break> {
  const { book, frame, place, denominator } = progress;
  const before = book.frameOf(frame.goalCode, monthOf(monthNumber(parsePeriod(frame.period).firstMonth) - 1));
  if (!before) return new Set();
  return breaksBetween(progress, {
    ...{ book, place, frame: before },
    people: book.peopleOf(before, place, rangeOf(denominator)),
  });
}

/**
 * An exact number is its own lower bound: it can be compared with the lower bound of a month that some organisations
 * have not reported.
 */
function isEstimateBesideBounds(...figures: readonly [PeopleFigure, PeopleFigure]): boolean {
  return (
    figures.some(({ method }) => method === PeopleMethod.ESTIMATE) && figures.some(({ estimate }) => estimate === null)
  );
}

/** Whether even the lower bounds of people cannot be compared. */
export function isBreakOfPeople(breaks: ReadonlySet<Break>): boolean {
  return breaks.has(Break.ORGANISATIONS) || breaks.has(Break.AUDIENCE);
}

/** The organisations that a figure counts, by code. */
function countedIn({ book, frame, place }: Compared, figure: PeopleFigure): string {
  const reports = reportsAt(frame, place.isRoot);
  // If no organisation is missing, all are counted.
  return counted(figure.isOpen ? book.sharesOf(frame, place) : reports.contributions, reports);
}
