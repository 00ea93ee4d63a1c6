import type { TypeNode } from 'graphql';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { namedType } from '../../supergraph/named-type.js';
import { Kind } from 'graphql';
import { either } from '../../plan/guard.js';
import type { Path } from '../../plan/plan.js';
import { FetchPlace, type SelectedField } from './fetch-draft.js';
import type { Planning } from './planning.js';
import { type Outcome, type Pending, type Spot, type Visit, widen } from './spot.js';
import type { Wanted } from './wanted.js';

/** Adds fields to visits. */
export class Selecting {
  constructor(private readonly planning: Planning) {}

  /**
   * Adds a field to a visit, with the part below that its subgraph answers; other subgraphs are planned for the rest.
   */
  select(spot: Spot, visit: Visit, wanted: Wanted, pending: Pending): Outcome<Wanted | undefined> {
    const { answering, places, count } = this.planning;
    count();
    const { subgraph, draft } = visit;
    const { key, name, below, guard } = wanted;
    widen(visit, guard);
    const field = name === '__typename' ? undefined : subgraph.field(spot.type, name);
    const type = field && namedType(field.type);
    const selected = this.#selected(spot, visit, wanted, field?.type);
    const use = { visit, field: selected };
    if (!field || !selected.place || !below || type === undefined)
      return { left: undefined, uses: [use], drafts: new Set([draft]) };

    const granted = answering.grantedBelow(visit, spot.type, name);
    const path = [...spot.path, { field: key }, ...listSegments(field.type)];
    const candidates = this.#candidatesFor(spot, subgraph, name);
    const { left, drafts } = places.select(
      { subgraph, draft, granted, place: selected.place, path, above: spot, candidates },
      type,
      this.#possible(candidates, spot.type, name),
      below,
      pending,
    );
    const rest = left.size === 0 ? undefined : { ...wanted, below: (inner: string) => left.get(inner) ?? [] };
    return { left: rest, uses: [use], drafts: new Set([draft, ...drafts]) };
  }

  /** A field of a visit, added if it is missing, with its conditions widened. */
  #selected(
    { type: parent }: Spot,
    { subgraph, fields, given = [] }: Visit,
    { key, name, args, guard }: Wanted,
    type: TypeNode | undefined,
  ): SelectedField {
    const known = fields.get(key);
    if (known) {
      known.guard = either(known.guard, guard);
      return known;
    }
    const place = type && this.#placeOf(subgraph, parent, name, namedType(type));
    const selected: SelectedField = { name, args: [...args, ...given], type, place, guard };
    fields.set(key, selected);
    return selected;
  }

  /** @param type the type of the field in the subgraph. */
  #placeOf(subgraph: JoinedSubgraph, parent: string, name: string, type: string): FetchPlace | undefined {
    const { supergraph, answering } = this.planning;
    if (!supergraph.isComposite(type)) return undefined;
    const only = answering.onlyType(subgraph, type);
    const general = supergraph.fieldType(parent, name) ?? type;
    return new FetchPlace(type, only, supergraph.isAbstract(general) || supergraph.isAbstract(type));
  }

  /** The subgraphs that answer a field of objects equally: the queried one, and others that share the field. */
  #candidatesFor({ type, candidates }: Spot, asked: JoinedSubgraph, name: string): ReadonlySet<JoinedSubgraph> {
    const { supergraph, answering } = this.planning;
    const others = supergraph.subgraphs.filter(
      (subgraph) =>
        answering.isOwn(subgraph, type, name) &&
        (candidates.has(subgraph) || subgraph.resolvableKeys(subgraph.nameOf(type)).length > 0),
    );
    return new Set([asked, ...others]);
  }

  /**
   * The object types that a field's value can have: the types that all its subgraphs know.
   * @see https://github.com/graphql-hive/federation-gateway-audit/tree/main/src/test-suites/partial-union-complex
   */
  #possible(candidates: ReadonlySet<JoinedSubgraph>, type: string, name: string): readonly string[] {
    const [first = [], ...others] = [...candidates].flatMap((subgraph) => {
      const field = subgraph.field(type, name);
      return field ? [subgraph.possible(namedType(field.type))] : [];
    });
    const common = first.filter((each) => others.every((other) => other.includes(each)));
    return common.length > 0 ? common : first;
  }
}

function listSegments(type: TypeNode): Path {
  if (type.kind === Kind.NON_NULL_TYPE) return listSegments(type.type);
  return type.kind === Kind.LIST_TYPE ? ['@', ...listSegments(type.type)] : [];
}
