import type { PublishedGoal } from '../../hub/publication.js';

/** At least, at most, and of how many; null where it is not known. */
type Numbers = readonly (number | null)[];

/** What a publication's document says of the place that it is of, and of figures. */
interface SignedDocument {
  readonly root: { readonly code: string };
  /** Goal, place, the place's first day, at least, at most, denominator. */
  readonly figures: readonly (readonly [string, string, string, number | null, number | null, number | null])[];
}

/** Compares the figures of the whole place with those of the signed document: how many are the same, and how many not. */
export function comparedWithDocument(
  document: string,
  goals: readonly PublishedGoal[],
): { readonly same: number; readonly other: number } {
  const { root, figures } = JSON.parse(document) as SignedDocument;
  const signed = new Map(
    figures.flatMap(([goal, place, , ...numbers]) => (place === root.code ? [[goal, numbers as Numbers]] : [])),
  );
  const pairs = goals.flatMap(({ code, progress }) => {
    const shown = [progress?.people?.lower, progress?.people?.upper, progress?.denominator?.value];
    return shown.map((value, index) => [value ?? null, signed.get(code)?.[index] ?? null] as const);
  });
  const same = pairs.filter(([one, other]) => one === other).length;
  return { same, other: pairs.length - same };
}

/** A figure that one document has otherwise than another. */
export interface Change {
  readonly goal: string;
  readonly place: string;
  readonly isRoot: boolean;
  /** At least, at most, denominator; undefined where the former document has no such figure. */
  readonly former: Numbers | undefined;
  readonly now: Numbers;
}

/** The figures that a document has otherwise than a former one. */
export function changesBetween(former: string, now: string): readonly Change[] {
  const { root, figures } = JSON.parse(now) as SignedDocument;
  const before = new Map(
    (JSON.parse(former) as SignedDocument).figures.map(([goal, place, from, ...numbers]) => [
      `${goal} ${place} ${from}`,
      numbers as Numbers,
    ]),
  );
  return figures.flatMap(([goal, place, from, ...numbers]) => {
    const was = before.get(`${goal} ${place} ${from}`);
    if (was && numbers.every((value, index) => value === was[index])) return [];
    return [{ goal, place, isRoot: place === root.code, former: was, now: numbers }];
  });
}
