import {
  type DocumentNode,
  type FieldDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  isTypeDefinitionNode,
  Kind,
  type OperationTypeNode,
  parse,
  type TypeDefinitionNode,
} from 'graphql';
import { apiSchema } from './api-schema.js';
import { typesByContext } from './context-arguments.js';
import { type CostDirectives, readCostDirectives } from './cost-directives.js';
import { listedSubgraphs, overrideLabels } from './join.js';
import { JoinedSubgraph } from './joined-subgraph.js';
import { type Link, namesakeDirective, readLinks } from './links.js';
import { namedType } from './named-type.js';
import { unsupportedFeatures } from './required-features.js';
import { type PlacedRequirements, readRequirementDirectives } from './requirement-directives.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import { applyFormats } from './value-formats.js';

/**
 * Reads the supergraph to serve.
 * @throws SupergraphError if the text is not a Federation 2 supergraph, or needs a feature that the gateway does not
 * have.
 */
export function readSupergraph(sdl: string): Supergraph {
  const supergraph = new Supergraph(sdl);
  const missing = unsupportedFeatures(supergraph.links);
  if (missing.length > 0) {
    throw new SupergraphError(
      `it needs ${missing.join(', ')} for its security or execution, which this gateway does not have`,
    );
  }
  if (supergraph.subgraphs.length === 0)
    throw new SupergraphError('it has no enum join__Graph, which lists the subgraphs');
  return supergraph;
}

/** A parsed supergraph. Its types come from all subgraphs, including inaccessible types. */
export class Supergraph {
  readonly document: DocumentNode;
  /** The linked specifications. */
  readonly links: readonly Link[];
  readonly subgraphs: readonly JoinedSubgraph[];
  /** The labels of progressive overrides, such as `percent(25)`. */
  readonly overrideLabels: readonly string[];
  /** The costs of its fields. */
  readonly costs: CostDirectives;
  /** The requirements of its types and fields. */
  readonly placedRequirements: readonly PlacedRequirements[];
  /** The names of its types. */
  readonly types: readonly string[];
  readonly #types: ReadonlyMap<string, TypeDefinitionNode>;
  readonly #subgraphs: ReadonlyMap<string, JoinedSubgraph>;
  readonly #contexts: ReadonlyMap<string, readonly string[]>;
  readonly #hidden: ReadonlySet<string>;
  readonly #roots = new Map<OperationTypeNode, string>();
  readonly #objects = new Map<string, string[]>();
  readonly #fields = new Map<string, ReadonlyMap<string, FieldDefinitionNode>>();
  readonly #supertypes = new Map<string, ReadonlySet<string>>();
  readonly #nestedKeys = new Map<string, boolean>();
  #api: GraphQLSchema | undefined;

  /** @throws SupergraphError if the text is not GraphQL, or its costs or requirements are malformed. */
  constructor(readonly sdl: string) {
    const document = parseSupergraph(sdl);
    const types = document.definitions.filter(isTypeDefinitionNode);
    this.document = document;
    this.links = readLinks(document);
    this.#types = new Map(types.map((type) => [type.name.value, type]));
    this.types = [...this.#types.keys()];
    this.subgraphs = listedSubgraphs(this.#types).map((listed) => new JoinedSubgraph(this, listed));
    this.#subgraphs = new Map(this.subgraphs.map((subgraph) => [subgraph.name, subgraph]));
    this.overrideLabels = overrideLabels(document);
    this.costs = readCostDirectives(document, this.links);
    this.placedRequirements = readRequirementDirectives(document, this.links);
    this.#contexts = typesByContext(types, this.links);
    const inaccessible = namesakeDirective(this.links, 'inaccessible');
    const hidden = types.filter(({ directives }) => directives?.some(({ name }) => inaccessible.has(name.value)));
    this.#hidden = new Set(hidden.map(({ name }) => name.value));
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
      for (const { operation, type } of definition.operationTypes) this.#roots.set(operation, type.name.value);
    }
    for (const type of types) {
      if (type.kind === Kind.UNION_TYPE_DEFINITION)
        this.#objects.set(
          type.name.value,
          (type.types ?? []).map(({ name }) => name.value),
        );
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      this.#objects.set(type.name.value, [type.name.value]);
      for (const { name: general } of type.interfaces ?? []) {
        const known = this.#objects.get(general.value);
        if (known) known.push(type.name.value);
        else this.#objects.set(general.value, [type.name.value]);
      }
    }
  }

