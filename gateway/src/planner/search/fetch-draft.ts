import type { ArgumentNode, TypeNode } from 'graphql';
import type { Guard } from '../../plan/guard.js';
import type { ContextValue, Input, Path } from '../../plan/plan.js';

/** A field in a fetch. */
export interface SelectedField {
  readonly name: string;
  readonly args: readonly ArgumentNode[];
  /** The type in its subgraph; undefined for `__typename`. */
  readonly type: TypeNode | undefined;
  /** The selection of its objects. */
  readonly place: FetchPlace | undefined;
  /** The conditions under which the field is needed on an object; each further use of the field widens them. */
  guard: Guard;
}

/** The selected fields on objects of one type at one path, by their keys in the data. */
export type SelectedFields = Map<string, SelectedField>;

/** The selection of a fetch on the objects at one path. */
export class FetchPlace {
  readonly #types = new Map<string, SelectedFields>();

  /**
   * @param general the type of the field that leads to the place, in its subgraph.
   * @param only the type of all objects there; undefined if there are several types.
   * @param asksType whether to select `__typename`, because the supergraph does not decide the type.
   */
  constructor(
    readonly general: string,
    readonly only: string | undefined,
    readonly asksType: boolean,
  ) {}

  /** The fields of a type, by its name in the subgraph. */
  of(type: string): SelectedFields {
    let fields = this.#types.get(type);
    if (!fields) this.#types.set(type, (fields = new Map<string, SelectedField>()));
    return fields;
  }

  get types(): ReadonlyMap<string, SelectedFields> {
    return this.#types;
  }
}

/** A value that a fetch takes from the context, and the type of its variable. */
export type TakenValue = ContextValue & { readonly type: TypeNode };

/** The common properties of drafts. */
interface AnyDraft {
  /** The subgraph's name. */
  readonly subgraph: string;
  /** The fetches whose answers must come first. */
  readonly after: ReadonlySet<FetchDraft>;
  /** The length of the longest chain of fetches before it. */
  readonly level: number;
  readonly part: string | undefined;
  readonly path: Path;
  readonly fields: SelectedFields;
}

/** A planned fetch of root fields. */
export interface RootDraft extends AnyDraft {
  readonly kind: 'root';
  /** The root's type. */
  readonly type: string;
  readonly place: FetchPlace;
}

/** A planned fetch of the entities of one type at a path. */
export interface EntityDraft extends AnyDraft {
  readonly kind: 'entities';
  readonly type: string;
  /** The subgraph's name of the type. */
  readonly as: string;
  readonly inputs: Input[];
  readonly context: readonly TakenValue[];
  /** The selection on the entities' concrete types, if the type is an interface. */
  place?: FetchPlace;
}

export type FetchDraft = RootDraft | EntityDraft;

/** The level of a fetch that comes after others. */
export function levelAfter(after: Iterable<FetchDraft>): number {
  let level = 0;
  for (const draft of after) level = Math.max(level, draft.level + 1);
  return level;
}
