import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type OperationTypeNode,
  parseType,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { applied, argument } from './applied.js';
import { type ContextArgument, readContextArguments, typesByContext } from './context-arguments.js';
import { fieldSet } from './field-set.js';
import type { IsOverridden } from './override-labels.js';

/** A field as one subgraph has it. */
export interface SubgraphField {
  readonly type: TypeNode;
  /** The subgraph names it, and answers it only along the ways on which it provides it. */
  readonly isExternal: boolean;
  /** What must be sent along for the field to be computed. */
  readonly requires: SelectionSetNode | undefined;
  /** @see https://specs.apollo.dev/context/v0.1 */
  readonly contextArguments: readonly ContextArgument[];
  /** What the subgraph answers below this field though it is external elsewhere. */
  readonly provides: SelectionSetNode | undefined;
  /** The label on which it depends whether this subgraph answers the field: once the override is on, or until then. */
  readonly override: { readonly label: string; readonly answersWhen: 'on' | 'off' } | undefined;
}

/** Whether a subgraph computes a field from what it is sent along. */
export function isComputed({ requires, contextArguments }: SubgraphField): boolean {
  return requires !== undefined || contextArguments.length > 0;
}

/** Whether a subgraph answers a field as the progressive overrides stand. */
export function isInUse({ override }: SubgraphField, isOverridden: IsOverridden): boolean {
  return !override || isOverridden(override.label) === (override.answersWhen === 'on');
}

/** The types of a supergraph, and what its subgraphs know of them. */
export class SupergraphTypes {
  readonly #types: ReadonlyMap<string, TypeDefinitionNode>;
  readonly #graphs = new Map<string, string>();
  readonly #supertypes = new Map<string, ReadonlySet<string>>();
  readonly #implementations = new Map<string, string[]>();
  readonly #subgraphs = new Map<string, SubgraphTypes>();
  readonly #roots = new Map<OperationTypeNode, string>();
  readonly #contexts: ReadonlyMap<string, readonly string[]>;

