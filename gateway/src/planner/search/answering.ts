import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { fieldSetsBelow } from '../../supergraph/field-set.js';
import type { IsOverridden } from '../../supergraph/override-labels.js';
import type { JoinedSubgraph } from '../../supergraph/joined-subgraph.js';
import { namedType } from '../../supergraph/named-type.js';
import { isComputed, isInUse } from '../../supergraph/subgraph-field.js';
import type { Supergraph } from '../../supergraph/supergraph.js';

/** A subgraph that is queried about objects. */
export interface AskedSubgraph {
  readonly subgraph: JoinedSubgraph;
  /** The external fields that the subgraph provides there. */
  readonly granted: readonly SelectionSetNode[];
}

/** Decides which fields subgraphs answer, under the present progressive overrides. */
export class Answering {
  constructor(
    private readonly supergraph: Supergraph,
    private readonly isOverridden: IsOverridden,
  ) {}

  /** Whether a subgraph answers a field wherever it has the object. */
  isOwn(subgraph: JoinedSubgraph, type: string, name: string): boolean {
    if (name === '__typename') return subgraph.nameOf(type) === type;
    const field = subgraph.field(type, name);
    return field !== undefined && !field.isExternal && isInUse(field, this.isOverridden);
  }

  /** Whether a subgraph answers a field without inputs from other subgraphs. */
  answers({ subgraph, granted }: AskedSubgraph, type: string, name: string): boolean {
    const field = subgraph.field(type, name);
    if (this.isOwn(subgraph, type, name)) return !field || !isComputed(field);
    return field?.isExternal === true && this.#along(granted, type, name).length > 0;
  }

  /** Whether a subgraph answers a field with its whole selection set. */
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

  /** The external fields that a subgraph provides below a field. */
  grantedBelow({ subgraph, granted }: AskedSubgraph, type: string, name: string): SelectionSetNode[] {
    const provides = subgraph.field(type, name)?.provides;
    return [...(provides ? [provides] : []), ...this.#along(granted, type, name).flatMap((set) => set ?? [])];
  }

  /** The subgraph's name for all objects of a type; undefined if there are several names. */
  onlyType(subgraph: JoinedSubgraph, type: string): string | undefined {
    return this.supergraph.isObject(type) || subgraph.isInterfaceObject(type) ? type : undefined;
  }

  #along(granted: readonly SelectionSetNode[], type: string, name: string) {
    return fieldSetsBelow(granted, type, name, this.supergraph.is);
  }
}
