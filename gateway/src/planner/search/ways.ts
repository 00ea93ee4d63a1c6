import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { isComputed } from '../../supergraph/subgraph-field.js';
import { none } from './nested-keys.js';
import type { Planning } from './planning.js';
import { type Asking, isFree, type Pending, type Spot, type Visit } from './spot.js';
import type { Wanted } from './wanted.js';

/** A way to a field. */
interface Way {
  readonly subgraph: JoinedSubgraph;
  /** About how many more fetches it needs. */
  readonly cost: number;
  /** Goes it; undefined where that turns out not to be possible. */
  readonly visit: () => Visit | undefined;
}

/** The ways on which a field of objects can be asked for. */
export class Ways {
  constructor(private readonly planning: Planning) {}

  /**
   * The visits in which a field can be asked for, one of each subgraph, that after which the fewest fetches are left
   * first; for a deferred fragment, those of what it stands in last.
   * @param pending what it is wanted for.
   * @param first the subgraph that is asked before all others.
   */
  *visitsFor(spot: Spot, wanted: Wanted, pending: Pending, first?: JoinedSubgraph): Iterable<Visit> {
    const { answering, keys } = this.planning;
    const known = spot.visits.filter(
      (visit) =>
        answering.answers(visit, spot.type, wanted.name) && isFree(visit, wanted) && keys.isBefore(visit, wanted),
    );
    const [same] = known;
    if (same && !wanted.below && same.draft.part === wanted.part) {
      yield known.find(({ fields, draft }) => fields.has(wanted.key) && draft.part === wanted.part) ?? same;
      return;
    }
    const begun = this.#begun(spot, wanted, known);
    const asked = new Set(begun.map(({ subgraph }) => subgraph));
    const ways = [...begun, ...this.#others(spot, wanted, pending, asked)];
    ways.sort(
      (one, other) => Number(other.subgraph === first) - Number(one.subgraph === first) || one.cost - other.cost,
    );
    for (const way of ways) {
      const visit = way.visit();
      if (visit) yield visit;
    }
    for (const visit of known) if (visit.draft.part !== wanted.part) yield visit;
  }

  /** The ways over visits that are known, one of each subgraph. */
  #begun({ type }: Spot, wanted: Wanted, known: readonly Visit[]): Way[] {
    const ways = new Map<JoinedSubgraph, Way>();
    for (const visit of known) {
      const { subgraph } = visit;
      if (ways.has(subgraph) || visit.draft.part !== wanted.part) continue;
      // Of two ways that need as many fetches, the one that is begun already is taken.
      const cost = this.planning.choice.fetchesBelow(visit, type, wanted) - 0.5;
      ways.set(subgraph, { subgraph, cost, visit: () => visit });
    }
    return [...ways.values()];
  }

  /** The ways over subgraphs that would have to be asked for the field. */
  #others(spot: Spot, wanted: Wanted, pending: Pending, asked: ReadonlySet<JoinedSubgraph>): readonly Way[] {
    const { supergraph, answering, choice, keys, computed } = this.planning;
    const { type } = spot;
    const place = `${type}.${wanted.name}`;
    return supergraph.subgraphs.flatMap((subgraph): Way[] => {
      if (asked.has(subgraph) || !answering.isOwn(subgraph, type, wanted.name)) return [];
      const field = subgraph.field(type, wanted.name);
      const isFromOthers = field !== undefined && isComputed(field);
      if (isFromOthers && pending.has(place)) return [];
      const below = choice.fetchesBelow({ subgraph, granted: [] }, type, wanted);
      const visit = () =>
        isFromOthers
          ? computed.visitFor(spot, subgraph, field, wanted, new Set([...pending, place]))
          : keys.reach(spot, subgraph, wanted, (each) => isFree(each, wanted), { pending, without: none });
      return [{ subgraph, cost: this.#costOf(spot, subgraph, wanted) + below, visit }];
    });
  }

  /** About how many fetches it takes to ask a subgraph of objects: more where nobody who was asked has its key. */
  #costOf(spot: Spot, subgraph: JoinedSubgraph, asking: Asking): number {
    if (this.planning.isRoot(spot.type)) return 1;
    const { keys } = this.planning;
    if (keys.hasKnown(spot, subgraph, asking)) return 1;
    return keys.needCompleting(spot, subgraph, asking) ? 3 : 2;
  }
}
