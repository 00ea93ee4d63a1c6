import {
  type ConstDirectiveNode,
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { SupergraphError } from '../supergraph/supergraph-error.js';
import { namesakeDirective, readLinks } from '../supergraph/links.js';
import { imply, type Requirement } from './requirement.js';

/** What a supergraph demands of those who ask for its types and fields. All that apply must be met. */
export interface Requirements {
  /** Nothing in the supergraph demands anything. */
  readonly isEmpty: boolean;
  /** What an object type, scalar or enum demands. Equal requirements are one object. */
  readonly ofType: (type: string) => readonly Requirement[];
  /** What a field of an object type demands, apart from its type and the one it returns. */
  readonly ofField: (type: string, field: string) => readonly Requirement[];
  /** Where fields demand more than elsewhere, since they are asked of single communes. */
  readonly atFinerLevel?: {
    /** Whether a field leads there, given arguments of some names. */
    readonly isReachedBy: (type: string, field: string, given: readonly string[]) => boolean;
    /** Whether all below objects of a type is there. */
    readonly isType: (type: string) => boolean;
    /** What is demanded there alone. */
    readonly demands: ReadonlySet<Requirement>;
  };
  /** The object types that an object of a type may be of, the inaccessible ones too; the type itself where it is one. */
  readonly possibleTypes: (type: string) => readonly string[];
  /** The name of the type that a field of an object type returns, without lists and non-null. */
  readonly returned: (type: string, field: string) => string | undefined;
}

/**
 * Reads what `@authenticated`, `@requiresScopes` and `@policy` demand, whatever a supergraph calls them.
 *
 * Composition writes on an interface what all types that implement it demand together. Such a requirement says nothing
 * that these types do not, and is left to them, so that each object is judged by its own type. One that says more was
 * written on the interface itself, as composition allowed before 2.9.4: there it holds for all that implement it.
 * @param schema the supergraph's, with the types and fields that clients must not know of.
 * @throws SupergraphError when a directive is not as its specification has it.
 * @see https://www.apollographql.com/docs/graphos/routing/security/authorization
 */
export function readRequirements(supergraph: DocumentNode, schema: GraphQLSchema): Requirements {
  const read = requirementReader(supergraph);
  const byPlace = new Map<string, readonly Requirement[]>();
  const at = (place: string): readonly Requirement[] => byPlace.get(place) ?? none;
  const add = (place: string, requirements: readonly Requirement[]) => {
    if (requirements.length > 0) byPlace.set(place, [...new Set([...at(place), ...requirements])]);
  };
  const interfaces: { readonly name: string; readonly field?: string; readonly own: readonly Requirement[] }[] = [];

  for (const definition of supergraph.definitions) {
    switch (definition.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_EXTENSION:
      case Kind.ENUM_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_EXTENSION:
        add(definition.name.value, read(definition, definition.name.value));
        break;
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION: {
        const name = definition.name.value;
        const isInterface = isInterfaceType(schema.getType(name));
        const own = read(definition, name);
        if (isInterface) interfaces.push({ name, own });
        else add(name, own);
        for (const field of definition.fields ?? []) {
          const coordinate = `${name}.${field.name.value}`;
          const ofField = read(field, coordinate);
          if (isInterface) interfaces.push({ name, field: field.name.value, own: ofField });
          else add(coordinate, ofField);
        }
      }
    }
  }

  const possible = new Map(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
  const possibleTypes = (type: string): readonly string[] =>
    possible.get(type) ?? (isObjectType(schema.getType(type)) ? [type] : []);

  for (const { name, field, own } of interfaces) {
    const places = possibleTypes(name).map((type) => (field === undefined ? type : `${type}.${field}`));
    const together = places.flatMap(at);
    const more = own.filter((requirement) => !imply(together, requirement));
    for (const place of places) add(place, more);
  }

  return {
    isEmpty: byPlace.size === 0,
    ofType: at,
    ofField: (type, field) => at(`${type}.${field}`),
    possibleTypes,
    returned: (typeName, fieldName) => {
      const type = schema.getType(typeName);
      const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
      return field && getNamedType(field.type).name;
    },
  };
}

const none: readonly Requirement[] = [];

type Directed = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/** Reads the requirements that stand at an element; equal ones are one object. */
function requirementReader(supergraph: DocumentNode): (element: Directed, coordinate: string) => Requirement[] {
  const links = readLinks(supergraph);
  const authenticated = namesakeDirective(links, 'authenticated');
  const requiresScopes = namesakeDirective(links, 'requiresScopes');
  const policy = namesakeDirective(links, 'policy');
  const known = new Map<string, Requirement>();
  const once = (requirement: Requirement): Requirement => {
    const key = JSON.stringify(requirement);
    const same = known.get(key);
    if (!same) known.set(key, requirement);
    return same ?? requirement;
  };
  return ({ directives = [] }, coordinate) =>
    directives.flatMap((directive): Requirement[] => {
      const name = directive.name.value;
      const sets = (argument: string) => readSets(directive, argument, coordinate);
      if (authenticated.has(name)) return [once({ kind: 'authenticated' })];
      if (requiresScopes.has(name)) return [once({ kind: 'scopes', anyOf: sets('scopes') })];
      if (policy.has(name)) return [once({ kind: 'policies', anyOf: sets('policies') })];
      return [];
    });
}

/** An argument of type `[[String!]!]!`, with the order in its sets made one. */
function readSets(directive: ConstDirectiveNode, argument: string, coordinate: string): string[][] {
  const node = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  const value: unknown = node && valueFromASTUntyped(node);
  // A value that stands where a list is expected is a list of that one.
  const sets = value === undefined ? [undefined] : [value].flat().map((set) => [set].flat());
  if (!sets.flat().every((one) => typeof one === 'string')) {
    throw new SupergraphError(
      `expected lists of strings as ${argument} of @${directive.name.value} on ${coordinate}, got ${JSON.stringify(value)}`,
    );
  }
  return (sets as string[][]).map((set) => [...new Set(set)].sort());
}
