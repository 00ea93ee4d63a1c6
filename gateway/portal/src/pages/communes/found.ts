import { plain } from '../../language/plain.js';
import { placeFound, soughtIn } from '../../language/seek.js';

/** Fields of a commune that the search reads. */
export interface NamedCommune {
  readonly code: string;
  readonly name: string;
  readonly type?: string;
  readonly area?: string;
  readonly predecessors: readonly {
    readonly name: string;
    readonly parent: { readonly name: string } | null;
  }[];
}

/** A commune in the list of communes. */
export interface ListedCommune extends NamedCommune {
  readonly type: string;
  readonly area: string;
  readonly areaKm2: number | null;
}

/** A person's filter of the list. */
export interface Choice {
  readonly name: string;
  readonly type?: string;
  readonly area?: string;
}

/**
 * Communes that match a choice by code, name, or a former unit's name or district. Matches by the code or the present
 * name come first.
 */
export function found<Commune extends NamedCommune>(
  communes: readonly Commune[],
  { name, type = '', area = '' }: Choice,
): readonly Commune[] {
  const sought = soughtIn(name);
  const left = communes.flatMap((commune) => {
    if (type !== '' && commune.type !== type) return [];
    if (area !== '' && commune.area !== area) return [];
    const names = namesOf(commune).map(plain);
    const place = sought === '' || commune.code.startsWith(sought) ? 0 : placeFound(sought, names);
    return place === undefined ? [] : [{ commune, place }];
  });
  return left.toSorted((one, other) => one.place - other.place).map(({ commune }) => commune);
}

function namesOf({ name, predecessors }: NamedCommune): readonly string[] {
  return [name, ...predecessors.flatMap((former) => [former.name, former.parent?.name ?? ''])];
}
