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
  /** The way to the place, and on to the objects of the type where there are others. */
  readonly place: Path;
  readonly path: Path;
  readonly above: Spot | undefined;
  readonly visits: Visit[];
  /** The visits in which fields are computed from what is sent along, by the subgraph and that. */
  readonly computing: Map<string, Visit>;
  /** What is wanted of the objects in the end. */
  readonly wanted: readonly Wanted[];
  /** The subgraphs of which any may be asked for the objects. */
  readonly candidates: ReadonlySet<JoinedSubgraph>;
}

/** What a subgraph can be asked of an object in one fetch. */
export interface Visit extends AskedSubgraph {
  /** The fetch; what it gives can be sent in those after it. */
  readonly draft: FetchDraft;
  readonly fields: SelectedFields;
  /** The fields that are sent in the fetch, which are asked for whenever something is asked in it. */
  readonly inputs: Use[];
  /** When something is asked in it. */
  guard: Guard;
  /** Whether a field can be asked for; where objects of other types are asked the same, only what is wanted of all. */
  readonly takes?: (wanted: Wanted) => boolean;
  /** The arguments that the field it is for has from the context. */
  readonly given?: readonly ArgumentNode[];
}

/** A field that a visit has been asked for. */
export interface Use {
  readonly visit: Visit;
  readonly field: SelectedField;
}

/** Why and when a subgraph is asked. */
export interface Asking {
  readonly guard: Guard;
  readonly part: string | undefined;
}

/**
 * What something is wanted for: the fields that are computed from it, as `Type.field`, and the keys that it completes.
 * What is wanted for them is not got by them.
 */
export type Pending = ReadonlySet<string | SelectionSetNode>;

/** What was not answered of something that was wanted, and what the rest is answered by. */
export interface Outcome<Left> {
  readonly left: Left;
  /** The fields that were asked for of the same objects. */
  readonly uses: readonly Use[];
  /** All fetches that answer something of it. */
  readonly drafts: ReadonlySet<FetchDraft>;
}

/** Notes that something is asked in a visit, so that what it needs is there. */
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

/** Whether a field can be asked for in a visit under its key. */
export function isFree({ fields, takes }: Visit, wanted: Wanted): boolean {
  const known = fields.get(wanted.key);
  if (known && !isSameField(known, wanted)) return false;
  return takes?.(wanted) ?? true;
}

/**
 * What the caller is answered anyway that is the same value, whatever its conditions.
 * @param part what the value is for.
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
