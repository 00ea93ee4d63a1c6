import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type OperationTypeNode,
  parse,
  parseType,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { SubgraphModel } from './subgraph-model.js';

/** A directive with its arguments as plain values. */
export type Applied = Readonly<Record<string, unknown>>;

/** A field as one subgraph has it. */
export interface OwnField {
  readonly type: TypeNode;
  readonly args: readonly InputValueDefinitionNode[];
  /** It answers the field only where that is granted: by `@provides`, or since it is part of a key. */
  readonly isExternal: boolean;
  readonly requires: SelectionSetNode | undefined;
  readonly provides: SelectionSetNode | undefined;
  readonly context: readonly ContextArgument[];
  /** The label on which it depends whether this subgraph answers the field. */
  readonly label: { readonly name: string; readonly answersWhenOn: boolean } | undefined;
}

/** An argument that is taken from an object above. */
export interface ContextArgument {
  readonly name: string;
  readonly type: TypeNode;
  readonly context: string;
  readonly selection: SelectionSetNode;
}

/** What a supergraph says of itself by its `join__` directives (https://specs.apollo.dev/join/v0.5/). */
export class SupergraphModel {
  readonly types: ReadonlyMap<string, TypeDefinitionNode>;
  /** By the name of each subgraph. */
  readonly subgraphs: ReadonlyMap<string, SubgraphModel>;
  readonly #roots = new Map<string, string>();
  readonly #contexts = new Map<string, Set<string>>();
  readonly #possible = new Map<string, readonly string[]>();

  /** @throws GraphQLError where the text is no schema. */
  constructor(sdl: string) {
    const { definitions } = parse(sdl, { noLocation: true });
    this.types = new Map(definitions.filter(isTypeDefinitionNode).map((type) => [type.name.value, type]));
    for (const definition of definitions) {
      if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
      for (const { operation, type } of definition.operationTypes) this.#roots.set(operation, type.name.value);
    }
    for (const [name, { directives = [] }] of this.types) {
      for (const directive of directives) {
        if (!/^(?:\w+__)?context$/.test(directive.name.value)) continue;
        const context = String(argumentsOf(directive)['name']);
        const types = this.#contexts.get(context);
        if (types) types.add(name);
        else this.#contexts.set(context, new Set([name]));
      }
    }
    const graphs = this.types.get('join__Graph');
    const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
    this.subgraphs = new Map(
      values.map((value) => {
        const [graph] = applied(value, 'join__graph');
        const name = typeof graph?.['name'] === 'string' ? graph['name'] : value.name.value;
        return [name, new SubgraphModel(this, name, value.name.value)] as const;
      }),
    );
  }

  /** The name of the type at which operations of a kind begin. */
  root(operation: OperationTypeNode | 'query' | 'mutation' | 'subscription'): string {
    return this.#roots.get(operation) ?? `${operation[0]?.toUpperCase() ?? ''}${operation.slice(1)}`;
  }

  isRoot(name: string): boolean {
    return (['query', 'mutation', 'subscription'] as const).some((operation) => this.root(operation) === name);
  }

  /** The field of a type for all subgraphs together; undefined where there is none. */
  field(type: string, name: string): FieldDefinitionNode | undefined {
    const definition = this.types.get(type);
    if (definition?.kind !== Kind.OBJECT_TYPE_DEFINITION && definition?.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      return undefined;
    return definition.fields?.find((field) => field.name.value === name);
  }

  isAbstract(name: string): boolean {
    const kind = this.types.get(name)?.kind;
    return kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.UNION_TYPE_DEFINITION;
  }

  isInterface(name: string): boolean {
    return this.types.get(name)?.kind === Kind.INTERFACE_TYPE_DEFINITION;
  }

  isComposite(name: string): boolean {
    return this.isAbstract(name) || this.types.get(name)?.kind === Kind.OBJECT_TYPE_DEFINITION;
  }

  /** The object types that a value of a type may be of. */
  possible(name: string): readonly string[] {
    let known = this.#possible.get(name);
    if (!known) this.#possible.set(name, (known = this.#findPossible(name)));
    return known;
  }

  /** Whether an object of a type, or an interface's, is of another type too. */
  is(name: string, condition: string): boolean {
    if (name === condition) return true;
    const type = this.types.get(name);
    if (type && 'interfaces' in type && type.interfaces?.some((each) => each.name.value === condition)) return true;
    const general = this.types.get(condition);
    return (
      general?.kind === Kind.UNION_TYPE_DEFINITION && general.types?.some((each) => each.name.value === name) === true
    );
  }

  /** Whether clients must not know of a type. */
  isInaccessible(name: string): boolean {
    const type = this.types.get(name);
    return type !== undefined && applied(type, 'inaccessible').length > 0;
  }

  /** Whether objects of a type set a context for the objects below them. */
  setsContext(type: string, context: string): boolean {
    return [...(this.#contexts.get(context) ?? [])].some((each) => this.is(type, each));
  }

  #findPossible(name: string): readonly string[] {
    const type = this.types.get(name);
    if (type?.kind === Kind.OBJECT_TYPE_DEFINITION) return [name];
    if (type?.kind === Kind.UNION_TYPE_DEFINITION) return (type.types ?? []).map((member) => member.name.value);
    if (type?.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    return [...this.types.values()].flatMap((other) =>
      other.kind === Kind.OBJECT_TYPE_DEFINITION && this.is(other.name.value, name) ? [other.name.value] : [],
    );
  }
}

/** The arguments of each use of a directive on a definition. */
export function applied(
  { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): readonly Applied[] {
  return directives.filter((directive) => directive.name.value === name).map(argumentsOf);
}

function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): Applied {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, plainValue(value)]));
}

function plainValue(value: ConstValueNode): unknown {
  return value.kind === Kind.ENUM ? value.value : valueFromASTUntyped(value);
}

/** Reads the fields that a directive names, with or without braces around them. */
export function readFieldSet(text: string): SelectionSetNode {
  const braced = text.trimStart().startsWith('{') ? text : `{ ${text} }`;
  const [definition] = parse(braced, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`Expected a field set, got ${text}.`);
  return definition.selectionSet;
}

/** Reads the arguments that a field takes from a context. */
export function readContextArguments(given: unknown): ContextArgument[] {
  return ((given ?? []) as readonly Readonly<Record<string, string>>[]).map((each) => ({
    ...{ name: each['name'] ?? '', context: each['context'] ?? '' },
    type: parseType(each['type'] ?? '', { noLocation: true }),
    selection: readFieldSet(each['selection'] ?? ''),
  }));
}

/** The name of a type without its lists and non-nulls. */
export function nameOfType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOfType(type.type);
}
