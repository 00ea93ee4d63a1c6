import type { ArgumentNode, SelectionSetNode } from 'graphql';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { either, type Guard, isAlways } from '../../plan/guard.js';
import type { Path } from '../../plan/plan.js';
import type { AskedSubgraph } from './answering.js';
import type { FetchDraft, SelectedField, SelectedFields } from './fetch-draft.js';
import { isSameField, type Wanted, type Wanting } from './wanted.js';

/** Objects of one type at one place in the data. */
export interface Spot {
  readonly type: string;
  /** The path, with a type condition at its end if there are other types. */
  readonly place: Path;
  readonly path: Path;
  readonly above: Spot | undefined;
  readonly visits: Visit[];
  /** The visits in which fields are computed from inputs, by the subgraph and the inputs. */
  readonly computing: Map<string, Visit>;
  /** All wanted fields of the objects. */
  readonly wanted: readonly Wanted[];
  /** The subgraphs that return the objects equally. */
  readonly candidates: ReadonlySet<JoinedSubgraph>;
}

/** The fields that a subgraph can answer about an object in one fetch. */
export interface Visit extends AskedSubgraph {
  /** The fetch; later fetches can use its fields as inputs. */
  readonly draft: FetchDraft;
  readonly fields: SelectedFields;
  /** The fields of the fetch's inputs, needed under the visit's conditions. */
  readonly inputs: Use[];
  /** The conditions under which the visit has a field. */
  guard: Guard;
  /** Whether a field can be added; if objects of other types share the visit, only fields wanted of all types can. */
  readonly takes?: (wanted: Wanted) => boolean;
  /** The arguments that the visit's field takes from the context. */
  readonly given?: readonly ArgumentNode[];
}

/** A field that was added to a visit. */
export interface Use {
  readonly visit: Visit;
  readonly field: SelectedField;
}

/** The conditions and the part for which a subgraph is queried. */
export interface Asking {
  readonly guard: Guard;
  readonly part: string | undefined;
}

/**
 * The purposes of a wanted field: the fields computed from it, as `Type.field`, and the keys that it completes. A
 * purpose is not used to fetch its own inputs.
 */
export type Pending = ReadonlySet<string | SelectionSetNode>;

/** The unanswered rest of a wanted field, and the fetches of the answered part. */
export interface Outcome<Left> {
  readonly left: Left;
  /** The added fields of the same objects. */
  readonly uses: readonly Use[];
  /** All fetches that answer some of it. */
  readonly drafts: ReadonlySet<FetchDraft>;
}

/** Widens a visit's conditions, so that its inputs are fetched under them too. */
export function widen(visit: Visit, guard: Guard): void {
  if (isAlways(visit.guard)) return;
  const wider = either(visit.guard, guard);
  if (JSON.stringify(wider) === JSON.stringify(visit.guard)) return;
  visit.guard = wider;
  for (const use of visit.inputs) {
    use.field.guard = either(use.field.guard, guard);
    widen(use.visit, guard);
  }
}

/** Whether a field can be added to a visit under its key. */
export function isFree({ fields, takes }: Visit, wanted: Wanted): boolean {
  const known = fields.get(wanted.key);
  if (known && !isSameField(known, wanted)) return false;
  return takes?.(wanted) ?? true;
}

/**
 * A field of the caller's with the same value, which is answered anyway, whatever its conditions.
 * @param part the part that needs the value.
 */
export function answeredAnyway(
  spot: Spot,
  field: Wanted,
  part: string | undefined,
  wanting: Wanting,
): Wanted | undefined {
  if (field.below) return undefined;
  return spot.wanted.find(
    (each) => !each.below && isAlways(each.guard) && isSameField(each, field) && wanting.isBefore(each.part, part),
  );
}
