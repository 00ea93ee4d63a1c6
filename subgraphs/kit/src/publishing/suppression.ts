/** Fewer people than this in a cell are not published (Law 91/2025/QH15 as the movement applies it). */
export const smallestPublishedCount = 10;

/** What of a table may not be published. */
export interface Suppressed {
  /** The keys of cells. */
  readonly cells: ReadonlySet<string>;
  /** Whether the total, too: it has no key, which some cell might have. */
  readonly total: boolean;
}

/**
 * Chooses the cells of a table (a goal's communes in one period, a group of staff by agency) that may not be published:
 * those of 1 to 9 people, and as many of the next smallest as it takes that subtracting the published cells from the
 * total tells of no hidden cell that it is small: at least two of them, and so many people that any one could hold ten.
 * (None is zero, and who reads knows that: ten hidden cells with ten people in all would be ones.) Where too few cells
 * are left to hide, the total is hidden, too.
 * @param cells people by commune, agency or the like.
 */
export function suppressedCells(cells: ReadonlyMap<string, number>): Suppressed {
  const ascending = [...cells]
    .filter(([, people]) => people > 0)
    .sort(([codeA, a], [codeB, b]) => a - b || codeA.localeCompare(codeB));
  const suppressed = new Set<string>();
  let hiddenPeople = 0;
  const complementNeeded = () => {
    const mostInOneCell = hiddenPeople - (suppressed.size - 1);
    return suppressed.size > 0 && (suppressed.size < 2 || mostInOneCell < smallestPublishedCount);
  };
  for (const [code, people] of ascending) {
    if (people >= smallestPublishedCount && !complementNeeded()) break;
    suppressed.add(code);
    hiddenPeople += people;
  }
  return { cells: suppressed, total: complementNeeded() };
}
