import type { ImportKind } from './import-kind.js';

/** The title of a kind of file in a list of kinds. */
export interface KindTitle {
  readonly vi: string;
  readonly en: string;
}

/**
 * The title of a kind of file: the declared one, or the Vietnamese term in brackets at the end of its description, or
 * its code.
 */
export function titleOfKind({
  kind,
  title,
  description,
}: Pick<ImportKind, 'kind' | 'title' | 'description'>): KindTitle {
  if (title) return title;
  const [, term] = /\(([^()]*)\)\.?$/.exec(description) ?? [];
  return { vi: term === undefined ? kind : `${term.charAt(0).toUpperCase()}${term.slice(1)}`, en: kind };
}

/** The titles of kinds, by their codes; an unknown kind is titled by its code. */
export function titlesOfKinds(kinds: readonly ImportKind[]): (kind: string) => KindTitle {
  const titles = new Map(kinds.map((one) => [one.kind, titleOfKind(one)]));
  return (kind) => titles.get(kind) ?? { vi: kind, en: kind };
}
