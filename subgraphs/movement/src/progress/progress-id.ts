/** What a book is of, as the ids of its figures say it: absent where it has what is known now. */
export type BookName =
  | { readonly asKnownOn: string }
  | { readonly publication: string }
  | { readonly release: { readonly organisation: string; readonly number: number } };

/** What decides the values of a progress. */
export interface ProgressIdentity {
  readonly goalCode: string;
  readonly communeCode: string;
  readonly period: string;
  readonly of?: BookName | undefined;
}

const typeName = 'GoalProgress';
const bookKinds = ['asKnownOn', 'publication'] as const;

/** The id of a progress: equal for those that are computed from the same, and for no others. */
export function progressId({ goalCode, communeCode, period, of }: ProgressIdentity): string {
  const parts = [typeName, goalCode, communeCode, period];
  if (of === undefined) return parts.join(':');
  if ('release' in of) return [...parts, 'release', of.release.organisation, of.release.number].join(':');
  return [...parts, ...Object.entries(of).flat()].join(':');
}

/**
 * Reads the id of a progress that can be computed anew. Null for all others: of a release that does not count, a progress
 * is found with what is worth a look in it, and nowhere else.
 */
export function readProgressId(id: string): ProgressIdentity | null {
  const [type, goalCode, communeCode, period, kind, ...rest] = id.split(':');
  if (type !== typeName || !goalCode || !communeCode || !period) return null;
  const key = { goalCode, communeCode, period };
  if (kind === undefined) return key;
  const known = bookKinds.find((one) => one === kind);
  const value = rest.join(':');
  return known && value !== '' ? { ...key, of: { [known]: value } as BookName } : null;
}
