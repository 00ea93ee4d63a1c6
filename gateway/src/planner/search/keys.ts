import { Kind, type SelectionSetNode } from 'graphql';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import type { Input } from '../../plan/plan.js';
import { type EntityDraft, type FetchDraft, levelAfter, type SelectedFields, type TakenValue } from './fetch-draft.js';
import { KeyFields } from './key-fields.js';
import { none } from './nested-keys.js';
import type { Planning } from './planning.js';
import type { Asking, Pending, Spot, Use, Visit } from './spot.js';

/** What is sent of objects, the fields that give it, and the fetches that these come from. */
export interface Sent {
  readonly inputs: readonly Input[];
  readonly uses: readonly Use[];
  readonly drafts: ReadonlySet<FetchDraft>;
}

/** For what a subgraph is asked about objects. */
export interface Reaching {
  readonly pending: Pending;
  /** The subgraphs that it is asked for a key of, about the same objects. */
  readonly without: ReadonlySet<JoinedSubgraph>;
}

/** Reaches subgraphs about objects by the keys that these have there. */
export class Keys {
  readonly #fields: KeyFields;

  constructor(private readonly planning: Planning) {
    this.#fields = new KeyFields(planning);
  }

  /** Whether what a visit gives is there when something is asked. */
  isBefore({ draft }: Visit, { part }: Pick<Asking, 'part'>): boolean {
    return this.planning.wanting.isBefore(draft.part, part);
  }

  /** Asks a subgraph about an entity by one of its keys, or for fields of the root. */
  reach(
    spot: Spot,
    subgraph: JoinedSubgraph,
    asking: Asking,
    accepts: (visit: Visit) => boolean,
    reaching: Reaching,
  ): Visit | undefined {
    const known = spot.visits.find(
      (visit) => visit.subgraph === subgraph && visit.draft.part === asking.part && accepts(visit),
    );
    if (known) return known;
    if (this.planning.isRoot(spot.type)) return this.planning.begin(spot, subgraph, asking);
    const key = this.known(spot, subgraph, asking, reaching);
    if (!key) return undefined;
    const visit = this.ask(spot, subgraph, asking, key);
    spot.visits.push(visit);
    return visit;
  }

  /** Asks a subgraph about entities by what is sent of them. */
  ask(
    { type, place: path }: Spot,
    subgraph: JoinedSubgraph,
    { part }: Asking,
    { inputs, uses, drafts: after, context = [] }: Sent & { readonly context?: readonly TakenValue[] },
  ): Visit {
    const as = subgraph.nameOf(type);
    const fields: SelectedFields = new Map();
    const draft: EntityDraft = {
      ...{
        kind: 'entities',
        subgraph: subgraph.name,
        type,
        as,
        inputs: [...inputs],
        context,
        after,
        part,
        path,
        fields,
      },
      level: levelAfter(after),
    };
    this.planning.drafts.push(draft);
    return { subgraph, draft, fields, granted: subgraph.keys(as), inputs: [...uses], guard: [] };
  }

  /** A key by which a subgraph can be asked, as it is sent, and what gives it: one that is known already, if there is. */
  known(spot: Spot, subgraph: JoinedSubgraph, asking: Asking, { pending, without }: Reaching): Sent | undefined {
    const reaching = { pending, without: new Set([...without, subgraph]) };
    for (const key of this.#inOrder(spot, subgraph, asking, reaching)) {
      const sent = this.#fields.sent(spot, key, asking, reaching);
      if (sent) return sent;
    }
    return undefined;
  }

  /** Whether subgraphs that are asked anyway give all of some key of a subgraph. */
  hasKnown(spot: Spot, subgraph: JoinedSubgraph, asking: Asking): boolean {
    return subgraph.resolvableKeys(subgraph.nameOf(spot.type)).some((key) => this.#isKnown(spot, key, asking));
  }

  /** Whether a subgraph can be asked only after nested objects of its key are completed. */
  needCompleting(spot: Spot, subgraph: JoinedSubgraph, asking: Asking, without = none): boolean {
    const { supergraph, nestedKeys } = this.planning;
    if (!supergraph.hasNestedKeys(spot.type)) return false;
    return nestedKeys.needCompleting(spot.type, this.#asked(spot, asking), subgraph, without);
  }

  #isKnown(spot: Spot, { selections }: SelectionSetNode, asking: Asking): boolean {
    const { answering } = this.planning;
    return selections.every(
      (field) =>
        field.kind === Kind.FIELD &&
        spot.visits.some((visit) => this.isBefore(visit, asking) && answering.gives(visit, spot.type, field)),
    );
  }

  /** The keys of a subgraph: first those that are known, last those of which nested objects have to be completed. */
  #inOrder(spot: Spot, subgraph: JoinedSubgraph, asking: Asking, reaching: Reaching): readonly SelectionSetNode[] {
    const { supergraph, nestedKeys } = this.planning;
    const keys = subgraph.resolvableKeys(subgraph.nameOf(spot.type));
    const known = keys.filter((key) => this.#isKnown(spot, key, asking));
    if (!supergraph.hasNestedKeys(spot.type)) return [...known, ...keys];
    const objects = { type: spot.type, asked: this.#asked(spot, asking), ...reaching };
    const plain = keys.filter((key) => nestedKeys.canBeKnown({ ...objects, pending: undefined }, key));
    const able = keys.filter((key) => !plain.includes(key) && nestedKeys.canBeKnown(objects, key));
    return [...known, ...plain, ...able];
  }

  /** The visits that are there when something is asked. */
  #asked({ visits }: Spot, asking: Asking): Visit[] {
    return visits.filter((visit) => this.isBefore(visit, asking));
  }
}
