import { type Clock, dayInProvince, valueFormats } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Reading } from '../file/column.js';
import type { ImportKind } from '../file/import-kind.js';
import type { ImportedBy, ImportEvent, ImportOptions } from '../import/import-event.js';
import { readPlaces } from '../places/store-places.js';
import { DeskFault } from './desk-fault.js';
import type { CheckAsk } from './shapes.js';

/** Who stands at the desk. */
export interface DeskCaller {
  /** Whose files are whose: no two callers have the same. */
  readonly owner: string;
  readonly by: ImportedBy;
  /** The kinds of file that it may bring; every kind where it is the operator. */
  readonly kinds?: ReadonlySet<string>;
  /** Says when the caller has left: then nothing is read on. */
  readonly left?: AbortSignal;
}

/** What an import is told beside its file, whoever brings it. */
export type OwnOptions = Pick<ImportOptions, 'rootPlace' | 'pseudonymKeys' | 'hasLedger' | 'counts'>;

export interface DeskParts {
  readonly organisation: string;
  readonly em: SqlEntityManager;
  readonly kinds: readonly ImportKind[];
  readonly now: Clock;
  readonly own: () => OwnOptions;
  /** Sees the events of an import go by, and hears of its end. */
  readonly watched: (kind: string, events: AsyncIterable<ImportEvent>) => AsyncIterable<ImportEvent>;
  /** Hears that an import begins, one of several or not; what it gives hears whether anything is in. */
  readonly began: (more: boolean) => (isIn: boolean) => void;
}

/** What a file is read against, on a day; today unless told. */
export async function readingOf({ em, now, own }: DeskParts, on: string | undefined): Promise<Reading> {
  const today = dayInProvince(now());
  return { today, placesOn: on ?? today, rootPlace: own().rootPlace, places: await readPlaces(em.fork()) };
}

/** @throws DeskFault where a day that is told is none, or is ahead. */
export function expectDays({ now }: DeskParts, { on, through }: Pick<CheckAsk, 'on' | 'through'>): void {
  const today = dayInProvince(now());
  for (const [name, day] of Object.entries({ on, through })) {
    if (day === undefined || (valueFormats.date.accepts(day) && day <= today)) continue;
    const message = `Expected ${name} to be a day up to today (${today}), got ${JSON.stringify(day)}.`;
    throw new DeskFault(400, { code: 'BAD_REQUEST', message });
  }
}

/** The kinds of file that a caller may bring. */
export function kindsFor({ kinds }: DeskParts, caller: DeskCaller): readonly ImportKind[] {
  return kinds.filter(({ kind }) => caller.kinds?.has(kind) ?? true);
}

/** The kind of file of a name. @throws DeskFault where there is none that the caller may bring. */
export function kindOf(parts: DeskParts, caller: DeskCaller, asked: string): ImportKind {
  const kinds = kindsFor(parts, caller);
  const kind = kinds.find((one) => one.kind === asked);
  if (kind) return kind;
  const known = kinds.map((one) => one.kind).join(', ');
  const message = `Expected one of ${known}, got ${JSON.stringify(asked)}.`;
  throw new DeskFault(404, { code: 'UNKNOWN_KIND', message });
}
