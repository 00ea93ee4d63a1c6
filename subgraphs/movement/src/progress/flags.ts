import { registerEnumType } from 'type-graphql';
import { hasBegun } from '../place/place.loader.js';
import { breaksOf } from './break.js';
import { ContributionState } from './contribution-state.js';
import type { GoalProgress } from './goal-progress.type.js';
import { likelyPeople, type PeopleFigure, PeopleMethod } from './people-figure.js';
import { type Frame, reportsAt } from './progress-frame.js';
import { NoEstimate } from '../sketches/merged-sketches.js';

/** What a reader must know about a figure before using it: codes of SDMX's list CL_OBS_STATUS, version 2.2. */
export enum ObservationStatus {
  A = 'A',
  B = 'B',
  E = 'E',
  L = 'L',
  M = 'M',
  P = 'P',
  Q = 'Q',
  U = 'U',
}

registerEnumType(ObservationStatus, {
  name: 'ObservationStatus',
  description: "Flags of a figure, to read before use (cờ số liệu): codes of SDMX's list CL_OBS_STATUS, version 2.2.",
  valuesConfig: {
    A: { description: 'Normal: none of the others (bình thường).' },
    B: {
      description:
        'Break: other organisations, another audience or another denominator are counted than a month before, or by an estimate and not by bounds, or the other way round (chuỗi bị ngắt).',
    },
    E: { description: 'Estimated: by sketches of people, each counted once (ước lượng).' },
    L: { description: 'Missing: it exists, and no organisation has released it (chưa thu thập).' },
    M: { description: 'Missing: it cannot exist, since the place began later (không thể có).' },
    P: {
      description: 'Provisional: not all expected organisations have reported the period, or it is not closed (sơ bộ).',
    },
    Q: { description: 'Missing: it is withheld from the caller (không công bố).' },
    U: {
      description:
        'Low reliability: it may be off by more than a third of itself, or nothing bounds it from above (độ tin cậy thấp).',
    },
  },
});

/** A group's number, or the reason for its absence. */
interface GroupNumber {
  readonly people: number | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly noEstimate: NoEstimate | null;
}

/**
 * The flags of a group's number, by code. The number is always an estimate; it is withheld if the sketches would give
 * it nearly exactly.
 * @param isProvisional whether an expected organisation has not reported the period.
 */
export function groupFlags({ people, interval, noEstimate }: GroupNumber, isProvisional: boolean): ObservationStatus[] {
  const flags = isProvisional || noEstimate === NoEstimate.NOT_CLOSED ? [ObservationStatus.P] : [];
  if (people === null) {
    flags.push(noEstimate === NoEstimate.TOO_FEW ? ObservationStatus.Q : ObservationStatus.L);
  } else {
    flags.push(ObservationStatus.E);
    if (!isNarrow(interval, people)) flags.push(ObservationStatus.U);
  }
  return flags.sort();
}

/** The largest error of a reliable number on either side, as a part of the number. */
const reliable = 1 / 3;

/** The flags of a figure, by code; A (normal) only if there is no other. */
export function flagsOf(progress: GoalProgress): ObservationStatus[] {
  const { people, isProvisional, frame, place } = progress;
  const { expected } = reportsAt(frame, place.isRoot);
  const flags: ObservationStatus[] = [];
  if (isProvisional) flags.push(ObservationStatus.P);
  if (people === null) flags.push(absenceOf(progress, expected));
  else {
    if (people.method === PeopleMethod.ESTIMATE) flags.push(ObservationStatus.E);
    if (!isNarrow(people.interval, likelyPeople(people))) flags.push(ObservationStatus.U);
    if (breaksOf(progress).size > 0) flags.push(ObservationStatus.B);
  }
  return flags.length === 0 ? [ObservationStatus.A] : flags.sort();
}

function absenceOf(
  { place: { row, isRoot }, period }: GoalProgress,
  expected: Frame['root']['expected'],
): ObservationStatus {
  if (!isRoot && !hasBegun(row, period)) return ObservationStatus.M;
  const isWithheld = expected.some(({ state }) => state === ContributionState.WITHHELD);
  return isWithheld ? ObservationStatus.Q : ObservationStatus.L;
}

/** Whether half of the interval is at most that part of the number. */
function isNarrow(interval: PeopleFigure['interval'], people: number): boolean {
  return interval !== null && (interval.upper - interval.lower) / 2 <= reliable * people;
}
