import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import type { Input } from '../../plan/plan.js';
import { type EntityDraft, type FetchDraft, levelAfter, type SelectedFields, type TakenValue } from './fetch-draft.js';
import { inputsOf } from './inputs.js';
import type { Planning } from './planning.js';
import { answeredAnyway, type Asking, isFree, type Spot, type Use, type Visit } from './spot.js';
import type { Wanted } from './wanted.js';

/** What is sent of objects, the fields that give it, and the fetches that these come from. */
export interface Sent {
  readonly inputs: readonly Input[];
  readonly uses: readonly Use[];
  readonly drafts: ReadonlySet<FetchDraft>;
}

/** Reaches subgraphs about objects by the keys that these have there. */
export class Keys {
  constructor(private readonly planning: Planning) {}

  /** Whether what a visit gives is there when something is asked. */
  isBefore({ draft }: Visit, { part }: Pick<Asking, 'part'>): boolean {
    return this.planning.wanting.isBefore(draft.part, part);
  }

  /**
   * Asks a subgraph about an entity by one of its keys, or for fields of the root.
   * @param reaching the subgraphs that it is asked for a key of.
   */
  reach(
    spot: Spot,
    subgraph: JoinedSubgraph,
    asking: Asking,
    accepts: (visit: Visit) => boolean,
    reaching: ReadonlySet<JoinedSubgraph> = new Set(),
  ): Visit | undefined {
    const known = spot.visits.find(
      (visit) => visit.subgraph === subgraph && visit.draft.part === asking.part && accepts(visit),
    );
    if (known) return known;
    if (this.planning.isRoot(spot.type)) return this.planning.begin(spot, subgraph, asking);
    const key = this.known(spot, subgraph, asking, new Set([...reaching, subgraph]));
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
  known(spot: Spot, subgraph: JoinedSubgraph, asking: Asking, reaching: ReadonlySet<JoinedSubgraph>): Sent | undefined {
    const keys = subgraph.resolvableKeys(subgraph.nameOf(spot.type));
    const known = keys.filter((key) => this.#isKnown(spot, key, asking));
    for (const key of [...known, ...keys]) {
      const sent = this.#sent(spot, key, asking, reaching);
      if (sent) return sent;
    }
    return undefined;
  }

  /** Whether subgraphs that are asked anyway give all of some key of a subgraph. */
  hasKnown(spot: Spot, subgraph: JoinedSubgraph, asking: Asking): boolean {
    return subgraph.resolvableKeys(subgraph.nameOf(spot.type)).some((key) => this.#isKnown(spot, key, asking));
  }

  #isKnown(spot: Spot, { selections }: SelectionSetNode, asking: Asking): boolean {
    const { answering } = this.planning;
    return selections.every(
      (field) =>
        field.kind === Kind.FIELD &&
        spot.visits.some((visit) => this.isBefore(visit, asking) && answering.gives(visit, spot.type, field)),
    );
  }

  #sent(spot: Spot, key: SelectionSetNode, asking: Asking, reaching: ReadonlySet<JoinedSubgraph>): Sent | undefined {
    const { inputs, selecting, wanting, names } = this.planning;
    const given: { readonly visit: Visit; readonly field: FieldNode }[] = [];
    for (const field of key.selections) {
      if (field.kind !== Kind.FIELD) return undefined;
      if (field.name.value === '__typename') continue;
      const visit = this.#giver(spot, field, asking, reaching);
      if (!visit) return undefined;
      given.push({ visit, field });
    }
    const prefix = names.of('key');
    const sources = new Map<string, string>();
    const uses: Use[] = [];
    // The objects must be there, whatever their key is.
    const drafts = new Set<FetchDraft>(spot.visits.slice(0, 1).map(({ draft }) => draft));
    for (const { visit, field } of given) {
      const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [field] };
      const { part } = visit.draft;
      const [wanted] = inputs.of(spot.type, set, part) as [Wanted];
      const shared = answeredAnyway(spot, wanted, part, wanting)?.key;
      const isShared = shared !== undefined && isFree(visit, { ...wanted, key: shared });
      const source = isShared ? shared : prefix + wanted.key;
      sources.set(wanted.key, source);
      const outcome = selecting.select(spot, visit, { ...wanted, key: source, guard: asking.guard }, new Set());
      uses.push(...outcome.uses);
      for (const draft of outcome.drafts) drafts.add(draft);
    }
    return { inputs: inputsOf(key, (name) => sources.get(name) ?? name), uses, drafts };
  }

  /** A visit in which a subgraph gives a field of a key; a new one where it has to be asked for that first. */
  #giver(spot: Spot, field: FieldNode, asking: Asking, reaching: ReadonlySet<JoinedSubgraph>): Visit | undefined {
    const { supergraph, answering } = this.planning;
    const gives = (visit: Visit) => answering.gives(visit, spot.type, field);
    const known = spot.visits.find((visit) => this.isBefore(visit, asking) && gives(visit));
    if (known) return known;
    for (const subgraph of supergraph.subgraphs) {
      if (reaching.has(subgraph) || !answering.gives({ subgraph, granted: [] }, spot.type, field)) continue;
      const visit = this.reach(spot, subgraph, asking, gives, reaching);
      if (visit) return visit;
    }
    return undefined;
  }
}
