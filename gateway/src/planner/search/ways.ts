import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { isComputed } from '../../supergraph/subgraph-field.js';
import { none } from './nested-keys.js';
import type { Planning } from './planning.js';
import { type Asking, isFree, type Pending, type Spot, type Visit } from './spot.js';
import type { Wanted } from './wanted.js';

/** A way to fetch a field. */
interface Way {
  readonly subgraph: JoinedSubgraph;
  /** The estimated number of further fetches. */
  readonly cost: number;
  /** Plans it; undefined if that turns out to be impossible. */
  readonly visit: () => Visit | undefined;
}

/** Finds the ways to fetch a field of objects. */
export class Ways {
  constructor(private readonly planning: Planning) {}

  /**
   * The visits that can take a field, one of each subgraph, the one with the fewest further fetches first; for a
   * deferred fragment, visits of the enclosing parts last.
   * @param pending the fields and keys for which it is wanted.
   * @param first the subgraph to try before all others.
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

  /** The ways over existing visits, one of each subgraph. */
  #begun({ type }: Spot, wanted: Wanted, known: readonly Visit[]): Way[] {
    const ways = new Map<JoinedSubgraph, Way>();
    for (const visit of known) {
      const { subgraph } = visit;
      if (ways.has(subgraph) || visit.draft.part !== wanted.part) continue;
      // Of two ways with as many fetches, the one with an existing visit wins.
      const cost = this.planning.choice.fetchesBelow(visit, type, wanted) - 0.5;
      ways.set(subgraph, { subgraph, cost, visit: () => visit });
    }
    return [...ways.values()];
  }

  /** The ways over subgraphs that have no visit yet. */
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

  /** About how many fetches it takes to query a subgraph about objects: more if no queried subgraph returns its key. */
  #costOf(spot: Spot, subgraph: JoinedSubgraph, asking: Asking): number {
    if (this.planning.isRoot(spot.type)) return 1;
    const { keys } = this.planning;
    if (keys.hasKnown(spot, subgraph, asking)) return 1;
    return keys.needCompleting(spot, subgraph, asking) ? 3 : 2;
  }
}