  /** The schema that callers see. It is built at first use, because planning does not need it. */
  get api(): GraphQLSchema {
    if (!this.#api) {
      this.#api = apiSchema(this.document, this.links);
      applyFormats(this.#api, this.document, this.links);
    }
    return this.#api;
  }

  /** A subgraph, by its name. */
  subgraph(name: string): JoinedSubgraph {
    const found = this.#subgraphs.get(name);
    if (!found) throw new Error(`Expected a subgraph of the supergraph, got ${name}.`);
    return found;
  }

  type(name: string): TypeDefinitionNode | undefined {
    return this.#types.get(name);
  }

  readonly hasType = (name: string): boolean => this.#types.has(name);

  /** Whether an enum has a value. */
  readonly hasValue = (typeName: string, value: string): boolean => {
    const type = this.#types.get(typeName);
    return type?.kind === Kind.ENUM_TYPE_DEFINITION && type.values?.some(({ name }) => name.value === value) === true;
  };

  readonly isInterface = (name: string): boolean => this.#types.get(name)?.kind === Kind.INTERFACE_TYPE_DEFINITION;

  isObject(name: string): boolean {
    return this.#types.get(name)?.kind === Kind.OBJECT_TYPE_DEFINITION;
  }

  /** Whether a type is an interface or union. */
  isAbstract(name: string): boolean {
    return this.isInterface(name) || this.#types.get(name)?.kind === Kind.UNION_TYPE_DEFINITION;
  }

  /** Whether a type has fields. */
  isComposite(name: string): boolean {
    return this.isObject(name) || this.isAbstract(name);
  }

  /** Whether a type is hidden from callers. */
  isHidden(name: string): boolean {
    return this.#hidden.has(name);
  }

  /** Whether an object of a type also has another type: the type itself, an interface or a union. */
  readonly is = (name: string, condition: string): boolean =>
    name === condition || this.#supertypesOf(name).has(condition);

  /** The names of all types that are subtypes of a type, including itself. */
  kinds(condition: string): string[] {
    return this.types.filter((name) => this.is(name, condition));
  }

  /** The object types that a type stands for; an object type stands for itself. */
  possibleTypes(name: string): readonly string[] {
    return this.#objects.get(name) ?? [];
  }

  root(operation: OperationTypeNode): string {
    return this.#roots.get(operation) ?? operation.replace(/^./, (letter) => letter.toUpperCase());
  }

  /** A field of an object type or interface, in the supergraph. */
  field(typeName: string, name: string): FieldDefinitionNode | undefined {
    return this.fields(typeName).get(name);
  }

  /** The fields of an object type or interface, by name. */
  fields(typeName: string): ReadonlyMap<string, FieldDefinitionNode> {
    let known = this.#fields.get(typeName);
    if (!known) {
      const type = this.#types.get(typeName);
      const hasFields = type?.kind === Kind.OBJECT_TYPE_DEFINITION || type?.kind === Kind.INTERFACE_TYPE_DEFINITION;
      known = new Map((hasFields ? (type.fields ?? []) : []).map((field) => [field.name.value, field]));
      this.#fields.set(typeName, known);
    }
    return known;
  }

  /** The name of a field's type, in the supergraph; undefined if there is no such field. */
  fieldType(typeName: string, name: string): string | undefined {
    const field = this.field(typeName, name);
    return field && namedType(field.type);
  }

  /** The names of the subgraphs that resolve a field. */
  answering(typeName: string, name: string): string[] {
    return this.subgraphs
      .filter((subgraph) => subgraph.field(typeName, name)?.isExternal === false)
      .map((subgraph) => subgraph.name);
  }

  /** Whether a subgraph has a key of the type with nested fields. */
  hasNestedKeys(typeName: string): boolean {
    let has = this.#nestedKeys.get(typeName);
    if (has === undefined) {
      const keys = this.subgraphs.flatMap((subgraph) => subgraph.resolvableKeys(subgraph.nameOf(typeName)));
      has = keys.some(({ selections }) => selections.some((each) => 'selectionSet' in each && each.selectionSet));
      this.#nestedKeys.set(typeName, has);
    }
    return has;
  }

  /** The types with a context. */
  typesWithContext(context: string): readonly string[] {
    return this.#contexts.get(context) ?? [];
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

function parseSupergraph(sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new SupergraphError(error.message, { cause: error });
  }
}
