import type { ImportKind } from './import-kind.js';

/** What a kind of file is called in a list of kinds. */
export interface KindTitle {
  readonly vi: string;
  readonly en: string;
}

/**
 * What a kind of file is called: as it was declared, or else by the Vietnamese term in brackets that its description
 * ends with, and by its code where nobody says.
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

/** What kinds are called, by their codes; a kind that is not there any more is called by its code. */
export function titlesOfKinds(kinds: readonly ImportKind[]): (kind: string) => KindTitle {
  const titles = new Map(kinds.map((one) => [one.kind, titleOfKind(one)]));
  return (kind) => titles.get(kind) ?? { vi: kind, en: kind };
}
