import { Kind, type SelectionSetNode } from 'graphql';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import type { Input } from '../../plan/plan.js';
import { type EntityDraft, type FetchDraft, levelAfter, type SelectedFields, type TakenValue } from './fetch-draft.js';
import { KeyFields } from './key-fields.js';
import { none } from './nested-keys.js';
import type { Planning } from './planning.js';
import type { Asking, Pending, Spot, Use, Visit } from './spot.js';

/** The inputs sent for objects, the fields that give them, and the fetches of these fields. */
export interface Sent {
  readonly inputs: readonly Input[];
  readonly uses: readonly Use[];
  readonly drafts: ReadonlySet<FetchDraft>;
}

/** The purpose for which a subgraph is queried about objects. */
export interface Reaching {
  readonly pending: Pending;
  /** The subgraphs that wait for a key of the same objects, which must not be asked for it. */
  readonly without: ReadonlySet<JoinedSubgraph>;
}

/** Plans entity fetches by the keys that the objects have at a path. */
export class Keys {
  readonly #fields: KeyFields;

  constructor(private readonly planning: Planning) {
    this.#fields = new KeyFields(planning);
  }

  /** Whether a visit's fields are answered before a fetch. */
  isBefore({ draft }: Visit, { part }: Pick<Asking, 'part'>): boolean {
    return this.planning.wanting.isBefore(draft.part, part);
  }

  /** Plans a fetch of an entity by one of its keys, or of root fields. */
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

  /** Plans a fetch of entities by their inputs. */
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

  /** The inputs for a key by which a subgraph can be queried: preferably one that other fetches return anyway. */
  known(spot: Spot, subgraph: JoinedSubgraph, asking: Asking, { pending, without }: Reaching): Sent | undefined {
    const reaching = { pending, without: new Set([...without, subgraph]) };
    for (const key of this.#inOrder(spot, subgraph, asking, reaching)) {
      const sent = this.#fields.sent(spot, key, asking, reaching);
      if (sent) return sent;
    }
    return undefined;
  }

  /** Whether planned fetches return some key of a subgraph completely. */
  hasKnown(spot: Spot, subgraph: JoinedSubgraph, asking: Asking): boolean {
    return subgraph.resolvableKeys(subgraph.nameOf(spot.type)).some((key) => this.#isKnown(spot, key, asking));
  }

  /** Whether a subgraph can be queried only after nested objects of its key are completed. */
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

  /** The keys of a subgraph: first keys that are fetched already, last keys with nested objects to complete. */
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

  /** The visits that are answered before a fetch. */
  #asked({ visits }: Spot, asking: Asking): Visit[] {
    return visits.filter((visit) => this.isBefore(visit, asking));
  }
}
