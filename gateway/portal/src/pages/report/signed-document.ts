import type { PublishedGoal } from '../../hub/publication.js';

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
    figures.flatMap(([goal, place, , ...numbers]) => (place === root.code ? [[goal, numbers]] : [])),
  );
  const pairs = goals.flatMap(({ code, progress }) => {
    const shown = [progress?.people?.lower, progress?.people?.upper, progress?.denominator?.value];
    return shown.map((value, index) => [value ?? null, signed.get(code)?.[index] ?? null] as const);
  });
  const same = pairs.filter(([one, other]) => one === other).length;
  return { same, other: pairs.length - same };
}
