/** A rule for `check` of a kind of file: the later day, if present, is not before the earlier. */
export function daysInOrder<Earlier extends string, Later extends string>(
  row: Readonly<Record<Earlier, string> & Record<Later, string | null>>,
  earlier: Earlier,
  later: Later,
): { readonly column: Later; readonly reason: string } | undefined {
  const from = row[earlier];
  const day = row[later] as string | null;
  if (day === null || day >= from) return undefined;
  return { column: later, reason: `expected a day on or after ${earlier} (${from}), got ${day}` };
}
