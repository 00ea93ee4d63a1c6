import { epsilonOfCommune, epsilonOfGroup, epsilonOfWhole, groupKey } from '@hub/kit/service';
import type { CommunesByGroup } from './commune-groups.js';
import type { BroughtSketches } from './months-to-estimate.js';
import type { OpenedSketches } from './open-sketches.js';

/** An organisation's opened sketches of a month. */
export interface Opened {
  readonly reference: BroughtSketches;
  readonly sketches: OpenedSketches;
}

/** A subject of an estimate: a place, a group of people or of communes, or the overlap of two organisations. */
export interface Subject {
  /** As `placeKey`, `groupKey` or `overlapKey`. */
  readonly key: string;
  /** The keys of the sketches to merge. */
  readonly sketches: readonly string[];
  /** The places whose published numbers show whether it changed. */
  readonly places: readonly string[];
  readonly epsilon: number;
  /** Whether it gets an estimate if only one organisation has people. */
  readonly isOfOne: boolean;
  /** Whether it is the overlap of two organisations. */
  readonly isOverlap: boolean;
  /** The organisations that it covers (default: all). */
  readonly of?: readonly string[];
}

/** The key of two organisations' overlap in a place. */
export function overlapKey(place: string, first: string, second: string): string {
  return groupKey(place, `=${[first, second].sort().join('=')}`);
}

/** The places with sketches, the groups of people in them, and each pair of organisations in large ones. */
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

/** The overlap of each pair of organisations that have groups in a place, and so enough people there. */
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
