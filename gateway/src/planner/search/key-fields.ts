import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { either } from '../../plan/guard.js';
import type { AskedSubgraph } from './answering.js';
import type { FetchDraft } from './fetch-draft.js';
import { inputsOf } from './inputs.js';
import type { Reaching, Sent } from './keys.js';
import type { Planning } from './planning.js';
import { answeredAnyway, type Asking, isFree, type Outcome, type Spot, type Use, type Visit, widen } from './spot.js';
import type { Wanted } from './wanted.js';

/** A field of a key. */
interface KeyField {
  readonly key: SelectionSetNode;
  readonly field: FieldNode;
}

/** A field of a key to send, with its key in the data. */
interface GivenField extends Pick<Outcome<unknown>, 'uses' | 'drafts'> {
  readonly source: string;
}

/** A condition on a subgraph that is queried about objects. */
type Holds = (asked: AskedSubgraph) => boolean;

/** Plans the fields of keys, from subgraphs that are queried about the objects, or can be. */
export class KeyFields {
  /** The fields that visits give and others complete, by their keys in the data. */
  readonly #completed = new WeakMap<Visit, Map<string, GivenField>>();

  constructor(private readonly planning: Planning) {}

  /** The inputs for a key of objects; undefined if no subgraphs give the whole key. */
  sent(spot: Spot, key: SelectionSetNode, asking: Asking, reaching: Reaching): Sent | undefined {
    const given: { readonly visit: Visit; readonly field: FieldNode }[] = [];
    for (const field of key.selections) {
      if (field.kind !== Kind.FIELD) return undefined;
      if (field.name.value === '__typename') continue;
      const visit = this.#giver(spot, { key, field }, asking, reaching);
      if (!visit) return undefined;
      given.push({ visit, field });
    }
    const sources = new Map<string, string>();
    const uses: Use[] = [];
    // The objects must exist, whatever their key is.
    const drafts = new Set<FetchDraft>(spot.visits.slice(0, 1).map(({ draft }) => draft));
    for (const { visit, field } of given) {
      const part = this.planning.answering.gives(visit, spot.type, field)
        ? this.#give(spot, visit, field, asking)
        : this.#complete(spot, visit, { key, field }, asking, reaching);
      if (!part) return undefined;
      sources.set(field.name.value, part.source);
      uses.push(...part.uses);
      for (const draft of part.drafts) drafts.add(draft);
    }
    return { inputs: inputsOf(key, (name) => sources.get(name) ?? name), uses, drafts };
  }

  /** Adds a whole key field to a visit. */
  #give(spot: Spot, visit: Visit, field: FieldNode, { guard }: Asking): GivenField {
    const { selecting, wanting, names } = this.planning;
    const wanted = this.#wantedOf(spot, visit, field);
    const shared = answeredAnyway(spot, wanted, visit.draft.part, wanting)?.key;
    const isShared = shared !== undefined && isFree(visit, { ...wanted, key: shared });
    const source = isShared ? shared : names.of('key') + wanted.key;
    return { source, ...selecting.select(spot, visit, { ...wanted, key: source, guard }, new Set()) };
  }

  /** Adds a key field to a visit in part, and plans the rest from other subgraphs. */
  #complete(
    spot: Spot,
    visit: Visit,
    { key, field }: KeyField,
    { guard }: Asking,
    { pending }: Reaching,
  ): GivenField | undefined {
    const { selecting } = this.planning;
    const wanted = this.#wantedOf(spot, visit, field);
    const source = this.#sourceOf(field);
    let completed = this.#completed.get(visit);
    if (!completed) this.#completed.set(visit, (completed = new Map<string, GivenField>()));
    const known = completed.get(source);
    if (known) {
      for (const use of known.uses) use.field.guard = either(use.field.guard, guard);
      widen(visit, guard);
      return known;
    }
    const completing = new Set([...pending, key]);
    const { left, uses, drafts } = selecting.select(spot, visit, { ...wanted, key: source, guard }, completing);
    if (left) return undefined;
    const given = { source, uses, drafts };
    completed.set(source, given);
    return given;
  }

  /**
   * The key in the data of a field that is completed. It holds only this field: two subgraphs may return the same list
   * in different orders.
   */
  #sourceOf(field: FieldNode): string {
    return this.planning.names.forSet({ kind: Kind.SELECTION_SET, selections: [field] }) + field.name.value;
  }

  #wantedOf({ type }: Spot, { draft: { part } }: Visit, field: FieldNode): Wanted {
    const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [field] };
    const [wanted] = this.planning.inputs.of(type, set, part) as [Wanted];
    return wanted;
  }

  /**
   * A visit in which a subgraph gives a field, new if necessary. It gives the whole field, unless its fetch would need
   * nested objects to be completed first.
   */
  #giver(spot: Spot, { key, field }: KeyField, asking: Asking, reaching: Reaching): Visit | undefined {
    const { answering, nestedKeys, keys } = this.planning;
    const { type } = spot;
    const gives = (asked: AskedSubgraph) => answering.gives(asked, type, field);
    const completes = (asked: AskedSubgraph) => nestedKeys.completes(asked, type, field, key, reaching.pending);
    const known = (holds: Holds) => spot.visits.find((visit) => keys.isBefore(visit, asking) && holds(visit));
    const reached = (holds: Holds, isPlain: boolean) => this.#reached(spot, holds, isPlain, asking, reaching);
    return (
      spot.visits.find(
        (visit) => keys.isBefore(visit, asking) && this.#completed.get(visit)?.has(this.#sourceOf(field)),
      ) ??
      known(gives) ??
      reached(gives, true) ??
      known(completes) ??
      reached(completes, true) ??
      reached(gives, false) ??
      reached(completes, false)
    );
  }

  /** @param isPlain whether to try the subgraphs that need no completion of nested objects; else the others. */
  #reached(spot: Spot, holds: Holds, isPlain: boolean, asking: Asking, reaching: Reaching): Visit | undefined {
    const { keys, supergraph } = this.planning;
    for (const subgraph of supergraph.subgraphs) {
      if (reaching.without.has(subgraph) || !holds({ subgraph, granted: [] })) continue;
      if (keys.needCompleting(spot, subgraph, asking, reaching.without) === isPlain) continue;
      const visit = keys.reach(spot, subgraph, asking, holds, reaching);
      if (visit) return visit;
    }
    return undefined;
  }
}
