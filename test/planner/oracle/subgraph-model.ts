import { type FieldDefinitionNode, type GraphQLSchema, Kind, parseType, type SelectionSetNode } from 'graphql';
import { subgraphSchema } from './subgraph-schema.js';
import {
  type Applied,
  applied,
  nameOfType,
  type OwnField,
  readContextArguments,
  readFieldSet,
  type SupergraphModel,
} from './supergraph-model.js';

/** Fields by which a subgraph finds an entity. */
export interface Key {
  readonly fields: SelectionSetNode;
  /** Whether the subgraph can be asked by it; otherwise it only gives the fields. */
  readonly isResolvable: boolean;
}

/** What a supergraph says of one of its subgraphs. */
export class SubgraphModel {
  readonly #fields = new Map<string, OwnField | undefined>();
  readonly #keys = new Map<string, readonly Key[]>();
  readonly #possible = new Map<string, readonly string[]>();
  #schema: GraphQLSchema | undefined;

  constructor(
    readonly supergraph: SupergraphModel,
    readonly name: string,
    /** The value of the enum that stands for the subgraph in directives. */
    readonly graph: string,
  ) {}

  /** The schema by which the subgraph's own server validates operations, as far as the supergraph tells. */
  get schema(): GraphQLSchema {
    return (this.#schema ??= subgraphSchema(this));
  }

  /** What a definition's directives of a name say of this subgraph. */
  own(definition: Parameters<typeof applied>[0], directive: string): readonly Applied[] {
    return applied(definition, directive).filter(({ graph }) => graph === this.graph);
  }

  /** Whether the subgraph has a type of a name. */
  has(type: string): boolean {
    return this.#joins(type).length > 0;
  }

  /** Whether the subgraph takes an interface for an object type. */
  hasAsObject(type: string): boolean {
    return this.#joins(type).some(({ isInterfaceObject }) => isInterfaceObject === true);
  }

  /** What the subgraph calls objects of an object type; undefined where it knows neither them nor an interface of theirs as an object. */
  nameOf(type: string): string | undefined {
    if (this.has(type) || this.supergraph.isRoot(type)) return type;
    const definition = this.supergraph.types.get(type);
    if (definition?.kind !== Kind.OBJECT_TYPE_DEFINITION) return undefined;
    return definition.interfaces?.map(({ name }) => name.value).find((name) => this.hasAsObject(name));
  }

  /** The object types of a type's values, as far as the subgraph answers them. */
  possible(name: string): readonly string[] {
    let known = this.#possible.get(name);
    if (!known) this.#possible.set(name, (known = this.#findPossible(name)));
    return known;
  }

  /** Whether an object that the subgraph calls by a name is also of another type there. */
  isOf(name: string, condition: string): boolean {
    if (name === condition) return true;
    if (this.supergraph.isInterface(name)) return false;
    return this.possible(condition).includes(name) && !this.hasAsObject(condition);
  }

  /**
   * A field of a type's objects, or of their interface if the subgraph has only that; undefined if it has no such
   * field.
   */
  field(type: string, name: string): OwnField | undefined {
    const place = `${type}.${name}`;
    if (!this.#fields.has(place)) this.#fields.set(place, this.#findField(type, name));
    return this.#fields.get(place);
  }

  /** The keys of what the subgraph calls so. */
  keys(name: string): readonly Key[] {
    let known = this.#keys.get(name);
    if (!known) {
      known = this.#joins(name).flatMap(({ key, resolvable }) =>
        typeof key === 'string' ? [{ fields: readFieldSet(key), isResolvable: resolvable !== false }] : [],
      );
      this.#keys.set(name, known);
    }
    return known;
  }

  /** The keys by which the subgraph knows objects of a type: the type's own, and those on its interfaces. */
  keysOf(type: string): readonly Key[] {
    const name = this.nameOf(type);
    const definition = this.supergraph.types.get(type);
    const interfaces =
      definition?.kind === Kind.OBJECT_TYPE_DEFINITION
        ? (definition.interfaces ?? []).map((each) => each.name.value)
        : [];
    return [...new Set([...(name === undefined ? [] : [name]), ...interfaces])].flatMap((each) => this.keys(each));
  }

  #joins(name: string): readonly Applied[] {
    const type = this.supergraph.types.get(name);
    return type ? this.own(type, 'join__type') : [];
  }

  #findPossible(name: string): readonly string[] {
    const type = this.supergraph.types.get(name);
    const all = this.supergraph.possible(name);
    if (type?.kind === Kind.UNION_TYPE_DEFINITION) {
      if (applied(type, 'join__unionMember').length === 0) return all.filter((member) => this.has(member));
      return this.own(type, 'join__unionMember').map(({ member }) => String(member));
    }
    if (type?.kind !== Kind.INTERFACE_TYPE_DEFINITION || this.hasAsObject(name)) return all;
    return all.filter((object) => {
      const definition = this.supergraph.types.get(object);
      if (!definition) return false;
      if (applied(definition, 'join__implements').length === 0) return this.has(object);
      return this.own(definition, 'join__implements').some((join) => join['interface'] === name);
    });
  }

  #findField(type: string, name: string): OwnField | undefined {
    const owner = this.supergraph.isAbstract(type) ? type : this.nameOf(type);
    if (owner === undefined) return undefined;
    const definition = this.supergraph.field(owner, name);
    if (!definition) return undefined;
    const joins = applied(definition, 'join__field');
    const [own] = this.own(definition, 'join__field');
    if (!own && joins.length > 0) return undefined;
    if (!own && !this.has(owner)) return undefined;
    return readField(definition, own ?? {});
  }

  /** The name of the type that a field leads to; undefined where there is no such field. */
  typeOf(type: string, name: string): string | undefined {
    const field = this.field(type, name);
    return field && nameOfType(field.type);
  }
}

function readField(definition: FieldDefinitionNode, join: Applied): OwnField {
  const text = (name: string): string | undefined => {
    const value = join[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [type, requires, provides, label] = ['type', 'requires', 'provides', 'overrideLabel'].map(text);
  const isUsedOverridden = join['usedOverridden'] === true && label === undefined;
  return {
    type: type === undefined ? definition.type : parseType(type, { noLocation: true }),
    args: definition.arguments ?? [],
    isExternal: join['external'] === true || isUsedOverridden,
    requires: requires === undefined ? undefined : readFieldSet(requires),
    provides: provides === undefined ? undefined : readFieldSet(provides),
    context: readContextArguments(join['contextArguments']),
    label: label === undefined ? undefined : { name: label, answersWhenOn: text('override') !== undefined },
  };
}
