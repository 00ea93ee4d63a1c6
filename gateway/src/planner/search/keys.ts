import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { either } from '../../plan/guard.js';
import type { Input } from '../../plan/plan.js';
import type { AskedSubgraph } from './answering.js';
import { type EntityDraft, type FetchDraft, levelAfter, type SelectedFields, type TakenValue } from './fetch-draft.js';
import { inputsOf } from './inputs.js';
import type { Planning } from './planning.js';
import {
  answeredAnyway,
  type Asking,
  isFree,
  type Outcome,
  type Pending,
  type Spot,
  type Use,
  type Visit,
  widen,
} from './spot.js';
import type { Wanted } from './wanted.js';

/** What is sent of objects, the fields that give it, and the fetches that these come from. */
export interface Sent {
  readonly inputs: readonly Input[];
  readonly uses: readonly Use[];
  readonly drafts: ReadonlySet<FetchDraft>;
}

/** A field of a key as it is sent, and the key that the data has it under. */
interface GivenField extends Pick<Outcome<unknown>, 'uses' | 'drafts'> {
  readonly source: string;
}

interface KeyField {
  readonly key: SelectionSetNode;
  readonly field: FieldNode;
}

/** Reaches subgraphs about objects by the keys that these have there. */
export class Keys {
  /** The fields that visits give and others complete, by the keys that the data has them under. */
  readonly #completed = new WeakMap<Visit, Map<string, GivenField>>();

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
    pending: Pending,
    reaching: ReadonlySet<JoinedSubgraph> = new Set(),
  ): Visit | undefined {
    const known = spot.visits.find(
      (visit) => visit.subgraph === subgraph && visit.draft.part === asking.part && accepts(visit),
    );
    if (known) return known;
    if (this.planning.isRoot(spot.type)) return this.planning.begin(spot, subgraph, asking);
    const key = this.known(spot, subgraph, asking, new Set([...reaching, subgraph]), pending);
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
  known(
    spot: Spot,
    subgraph: JoinedSubgraph,
    asking: Asking,
    reaching: ReadonlySet<JoinedSubgraph>,
    pending: Pending,
  ): Sent | undefined {
    const keys = subgraph.resolvableKeys(subgraph.nameOf(spot.type));
    const known = keys.filter((key) => this.#isKnown(spot, key, asking));
    for (const key of [...known, ...keys]) {
      if (isNested(key) && !known.includes(key) && !this.#canBeKnown(spot, key, asking, reaching, pending)) continue;
      const sent = this.#sent(spot, key, asking, reaching, pending);
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

  #canBeKnown(
    spot: Spot,
    key: SelectionSetNode,
    asking: Asking,
    reaching: ReadonlySet<JoinedSubgraph>,
    pending: Pending,
  ): boolean {
    const asked = spot.visits.filter((visit) => this.isBefore(visit, asking));
    return this.planning.nestedKeys.canBeKnown(asked, spot.type, key, reaching, pending);
  }

  #sent(
    spot: Spot,
    key: SelectionSetNode,
    asking: Asking,
    reaching: ReadonlySet<JoinedSubgraph>,
    pending: Pending,
  ): Sent | undefined {
    const given: { readonly visit: Visit; readonly field: FieldNode }[] = [];
    for (const field of key.selections) {
      if (field.kind !== Kind.FIELD) return undefined;
      if (field.name.value === '__typename') continue;
      const visit = this.#giver(spot, { key, field }, asking, reaching, pending);
      if (!visit) return undefined;
      given.push({ visit, field });
    }
    const sources = new Map<string, string>();
    const uses: Use[] = [];
    // The objects must be there, whatever their key is.
    const drafts = new Set<FetchDraft>(spot.visits.slice(0, 1).map(({ draft }) => draft));
    for (const { visit, field } of given) {
      const isWhole = this.planning.answering.gives(visit, spot.type, field);
      const part = isWhole
        ? this.#give(spot, visit, field, asking)
        : this.#complete(spot, visit, { key, field }, asking, pending);
      if (!part) return undefined;
      sources.set(field.name.value, part.source);
      uses.push(...part.uses);
      for (const draft of part.drafts) drafts.add(draft);
    }
    return { inputs: inputsOf(key, (name) => sources.get(name) ?? name), uses, drafts };
  }

  /** Has a visit give all of a field of a key. */
  #give(spot: Spot, visit: Visit, field: FieldNode, { guard }: Asking): GivenField {
    const { selecting, wanting, names } = this.planning;
    const wanted = this.#wantedOf(spot, visit, field);
    const shared = answeredAnyway(spot, wanted, visit.draft.part, wanting)?.key;
    const isShared = shared !== undefined && isFree(visit, { ...wanted, key: shared });
    const source = isShared ? shared : names.of('key') + wanted.key;
    return { source, ...selecting.select(spot, visit, { ...wanted, key: source, guard }, new Set()) };
  }

  /** Has a visit give a field of a key in part, and others the rest of the objects that it leads to. */
  #complete(
    spot: Spot,
    visit: Visit,
    { key, field }: KeyField,
    { guard }: Asking,
    pending: Pending,
  ): GivenField | undefined {
    const { selecting, names } = this.planning;
    const wanted = this.#wantedOf(spot, visit, field);
    // Nothing else is under this key, so that no two subgraphs give the items of one list.
    const source = names.forSet({ kind: Kind.SELECTION_SET, selections: [field] }) + wanted.key;
    let completed = this.#completed.get(visit);
    if (!completed) this.#completed.set(visit, (completed = new Map<string, GivenField>()));
    const known = completed.get(source);
    if (known) {
      for (const use of known.uses) use.field.guard = either(use.field.guard, guard);
      widen(visit, guard);
      return known;
    }
    const { left, ...outcome } = selecting.select(
      spot,
      visit,
      { ...wanted, key: source, guard },
      new Set([...pending, key]),
    );
    if (left) return undefined;
    const given = { source, ...outcome };
    completed.set(source, given);
    return given;
  }

  #wantedOf({ type }: Spot, { draft: { part } }: Visit, field: FieldNode): Wanted {
    const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [field] };
    const [wanted] = this.planning.inputs.of(type, set, part) as [Wanted];
    return wanted;
  }

  /** A visit in which a subgraph gives a field of a key; a new one where it has to be asked for that first. */
  #giver(
    spot: Spot,
    { key, field }: KeyField,
    asking: Asking,
    reaching: ReadonlySet<JoinedSubgraph>,
    pending: Pending,
  ): Visit | undefined {
    const { answering, nestedKeys } = this.planning;
    const gives = (asked: AskedSubgraph) => answering.gives(asked, spot.type, field);
    const completes = (asked: AskedSubgraph) => nestedKeys.completes(asked, spot.type, field, key, pending);
    return (
      this.#visitThat(spot, gives, asking, reaching, pending) ??
      (field.selectionSet && this.#visitThat(spot, completes, asking, reaching, pending))
    );
  }

  /** A visit of which something holds: one that is known, else a new one. */
  #visitThat(
    spot: Spot,
    holds: (asked: AskedSubgraph) => boolean,
    asking: Asking,
    reaching: ReadonlySet<JoinedSubgraph>,
    pending: Pending,
  ): Visit | undefined {
    const known = spot.visits.find((visit) => this.isBefore(visit, asking) && holds(visit));
    if (known) return known;
    for (const subgraph of this.planning.supergraph.subgraphs) {
      if (reaching.has(subgraph) || !holds({ subgraph, granted: [] })) continue;
      const visit = this.reach(spot, subgraph, asking, holds, pending, reaching);
      if (visit) return visit;
    }
    return undefined;
  }
}

function isNested({ selections }: SelectionSetNode): boolean {
  return selections.some((each) => each.kind === Kind.FIELD && each.selectionSet !== undefined);
}
