import { epsilonOfCommune, epsilonOfGroup, epsilonOfWhole, groupKey } from '@hub/kit/service';
import type { CommunesByGroup } from './commune-groups.js';
import type { BroughtSketches } from './months-to-estimate.js';
import type { OpenedSketches } from './open-sketches.js';

/** An organisation's sketches of a month, opened. */
export interface Opened {
  readonly reference: BroughtSketches;
  readonly sketches: OpenedSketches;
}

/** Something that is estimated: a place, a group of people or of communes, or whom two organisations share. */
export interface Subject {
  /** As `placeKey`, `groupKey` or `overlapKey`. */
  readonly key: string;
  /** The keys of the sketches that are merged. */
  readonly sketches: readonly string[];
  /** The places of which published numbers say whether it moved. */
  readonly places: readonly string[];
  readonly epsilon: number;
  /** Whether it has an estimate where a single organisation has people. */
  readonly isOfOne: boolean;
  /** Whether it is of the people whom two organisations share. */
  readonly isOverlap: boolean;
  /** The organisations that it is of; all unless told. */
  readonly of?: readonly string[];
}

/** By what the estimate is known of whom two organisations share in a place. */
export function overlapKey(place: string, first: string, second: string): string {
  return groupKey(place, `=${[first, second].sort().join('=')}`);
}

/** The places of which there are sketches, the groups of people in them, and each two organisations in large ones. */
export function placeSubjects(opened: readonly Opened[], rootPlace: string): Subject[] {
  const keys = [...new Set(opened.flatMap(({ sketches }) => [...sketches.keys()]))];
  return keys.flatMap((key): Subject[] => {
    const [code = '', from = '', group] = key.split(' ');
    const place = `${code} ${from}`;
    const subject = { key, sketches: [key], places: [place], isOverlap: false };
    if (group !== undefined) return [{ ...subject, epsilon: epsilonOfGroup, isOfOne: true }];
    const isWhole = code === rootPlace;
    const epsilon = isWhole ? epsilonOfWhole : epsilonOfCommune;
    return [{ ...subject, epsilon, isOfOne: isWhole }, ...overlapSubjects(opened, place)];
  });
}

/** Whom each two organisations share that have groups in a place, and so enough people there. */
function overlapSubjects(opened: readonly Opened[], place: string): Subject[] {
  const large = opened
    .filter(({ sketches }) => [...sketches.keys()].some((key) => key.startsWith(`${place} `)))
    .map(({ reference }) => reference.organisation);
  return large.flatMap((first, index) =>
    large.slice(index + 1).map((second) => ({
      key: overlapKey(place, first, second),
      ...{ sketches: [place], places: [place], epsilon: epsilonOfGroup, isOfOne: false },
      ...{ isOverlap: true, of: [first, second] },
    })),
  );
}

/** The groups of communes. */
export function groupSubjects(groups: CommunesByGroup): Subject[] {
  return [...groups].map(([key, communes]) => ({
    ...{ key, sketches: communes, places: communes, epsilon: epsilonOfGroup, isOfOne: true, isOverlap: false },
  }));
}
