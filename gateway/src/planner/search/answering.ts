import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { fieldSetsBelow } from '../../supergraph/field-set.js';
import type { IsOverridden } from '../../supergraph/override-labels.js';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { namedType } from '../../supergraph/named-type.js';
import { isComputed, isInUse } from '../../supergraph/subgraph-field.js';
import type { Supergraph } from '../../supergraph/supergraph.js';

/** A subgraph that is asked about objects. */
export interface AskedSubgraph {
  readonly subgraph: JoinedSubgraph;
  /** What the subgraph answers though it is external there. */
  readonly granted: readonly SelectionSetNode[];
}

/** What subgraphs answer of objects, as the progressive overrides stand. */
export class Answering {
  constructor(
    private readonly supergraph: Supergraph,
    private readonly isOverridden: IsOverridden,
  ) {}

  /** Whether a subgraph answers a field wherever it answers the object. */
  isOwn(subgraph: JoinedSubgraph, type: string, name: string): boolean {
    if (name === '__typename') return subgraph.nameOf(type) === type;
    const field = subgraph.field(type, name);
    return field !== undefined && !field.isExternal && isInUse(field, this.isOverridden);
  }

  /** Whether a subgraph answers a field as it is asked, without anything sent along that it is computed from. */
  answers({ subgraph, granted }: AskedSubgraph, type: string, name: string): boolean {
    const field = subgraph.field(type, name);
    if (this.isOwn(subgraph, type, name)) return !field || !isComputed(field);
    return field?.isExternal === true && this.#along(granted, type, name).length > 0;
  }

  /** Whether a subgraph gives a field with all that is selected below it. */
  gives({ subgraph, granted }: AskedSubgraph, type: string, { name, selectionSet }: FieldNode): boolean {
    if (name.value === '__typename') return true;
    const field = subgraph.field(type, name.value);
    if (!field) return false;
    const along = this.#along(granted, type, name.value);
    if (field.isExternal ? along.length === 0 : isComputed(field) || !isInUse(field, this.isOverridden)) return false;
    if (!selectionSet) return true;
    const below = { subgraph, granted: along.flatMap((set) => set ?? []) };
    return subgraph
      .possible(namedType(field.type))
      .every((inner) =>
        selectionSet.selections.every((each) => each.kind === Kind.FIELD && this.gives(below, inner, each)),
      );
  }

  /** What a subgraph answers below a field though it is external there. */
  grantedBelow({ subgraph, granted }: AskedSubgraph, type: string, name: string): SelectionSetNode[] {
    const provides = subgraph.field(type, name)?.provides;
    return [...(provides ? [provides] : []), ...this.#along(granted, type, name).flatMap((set) => set ?? [])];
  }

  /** The name that a subgraph has for all objects of a type; undefined where they are of several. */
  onlyType(subgraph: JoinedSubgraph, type: string): string | undefined {
    return this.supergraph.isObject(type) || subgraph.isInterfaceObject(type) ? type : undefined;
  }

  #along(granted: readonly SelectionSetNode[], type: string, name: string) {
    return fieldSetsBelow(granted, type, name, this.supergraph.is);
  }
}
