/** The releases of a book, in the ids of its figures; absent for the current ones. */
export type BookName =
  | { readonly asKnownOn: string }
  | { readonly publication: string }
  | { readonly release: { readonly organisation: string; readonly number: number } };

/** The values that identify a progress. */
export interface ProgressIdentity {
  readonly goalCode: string;
  readonly communeCode: string;
  readonly period: string;
  readonly of?: BookName | undefined;
}

const typeName = 'GoalProgress';
const bookKinds = ['asKnownOn', 'publication'] as const;

/** The id of a progress: equal if and only if the inputs are equal. */
export function progressId({ goalCode, communeCode, period, of }: ProgressIdentity): string {
  const parts = [typeName, goalCode, communeCode, period];
  if (of === undefined) return parts.join(':');
  if ('release' in of) return [...parts, 'release', of.release.organisation, of.release.number].join(':');
  return [...parts, ...Object.entries(of).flat()].join(':');
}

/**
 * Reads the id of a progress that can be computed again. Null for all other ids: the progress of a release that does
 * not count exists only as part of its anomalies.
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
