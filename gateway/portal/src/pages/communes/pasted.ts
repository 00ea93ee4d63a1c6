import { plain } from '../../language/plain.js';
import { soughtIn, withoutKind } from '../../language/seek.js';
import type { NamedCommune } from './found.js';

/** Largest number of lines that are read. */
const mostLines = 1000;

/** A line of a pasted list. */
export interface PastedLine<Commune> {
  readonly text: string;
  /** The communes that the line can mean: one for a match, several for an ambiguous name, none otherwise. */
  readonly communes: readonly Commune[];
}

/**
 * Finds the commune of each line that is not empty: by its code, else by its whole present name, else by the whole name of
 * a former unit; with or without the kind of place and diacritics. In a row of several cells the first cell that names a
 * commune counts.
 */
export function pastedLines<Commune extends NamedCommune>(
  communes: readonly Commune[],
  pasted: string,
): readonly PastedLine<Commune>[] {
  const ways = [
    placesBy(communes, ({ code }) => [code]),
    placesBy(communes, ({ name }) => [name]),
    placesBy(communes, ({ name }) => [withoutKind(plain(name))]),
    placesBy(communes, ({ predecessors }) => predecessors.map(({ name }) => name)),
    placesBy(communes, ({ predecessors }) => predecessors.map(({ name }) => withoutKind(plain(name)))),
  ];
  const communesOf = (cell: string): readonly Commune[] => {
    const sought = soughtIn(cell);
    return ways.map((by) => by.get(sought)).find((matches) => matches !== undefined) ?? [];
  };
  return pasted
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, mostLines)
    .map((text) => ({
      text,
      communes:
        text
          .split('\t')
          .map(communesOf)
          .find((matches) => matches.length > 0) ?? [],
    }));
}

function placesBy<Commune extends NamedCommune>(
  communes: readonly Commune[],
  read: (commune: Commune) => readonly string[],
): ReadonlyMap<string, readonly Commune[]> {
  const by = new Map<string, Commune[]>();
  for (const commune of communes) {
    for (const name of new Set(read(commune).map(plain))) {
      const same = by.get(name);
      if (same) same.push(commune);
      else by.set(name, [commune]);
    }
  }
  return by;
}
