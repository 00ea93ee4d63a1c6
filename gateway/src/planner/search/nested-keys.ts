import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { Answering, AskedSubgraph } from './answering.js';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { namedType } from '../../supergraph/named-type.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import type { Pending } from './spot.js';

/** The empty set of subgraphs. */
export const none: ReadonlySet<JoinedSubgraph> = new Set();

/** Objects of a type, with the subgraphs that may give their keys. */
export interface KeyedObjects {
  readonly type: string;
  /** The subgraphs that are queried about the objects. */
  readonly asked: readonly AskedSubgraph[];
  /** The subgraphs that must not be queried. */
  readonly without: ReadonlySet<JoinedSubgraph>;
  /** The fields and keys for which the keys are wanted; undefined if no object may be completed for them. */
  readonly pending: Pending | undefined;
}

/**
 * Decides whether a key can be fetched if no subgraph returns one of its nested objects whole: other subgraphs then
 * complete that object by its keys, which may be nested too. The result depends on the supergraph alone.
 */
export class NestedKeys {
  readonly #reached = new Map<string, readonly AskedSubgraph[]>();
  readonly #numbers = new Map<unknown, number>();

  /** @param count called for each key that is tried; an error that it throws ends the planning. */
  constructor(
    private readonly supergraph: Supergraph,
    private readonly answering: Answering,
    private readonly count: () => void,
  ) {}

  /** Whether a key of objects can be fetched completely. */
  canBeKnown(objects: KeyedObjects, key: SelectionSetNode): boolean {
    return this.#isKnown({ ...objects, asked: this.#reach(objects) }, key);
  }

  /** Whether a subgraph can be queried only after nested objects of its key are completed. */
  needCompleting(type: string, asked: readonly AskedSubgraph[], subgraph: JoinedSubgraph, without = none): boolean {
    if (!this.supergraph.hasNestedKeys(type)) return false;
    const plain = this.#reach({ type, asked, without, pending: undefined });
    return !plain.some((each) => each.subgraph === subgraph);
  }

  /** Whether a subgraph gives a key field in part, and the rest can be fetched for the field's objects. */
  completes(asked: AskedSubgraph, type: string, field: FieldNode, key: SelectionSetNode, pending: Pending): boolean {
    return !pending.has(key) && this.#completes(asked, type, field, new Set([...pending, key]));
  }

  #isKnown({ asked, type, pending }: KeyedObjects, key: SelectionSetNode): boolean {
    this.count();
    return key.selections.every(
      (field) =>
        field.kind === Kind.FIELD &&
        asked.some(
          (each) =>
            this.answering.gives(each, type, field) ||
            (pending !== undefined && this.completes(each, type, field, key, pending)),
        ),
    );
  }

  #completes(asked: AskedSubgraph, type: string, { name, selectionSet }: FieldNode, pending: Pending): boolean {
    const { subgraph } = asked;
    const field = subgraph.field(type, name.value);
    if (!field || !selectionSet || !this.answering.answers(asked, type, name.value)) return false;
    const granted = this.answering.grantedBelow(asked, type, name.value);
    return subgraph.possible(namedType(field.type)).every((inner) => {
      const all = this.#reach({ asked: [{ subgraph, granted }], type: inner, without: none, pending });
      return selectionSet.selections.every(
        (each) =>
          each.kind === Kind.FIELD &&
          all.some((one) => this.answering.gives(one, inner, each) || this.#completes(one, inner, each, pending)),
      );
    });
  }

  /** The subgraphs that are queried about objects, and the subgraphs that can be queried next. */
  #reach(objects: KeyedObjects): readonly AskedSubgraph[] {
    const { asked, type, without, pending } = objects;
    const visits = asked.map(({ subgraph, granted }) => this.#numbersOf([subgraph, ...granted]));
    // The order of pending keys does not matter.
    const sets = [without, pending].map((set) => set && this.#numbersOf(set).sort((one, other) => one - other));
    const key = JSON.stringify([type, visits, sets]);
    const known = this.#reached.get(key);
    if (known) return known;
    const all = [...asked];
    const isAsked = new Set([...without, ...asked.map(({ subgraph }) => subgraph)]);
    const next = () =>
      this.supergraph.subgraphs.find((subgraph) => {
        if (isAsked.has(subgraph)) return false;
        const keys = subgraph.resolvableKeys(subgraph.nameOf(type));
        return keys.some((each) => this.#isKnown({ ...objects, asked: all }, each));
      });
    for (let subgraph = next(); subgraph; subgraph = next()) {
      all.push({ subgraph, granted: [] });
      isAsked.add(subgraph);
    }
    this.#reached.set(key, all);
    return all;
  }

  #numbersOf(all: Iterable<unknown>): number[] {
    return [...all].map((each) => {
      let number = this.#numbers.get(each);
      if (number === undefined) this.#numbers.set(each, (number = this.#numbers.size));
      return number;
    });
  }
}