  constructor(supergraph: DocumentNode) {
    this.#types = new Map(
      supergraph.definitions.filter(isTypeDefinitionNode).map((type) => [type.name.value, type] as const),
    );
    this.#contexts = typesByContext(supergraph);
    const graphs = this.#types.get('join__Graph');
    for (const value of (graphs?.kind === Kind.ENUM_TYPE_DEFINITION && graphs.values) || []) {
      const [graph] = applied(value, 'join__graph');
      this.#graphs.set(String((graph && argument(graph, 'name')) ?? value.name.value), value.name.value);
    }
    for (const definition of supergraph.definitions) {
      if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
      for (const { operation, type } of definition.operationTypes) this.#roots.set(operation, type.name.value);
    }
    for (const [name, type] of this.#types) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      for (const { name: general } of type.interfaces ?? []) {
        const known = this.#implementations.get(general.value);
        if (known) known.push(name);
        else this.#implementations.set(general.value, [name]);
      }
    }
  }

  get(name: string): TypeDefinitionNode | undefined {
    return this.#types.get(name);
  }

  /** The name of a field's type, for all subgraphs together; undefined where there is no such field. */
  fieldType(typeName: string, name: string): string | undefined {
    const type = this.#types.get(typeName);
    const field = type && 'fields' in type ? type.fields?.find((each) => each.name.value === name) : undefined;
    return field && namedType(field.type);
  }

  root(operation: OperationTypeNode): string {
    return this.#roots.get(operation) ?? operation.replace(/^./, (letter) => letter.toUpperCase());
  }

  /** Whether objects of a type are of several types. */
  isAbstract(name: string): boolean {
    const kind = this.#types.get(name)?.kind;
    return kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.UNION_TYPE_DEFINITION;
  }

  /** Whether an object of an interface may be of a type that clients must not know of. */
  mayBeHidden(name: string): boolean {
    return this.implementations(name).some((type) => applied(this.#types.get(type), 'inaccessible').length > 0);
  }

  /** The object types that implement an interface. */
  implementations(name: string): readonly string[] {
    return this.#implementations.get(name) ?? [];
  }

  /** Whether an object of a type is one of another type too. */
  is(name: string, condition: string): boolean {
    return name === condition || this.#supertypesOf(name).has(condition);
  }

  /** Whether what is below an object of a type can take a context from it. */
  hasContext(name: string, context: string): boolean {
    return this.#contexts.get(context)?.some((general) => this.is(name, general)) === true;
  }

  /** The names of the subgraphs. */
  get subgraphs(): readonly string[] {
    return [...this.#graphs.keys()];
  }

  /** What a subgraph knows, by its name. */
  of(subgraph: string): SubgraphTypes {
    let known = this.#subgraphs.get(subgraph);
    if (!known) {
      known = new SubgraphTypes(this, subgraph, this.#graphs.get(subgraph) ?? subgraph);
      this.#subgraphs.set(subgraph, known);
    }
    return known;
  }

  #supertypesOf(name: string): ReadonlySet<string> {
    const known = this.#supertypes.get(name);
    if (known) return known;
    const type = this.#types.get(name);
    const found = new Set<string>();
    if (type && 'interfaces' in type) for (const general of type.interfaces ?? []) found.add(general.name.value);
    for (const [other, union] of this.#types) {
      if (union.kind !== Kind.UNION_TYPE_DEFINITION) continue;
      if (union.types?.some((member) => member.name.value === name)) found.add(other);
    }
    this.#supertypes.set(name, found);
    return found;
  }
}

/** What one subgraph knows of the supergraph's types. */
export class SubgraphTypes {
  readonly #fields = new Map<string, Map<string, SubgraphField | undefined>>();
  readonly #possible = new Map<string, readonly string[]>();
  readonly #keys = new Map<string, readonly SelectionSetNode[]>();
  readonly #resolvableKeys = new Map<string, readonly SelectionSetNode[]>();

  constructor(
    private readonly all: SupergraphTypes,
    readonly name: string,
    private readonly graph: string,
  ) {}

  /** The name that the subgraph has for objects of a type: that of an interface where it knows only that. */
  nameOf(type: string): string {
    if (this.#joins(type).length > 0) return type;
    return this.#interfaceObjects(type)[0] ?? type;
  }

  /** The object types of which a value of a type may be that the subgraph answers. */
  possible(name: string): readonly string[] {
    let known = this.#possible.get(name);
    if (!known) this.#possible.set(name, (known = this.#findPossible(name)));
    return known;
  }

  /** A field of an object type; undefined where the subgraph does not have it. */
  field(type: string, name: string): SubgraphField | undefined {
    let fields = this.#fields.get(type);
    if (!fields) this.#fields.set(type, (fields = new Map<string, SubgraphField | undefined>()));
    if (!fields.has(name)) fields.set(name, this.#findField(type, name));
    return fields.get(name);
  }

  /** The keys by which the subgraph finds an entity that it calls so. */
  keys(type: string): readonly SelectionSetNode[] {
    let known = this.#keys.get(type);
    if (!known) {
      this.#keys.set(type, (known = keysOf(this.#joins(type))));
    }
    return known;
  }

  /** The keys by which the subgraph can be asked for an entity that it calls so. */
  resolvableKeys(type: string): readonly SelectionSetNode[] {
    let known = this.#resolvableKeys.get(type);
    if (!known) {
      const resolvable = this.#joins(type).filter((join) => argument(join, 'resolvable') !== false);
      this.#resolvableKeys.set(type, (known = keysOf(resolvable)));
    }
    return known;
  }

  /** Whether the subgraph has an interface, and knows the types below it. */
  isInterface(name: string): boolean {
    const isInterface = this.all.get(name)?.kind === Kind.INTERFACE_TYPE_DEFINITION;
    return isInterface && this.#joins(name).length > 0 && !this.isInterfaceObject(name);
  }

  /** Whether the subgraph takes an interface for an object. */
  isInterfaceObject(name: string): boolean {
    return this.#joins(name).some((join) => argument(join, 'isInterfaceObject') === true);
  }

  #findPossible(name: string): readonly string[] {
    const type = this.all.get(name);
    switch (type?.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
        return [name];
      case Kind.UNION_TYPE_DEFINITION: {
        const joins = applied(type, 'join__unionMember');
        if (joins.length === 0) return (type.types ?? []).map((member) => member.name.value);
        return joins.filter((join) => this.#isOwn(join)).map((join) => String(argument(join, 'member')));
      }
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const all = this.all.implementations(name);
        if (this.isInterfaceObject(name)) return all;
        return all.filter((object) =>
          applied(this.all.get(object), 'join__implements').some(
            (join) => this.#isOwn(join) && argument(join, 'interface') === name,
          ),
        );
      }
      default:
        return [];
    }
  }

  #findField(typeName: string, name: string): SubgraphField | undefined {
    const owners = this.#joins(typeName).length > 0 ? [typeName] : this.#interfaceObjects(typeName);
    for (const owner of owners) {
      const type = this.all.get(owner);
      const field = type && 'fields' in type ? type.fields?.find((each) => each.name.value === name) : undefined;
      if (field?.kind !== Kind.FIELD_DEFINITION) continue;
      const joins = applied(field, 'join__field');
      const own = joins.find((join) => this.#isOwn(join));
      if (own ?? joins.length === 0) return this.#read(field, own);
    }
    return undefined;
  }

  #read(field: FieldDefinitionNode, join: DirectiveNode | undefined): SubgraphField {
    const text = (name: string): string | undefined => {
      const value = join && argument(join, name);
      return typeof value === 'string' ? value : undefined;
    };
    const [type, requires, provides] = [text('type'), text('requires'), text('provides')];
    const label = text('overrideLabel');
    return {
      type: type === undefined ? field.type : parseType(type, { noLocation: true }),
      isExternal: join !== undefined && isExternal(join),
      requires: requires === undefined ? undefined : fieldSet(requires),
      contextArguments: join ? readContextArguments(join) : [],
      provides: provides === undefined ? undefined : fieldSet(provides),
      override: label === undefined ? undefined : { label, answersWhen: text('override') === undefined ? 'off' : 'on' },
    };
  }

  #joins(name: string) {
    return applied(this.all.get(name), 'join__type').filter((join) => this.#isOwn(join));
  }

  /** The interfaces of a type that the subgraph takes for objects. */
  #interfaceObjects(typeName: string): readonly string[] {
    const type = this.all.get(typeName);
    if (!type || !('interfaces' in type)) return [];
    return (type.interfaces ?? []).map(({ name }) => name.value).filter((name) => this.isInterfaceObject(name));
  }

  #isOwn(join: DirectiveNode): boolean {
    return argument(join, 'graph') === this.graph;
  }
}

/** Whether a subgraph names a field, and another answers it: so it is too where it was overridden for good. */
function isExternal(join: DirectiveNode): boolean {
  if (argument(join, 'external') === true) return true;
  return argument(join, 'usedOverridden') === true && argument(join, 'overrideLabel') === undefined;
}

function keysOf(joins: readonly DirectiveNode[]): SelectionSetNode[] {
  return joins
    .map((join) => argument(join, 'key'))
    .filter((key) => typeof key === 'string')
    .map(fieldSet);
}

/** The name of a type without its lists and non-nulls. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** Whether values of a type have fields. */
export function isComposite(type: TypeDefinitionNode | undefined): boolean {
  return (
    type?.kind === Kind.OBJECT_TYPE_DEFINITION ||
    type?.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    type?.kind === Kind.UNION_TYPE_DEFINITION
  );
}
