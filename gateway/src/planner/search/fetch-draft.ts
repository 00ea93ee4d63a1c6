import type { ArgumentNode, TypeNode } from 'graphql';
import type { Guard } from '../../plan/guard.js';
import type { ContextValue, Input, Path } from '../../plan/plan.js';

/** A field that a fetch asks for. */
export interface SelectedField {
  readonly name: string;
  readonly args: readonly ArgumentNode[];
  /** As its subgraph has it; undefined of `__typename`. */
  readonly type: TypeNode | undefined;
  /** What is asked of the objects that it leads to. */
  readonly place: FetchPlace | undefined;
  /** When, of an object that is there; it grows with what needs the field. */
  guard: Guard;
}

/** The fields that are asked of objects of one type at one place, by the keys that the data is to have them under. */
export type SelectedFields = Map<string, SelectedField>;

/** What a fetch asks of the objects at one place. */
export class FetchPlace {
  readonly #types = new Map<string, SelectedFields>();

  /**
   * @param general the type of the field that leads to the place, as its subgraph has it.
   * @param only the type of the place where all objects are of that one; undefined where they have to be told apart.
   * @param asksType whether the objects are to say of which type they are, since the supergraph does not.
   */
  constructor(
    readonly general: string,
    readonly only: string | undefined,
    readonly asksType: boolean,
  ) {}

  /** The fields of a type that the subgraph calls so. */
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

/** What all drafts of fetches have. */
interface AnyDraft {
  /** The subgraph's name. */
  readonly subgraph: string;
  /** The fetches that must be answered before. */
  readonly after: ReadonlySet<FetchDraft>;
  /** How many fetches come before it, one after another. */
  readonly level: number;
  readonly part: string | undefined;
  readonly path: Path;
  readonly fields: SelectedFields;
}

/** A fetch of fields of the root, as it is found to be needed. */
export interface RootDraft extends AnyDraft {
  readonly kind: 'root';
  /** The root's type. */
  readonly type: string;
  readonly place: FetchPlace;
}

/** A fetch about the entities of one type at a place. */
export interface EntityDraft extends AnyDraft {
  readonly kind: 'entities';
  readonly type: string;
  /** What the subgraph calls the type. */
  readonly as: string;
  readonly inputs: Input[];
  readonly context: readonly TakenValue[];
  /** What is asked of the entities by their own types, where the type is an interface. */
  place?: FetchPlace;
}

export type FetchDraft = RootDraft | EntityDraft;

/** The level of a fetch that comes after others. */
export function levelAfter(after: Iterable<FetchDraft>): number {
  let level = 0;
  for (const draft of after) level = Math.max(level, draft.level + 1);
  return level;
}
