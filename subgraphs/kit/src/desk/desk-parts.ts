import { type Clock, dayInProvince, valueFormats } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Reading } from '../file/column.js';
import type { ImportKind } from '../file/import-kind.js';
import type { ImportedBy, ImportEvent, ImportOptions } from '../import/import-event.js';
import { readPlaces } from '../places/store-places.js';
import { DeskFault } from './desk-fault.js';
import type { CheckAsk } from './shapes.js';

/** The caller at the desk. */
export interface DeskCaller {
  /** Identifies the owner of files; it is unique to each caller. */
  readonly owner: string;
  readonly by: ImportedBy;
  /** The kinds of file that the caller may import; absent for the operator, who may import every kind. */
  readonly kinds?: ReadonlySet<string>;
  /** Aborted when the caller disconnects: then reading stops. */
  readonly left?: AbortSignal;
}

/** The options of an import that do not depend on the file or the caller. */
export type OwnOptions = Pick<ImportOptions, 'rootPlace' | 'pseudonymKeys' | 'hasLedger' | 'counts'>;

export interface DeskParts {
  readonly organisation: string;
  readonly em: SqlEntityManager;
  readonly kinds: readonly ImportKind[];
  readonly now: Clock;
  readonly own: () => OwnOptions;
  /** Observes the events of an import and its end. */
  readonly watched: (kind: string, events: AsyncIterable<ImportEvent>) => AsyncIterable<ImportEvent>;
  /**
   * Called when an import begins, with whether more imports follow; the returned function gets whether rows were
   * imported.
   */
  readonly began: (more: boolean) => (isIn: boolean) => void;
}

/** The context for reading a file, on a day; default: today. */
export async function readingOf({ em, now, own }: DeskParts, on: string | undefined): Promise<Reading> {
  const today = dayInProvince(now());
  return { today, placesOn: on ?? today, rootPlace: own().rootPlace, places: await readPlaces(em.fork()) };
}

/** @throws DeskFault where a given day does not exist, or lies in the future. */
export function expectDays({ now }: DeskParts, { on, through }: Pick<CheckAsk, 'on' | 'through'>): void {
  const today = dayInProvince(now());
  for (const [name, day] of Object.entries({ on, through })) {
    if (day === undefined || (valueFormats.date.accepts(day) && day <= today)) continue;
    const message = `Expected ${name} to be a day up to today (${today}), got ${JSON.stringify(day)}.`;
    throw new DeskFault(400, { code: 'BAD_REQUEST', message });
  }
}

/** The kinds of file that a caller may import. */
export function kindsFor({ kinds }: DeskParts, caller: DeskCaller): readonly ImportKind[] {
  return kinds.filter(({ kind }) => caller.kinds?.has(kind) ?? true);
}

/** The kind of file with a name. @throws DeskFault where the caller may import none of this name. */
export function kindOf(parts: DeskParts, caller: DeskCaller, asked: string): ImportKind {
  const kinds = kindsFor(parts, caller);
  const kind = kinds.find((one) => one.kind === asked);
  if (kind) return kind;
  const known = kinds.map((one) => one.kind).join(', ');
  const message = `Expected one of ${known}, got ${JSON.stringify(asked)}.`;
  throw new DeskFault(404, { code: 'UNKNOWN_KIND', message });
}
