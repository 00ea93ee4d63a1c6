import { always } from '../../plan/guard.js';
import { none } from './nested-keys.js';
import { FetchPlace, type SelectedField } from './fetch-draft.js';
import { type PlaceVisit, spotAt } from './places.js';
import type { Planning } from './planning.js';
import { type Pending, type Visit, widen } from './spot.js';
import { areWantedAlike, type Wanted } from './wanted.js';

/** Plans the types of objects that a subgraph knows only as an interface. */
export class UntypedObjects {
  constructor(private readonly planning: Planning) {}

  /** Whether the objects' types matter. */
  dependsOnType(
    at: PlaceVisit,
    untyped: string,
    wantedOfAny: readonly Wanted[],
    wantedBy: ReadonlyMap<string, readonly Wanted[]>,
  ): boolean {
    const { supergraph, answering } = this.planning;
    if (supergraph.possibleTypes(untyped).some((type) => supergraph.isHidden(type))) return true;
    if (![...wantedBy.values()].every((wanted) => areWantedAlike(wanted, wantedOfAny))) return true;
    return wantedOfAny.some(
      ({ name }) =>
        name === '__typename' ||
        (!answering.answers(at, untyped, name) &&
          !supergraph.subgraphs.some(
            (other) => answering.isOwn(other, untyped, name) && other.resolvableKeys(untyped).length > 0,
          )),
    );
  }

  /** Plans a fetch of such objects' types from another subgraph, with the fields that all types have. */
  typeVisit(at: PlaceVisit, name: string, wanted: readonly Wanted[], pending: Pending): Visit | undefined {
    const { supergraph, keys } = this.planning;
    const { subgraph, place, draft, granted } = at;
    const visit: Visit = {
      ...{ subgraph, draft, granted: [...granted, ...subgraph.keys(name)], fields: place.of(name), inputs: [] },
      guard: always,
    };
    const spot = spotAt(at, name, wanted, [visit]);
    for (const other of supergraph.subgraphs) {
      if (!other.isInterface(name)) continue;
      const reached = keys.reach(spot, other, { guard: always, part: draft.part }, () => true, {
        pending,
        without: none,
      });
      if (!reached) continue;
      widen(reached, always);
      reached.fields.set('__typename', typenameField());
      if (reached.draft.kind === 'entities') reached.draft.place = new FetchPlace(name, undefined, true);
      return reached;
    }
    return undefined;
  }

  /** The visit for objects of one type, in a fetch of the types of all. */
  ofType(typed: Visit | undefined, type: string): Visit[] {
    const place = typed?.draft.kind === 'entities' ? typed.draft.place : undefined;
    if (!typed || !place || !typed.subgraph.possible(place.general).includes(type)) return [];
    return [{ ...typed, fields: place.of(type), granted: typed.subgraph.keys(type) }];
  }
}

function typenameField(): SelectedField {
  return { name: '__typename', args: [], type: undefined, place: undefined, guard: always };
}
