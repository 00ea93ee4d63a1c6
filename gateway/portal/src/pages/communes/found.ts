import { plain } from '../../language/plain.js';

/** A commune, as the list of communes has it. */
export interface ListedCommune {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly area: string;
  readonly areaKm2: number | null;
  readonly predecessors: readonly {
    readonly name: string;
    readonly parent: { readonly name: string } | null;
  }[];
}

/** What a person chose of the list. */
export interface Choice {
  readonly name: string;
  readonly type: string;
  readonly area: string;
}

/** The communes that a choice leaves, by their own names and codes and by those of the units that they were before. */
export function found(communes: readonly ListedCommune[], { name, type, area }: Choice): readonly ListedCommune[] {
  const sought = plain(name.trim());
  return communes.filter(
    (commune) =>
      (type === '' || commune.type === type) &&
      (area === '' || commune.area === area) &&
      (sought === '' || commune.code.startsWith(sought) || namesOf(commune).some((one) => plain(one).includes(sought))),
  );
}

function namesOf({ name, predecessors }: ListedCommune): readonly string[] {
  return [name, ...predecessors.flatMap((former) => [former.name, former.parent?.name ?? ''])];
}
