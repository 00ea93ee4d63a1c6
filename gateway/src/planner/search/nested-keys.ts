import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { Answering, AskedSubgraph } from './answering.js';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { namedType } from '../../supergraph/named-type.js';
import type { Pending } from './spot.js';

/**
 * Tells whether keys can be known of which no subgraph gives a nested object whole: other subgraphs complete that object,
 * by keys of its own, which may be nested too. It depends on the supergraph alone, and is known before anything is asked.
 */
export class NestedKeys {
  readonly #reached = new Map<string, readonly AskedSubgraph[]>();
  readonly #numbers = new Map<unknown, number>();

  /** @param count called for each key that is tried; what it throws ends the planning. */
  constructor(
    private readonly subgraphs: readonly JoinedSubgraph[],
    private readonly answering: Answering,
    private readonly count: () => void,
  ) {}

  /**
   * Whether all of a key of objects can be known.
   * @param asked the subgraphs that are asked about the objects.
   * @param without subgraphs that must not be asked for it.
   */
  canBeKnown(
    asked: readonly AskedSubgraph[],
    type: string,
    key: SelectionSetNode,
    without: ReadonlySet<JoinedSubgraph>,
    pending: Pending,
  ): boolean {
    return this.#isKnown(this.#reach(asked, type, without, pending), type, key, pending);
  }

  /** Whether a subgraph gives a field of a key in part, and the rest can be known of the objects that it leads to. */
  completes(asked: AskedSubgraph, type: string, field: FieldNode, key: SelectionSetNode, pending: Pending): boolean {
    return !pending.has(key) && this.#completes(asked, type, field, new Set([...pending, key]));
  }

  #isKnown(asked: readonly AskedSubgraph[], type: string, key: SelectionSetNode, pending: Pending): boolean {
    this.count();
    return key.selections.every(
      (field) =>
        field.kind === Kind.FIELD &&
        asked.some(
          (each) => this.answering.gives(each, type, field) || this.completes(each, type, field, key, pending),
        ),
    );
  }

  #completes(asked: AskedSubgraph, type: string, { name, selectionSet }: FieldNode, pending: Pending): boolean {
    const { subgraph } = asked;
    const field = subgraph.field(type, name.value);
    if (!field || !selectionSet || !this.answering.answers(asked, type, name.value)) return false;
    const granted = this.answering.grantedBelow(asked, type, name.value);
    return subgraph.possible(namedType(field.type)).every((inner) => {
      const all = this.#reach([{ subgraph, granted }], inner, new Set(), pending);
      return selectionSet.selections.every(
        (each) =>
          each.kind === Kind.FIELD &&
          all.some((one) => this.answering.gives(one, inner, each) || this.#completes(one, inner, each, pending)),
      );
    });
  }

  /** The subgraphs that are asked about objects, and those that can be asked then. */
  #reach(
    asked: readonly AskedSubgraph[],
    type: string,
    without: ReadonlySet<JoinedSubgraph>,
    pending: Pending,
  ): readonly AskedSubgraph[] {
    const visits = asked.map(({ subgraph, granted }) => [subgraph, ...granted].map((each) => this.#numberOf(each)));
    const key = JSON.stringify([
      type,
      visits,
      ...[without, pending].map((set) => [...set].map((each) => this.#numberOf(each))),
    ]);
    const known = this.#reached.get(key);
    if (known) return known;
    const all = [...asked];
    const isAsked = new Set([...without, ...asked.map(({ subgraph }) => subgraph)]);
    const next = () =>
      this.subgraphs.find(
        (subgraph) =>
          !isAsked.has(subgraph) &&
          subgraph.resolvableKeys(subgraph.nameOf(type)).some((each) => this.#isKnown(all, type, each, pending)),
      );
    for (let subgraph = next(); subgraph; subgraph = next()) {
      all.push({ subgraph, granted: [] });
      isAsked.add(subgraph);
    }
    this.#reached.set(key, all);
    return all;
  }

  #numberOf(each: unknown): number {
    let number = this.#numbers.get(each);
    if (number === undefined) this.#numbers.set(each, (number = this.#numbers.size));
    return number;
  }
}
