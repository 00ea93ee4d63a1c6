import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { always } from '../../plan/guard.js';
import type { Path } from '../../plan/plan.js';
import type { AskedSubgraph } from './answering.js';
import type { FetchDraft, FetchPlace } from './fetch-draft.js';
import type { Planning } from './planning.js';
import type { Pending, Spot, Visit } from './spot.js';
import { isWantedOfAll, type Wanted, withWantedOfAny } from './wanted.js';

/** The part of a fetch at one path. */
export interface PlaceVisit extends AskedSubgraph {
  readonly draft: FetchDraft;
  readonly place: FetchPlace;
  readonly path: Path;
  /** The objects whose field leads there. */
  readonly above: Spot;
  /** The subgraphs that answer the field equally. */
  readonly candidates: ReadonlySet<JoinedSubgraph>;
}

/** The unanswered fields of each type's objects at a path, and the fetches that answer the rest. */
interface PlaceOutcome {
  readonly left: ReadonlyMap<string, readonly Wanted[]>;
  readonly drafts: ReadonlySet<FetchDraft>;
}

/** Plans the fields below a field, for each type of its objects. */
export class Places {
  constructor(private readonly planning: Planning) {}

  /**
   * @param general the type of the field that leads to the place, in its subgraph.
   * @param possible the object types that can occur there.
   */
  select(
    at: PlaceVisit,
    general: string,
    possible: readonly string[],
    below: (type: string) => readonly Wanted[],
    pending: Pending,
  ): PlaceOutcome {
    const { supergraph, untyped: ofInterfaces } = this.planning;
    const { subgraph, place, granted } = at;
    const left = new Map<string, readonly Wanted[]>();
    const drafts = new Set<FetchDraft>();
    /** The interface that stands for the object in the subgraph. */
    const untyped = place.only !== undefined && supergraph.isAbstract(place.only) ? place.only : undefined;
    const wantedBy = new Map(possible.map((type) => [type, below(type)] as const));
    let typed: Visit | undefined;
    if (untyped !== undefined) {
      const wanted = below(untyped);
      if (!ofInterfaces.dependsOnType(at, untyped, wanted, wantedBy))
        return this.#selectUntyped(at, untyped, possible, wanted, pending);
      typed = ofInterfaces.typeVisit(at, untyped, wanted, pending);
      if (!typed) return { left: wantedBy, drafts };
      drafts.add(typed.draft);
    }
    for (const [type, wanted] of wantedBy) {
      const own = subgraph.nameOf(type);
      const takes = (field: Wanted) => isWantedOfAll(field, wantedBy);
      const visit: Visit = {
        ...{ subgraph, granted, fields: place.of(untyped ?? own), draft: typed?.draft ?? at.draft, inputs: [] },
        ...{ guard: always, ...(untyped !== undefined && { takes }) },
      };
      const spot = spotAt(at, type, wanted, [visit, ...ofInterfaces.ofType(typed, type)]);
      const outcome = this.planning.answer(spot, wanted, pending);
      if (outcome.left.length > 0) left.set(type, outcome.left);
      for (const draft of outcome.drafts) drafts.add(draft);
    }
    const refused = below(general).filter((wanted) => refuses(subgraph, general, wanted, wantedBy, left));
    if (refused.length === 0) return { left, drafts };
    return {
      left: new Map([general, ...possible].map((each) => [each, withWantedOfAny(left.get(each), refused)])),
      drafts,
    };
  }

  /** The same for objects that the subgraph knows only as an interface, if their types do not matter. */
  #selectUntyped(
    at: PlaceVisit,
    untyped: string,
    possible: readonly string[],
    wanted: readonly Wanted[],
    pending: Pending,
  ): PlaceOutcome {
    const { subgraph, granted, place, draft } = at;
    const visit: Visit = { subgraph, granted, fields: place.of(untyped), draft, inputs: [], guard: always };
    const { left, drafts } = this.planning.answer(spotAt(at, untyped, wanted, [visit]), wanted, pending);
    return { left: new Map(left.length > 0 ? [untyped, ...possible].map((type) => [type, left]) : []), drafts };
  }
}

/** The objects of a type at a place. */
export function spotAt(
  { path, place, above, candidates }: PlaceVisit,
  type: string,
  wanted: readonly Wanted[],
  visits: Visit[],
): Spot {
  return {
    ...{ type, above, wanted, visits, computing: new Map<string, Visit>(), candidates },
    ...{ place: path, path: place.only === type ? path : [...path, { types: [type] }] },
  };
}

/**
 * Whether a subgraph answers a field of an interface for no object: some objects have it as external there, and the
 * subgraph resolves neither the objects nor the field. Objects of one field do not come from several subgraphs by type.
 */
function refuses(
  subgraph: JoinedSubgraph,
  general: string,
  { key, name }: Wanted,
  wantedBy: ReadonlyMap<string, unknown>,
  left: ReadonlyMap<string, readonly Wanted[]>,
): boolean {
  if (name === '__typename' || wantedBy.has(general)) return false;
  if (wantedBy.size === 0) return subgraph.field(general, name) === undefined;
  return [...left].some(
    ([type, unanswered]) =>
      unanswered.some((each) => each.key === key) && subgraph.field(type, name)?.isExternal === true,
  );
}
