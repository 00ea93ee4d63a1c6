/** Fewer people than this in a cell are not published (Law 91/2025/QH15 as the movement applies it). */
export const smallestPublishedCount = 10;

/**
 * Chooses the cells of one goal and period that may not be published: those of 1 to 9 people, and as many of the
 * next smallest as it takes that the hidden ones together cannot be told apart by subtracting the published cells
 * from the province's total: at least two of them, at least ten people.
 * @param cells people by commune.
 * @returns the communes to suppress.
 */
export function suppressedCells(cells: ReadonlyMap<string, number>): ReadonlySet<string> {
  const ascending = [...cells]
    .filter(([, people]) => people > 0)
    .sort(([codeA, a], [codeB, b]) => a - b || codeA.localeCompare(codeB));
  const suppressed = new Set<string>();
  let hiddenPeople = 0;
  for (const [code, people] of ascending) {
    const complementNeeded = suppressed.size > 0 && (suppressed.size < 2 || hiddenPeople < smallestPublishedCount);
    if (people >= smallestPublishedCount && !complementNeeded) break;
    suppressed.add(code);
    hiddenPeople += people;
  }
  return suppressed;
}
