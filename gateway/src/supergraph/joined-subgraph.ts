import { Kind, type SelectionSetNode, type TypeNode } from 'graphql';
import { isImplementing, joinedField, joinedMembers, type ListedSubgraph, typeJoins } from './join.js';
import type { SubgraphField } from './subgraph-field.js';
import type { Supergraph } from './supergraph.js';

/** A type in one subgraph. */
interface JoinedType {
  readonly isThere: boolean;
  readonly isInterfaceObject: boolean;
  readonly keys: readonly SelectionSetNode[];
  readonly resolvableKeys: readonly SelectionSetNode[];
  /** The types that hold its fields in the subgraph: itself, or the subgraph's interface objects. */
  readonly owners: readonly string[];
  readonly fields: Map<string, SubgraphField | undefined>;
  possible?: readonly string[];
}

/** A subgraph of a supergraph, with its view of the types. */
export class JoinedSubgraph {
  readonly name: string;
  readonly url: string;
  readonly #graph: string;
  readonly #supergraph: Supergraph;
  readonly #types = new Map<string, JoinedType>();

  constructor(supergraph: Supergraph, { graph, name, url }: ListedSubgraph) {
    this.#supergraph = supergraph;
    this.#graph = graph;
    this.name = name;
    this.url = url;
  }

  /** The subgraph's type name for objects of a type: the interface's name if it has only an interface object. */
  nameOf(type: string): string {
    return this.#type(type).owners[0] ?? type;
  }

  /** The object types that a value of a type can have in the subgraph. */
  possible(name: string): readonly string[] {
    return (this.#type(name).possible ??= this.#findPossible(name));
  }

  /** A field of an object type; undefined if the subgraph does not have it. */
  field(type: string, name: string): SubgraphField | undefined {
    const { fields, owners } = this.#type(type);
    if (!fields.has(name)) fields.set(name, this.#findField(owners, name));
    return fields.get(name);
  }

  /** The type of a field in the subgraph; by default the supergraph's. */
  fieldType(type: string, name: string): TypeNode | undefined {
    return this.field(type, name)?.type ?? this.#supergraph.field(type, name)?.type;
  }

  /** The keys of an entity in the subgraph, by the subgraph's type name. */
  keys(type: string): readonly SelectionSetNode[] {
    return this.#type(type).keys;
  }

  /** The outermost fields of each of these keys. */
  keyFields(type: string): string[][] {
    return this.keys(type).map(({ selections }) =>
      selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : [])),
    );
  }

  /** The keys by which the subgraph resolves an entity, by the subgraph's type name. */
  resolvableKeys(type: string): readonly SelectionSetNode[] {
    return this.#type(type).resolvableKeys;
  }

  /** Whether the type is an interface in the subgraph, and not an interface object. */
  isInterface(name: string): boolean {
    const { isThere, isInterfaceObject } = this.#type(name);
    return this.#supergraph.isInterface(name) && isThere && !isInterfaceObject;
  }

  /** Whether the type is an interface object in the subgraph. */
  isInterfaceObject(name: string): boolean {
    return this.#type(name).isInterfaceObject;
  }

  #type(name: string): JoinedType {
    let known = this.#types.get(name);
    if (!known) this.#types.set(name, (known = this.#readType(name)));
    return known;
  }

  #readType(name: string): JoinedType {
    const type = this.#supergraph.type(name);
    const joins = typeJoins(type, this.#graph);
    const interfaces = type && 'interfaces' in type ? (type.interfaces ?? []) : [];
    const interfaceObjects = interfaces.map((each) => each.name.value).filter((each) => this.isInterfaceObject(each));
    return {
      isThere: joins.length > 0,
      isInterfaceObject: joins.some((join) => join.isInterfaceObject),
      keys: joins.flatMap(({ key }) => key ?? []),
      resolvableKeys: joins.flatMap(({ key, isResolvable }) => (key && isResolvable ? key : [])),
      owners: joins.length > 0 ? [name] : interfaceObjects,
      fields: new Map(),
    };
  }

  #findPossible(name: string): readonly string[] {
    const type = this.#supergraph.type(name);
    if (type?.kind === Kind.UNION_TYPE_DEFINITION) return joinedMembers(type, this.#graph);
    const objects = this.#supergraph.possibleTypes(name);
    if (type?.kind !== Kind.INTERFACE_TYPE_DEFINITION || this.isInterfaceObject(name)) return objects;
    return objects.filter((object) => {
      const own = this.#supergraph.type(object);
      return own?.kind === Kind.OBJECT_TYPE_DEFINITION && isImplementing(own, name, this.#graph);
    });
  }

  #findField(owners: readonly string[], name: string): SubgraphField | undefined {
    for (const owner of owners) {
      const field = this.#supergraph.field(owner, name);
      const own = field && joinedField(field, this.#graph);
      if (own) return own;
    }
    return undefined;
  }
}
