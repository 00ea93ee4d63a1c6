import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type NameNode,
  parse,
} from 'graphql';
import { type Link, namesakeDirective } from './links.js';
import { deferDefinition } from './defer-directive.js';

/** Directives that stay visible in the schema for callers. */
const visibleDirectives = new Set(['deprecated', 'specifiedBy', 'oneOf']);

/** The locations of directives in operations. */
const operationLocations = new Set([
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'VARIABLE_DEFINITION'],
  ...['FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
]);

/**
 * `@deprecated` as in the specification of 2021. The library's own version also allows the location of directive
 * definitions; older programs do not know this location and fail to read the schema.
 */
const [deprecatedDefinition] = parse(
  'directive @deprecated(reason: String = "No longer supported") on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE',
  { noLocation: true },
).definitions as [DefinitionNode];

/** Builds the schema from a printed API schema. */
export function readApiSchema(text: string): GraphQLSchema {
  const { definitions } = parse(text, { noLocation: true });
  return buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...definitions, deprecatedDefinition] },
    { assumeValidSDL: true },
  );
}

interface Element {
  readonly name: NameNode;
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/**
 * Builds the schema that callers see: the supergraph without elements of linked specifications (`join`, `link` …) and
 * without `@inaccessible` elements, and with the gateway's own `@defer`.
 * @see https://specs.apollo.dev/inaccessible/v0.2/
 */
export function apiSchema(supergraph: DocumentNode, links: readonly Link[]): GraphQLSchema {
  const { isInternal, inaccessible } = linkedElements(links);
  const isVisible = ({ directives }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) =>
    !directives?.some(({ name }) => inaccessible.has(name.value));
  const hidden = new Set<string>();
  for (const definition of supergraph.definitions) {
    if ('name' in definition && definition.name && 'directives' in definition) {
      if (!isVisible(definition as Element)) hidden.add(definition.name.value);
    }
  }

  const visible = <E extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
    elements: readonly E[] | undefined,
  ): E[] => (elements ?? []).filter(isVisible).map((element) => ({ ...element, directives: shown(element) }));
  const named = <N extends { readonly name: NameNode }>(types: readonly N[] | undefined): N[] =>
    (types ?? []).filter(({ name }) => !hidden.has(name.value));

  const definitions = supergraph.definitions.flatMap((definition): DefinitionNode[] => {
    switch (definition.kind) {
      case Kind.SCHEMA_DEFINITION:
        return [
          {
            ...definition,
            directives: [],
            operationTypes: definition.operationTypes.filter(({ type }) => !hidden.has(type.name.value)),
          },
        ];
      case Kind.DIRECTIVE_DEFINITION:
        if (definition.name.value === deferDefinition.name.value) return [];
        return isInternal(`@${definition.name.value}`) && !isForOperations(definition)
          ? []
          : [{ ...definition, arguments: visible(definition.arguments) }];
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        return visible([definition]).map((type) => ({
          ...type,
          interfaces: named(type.interfaces),
          fields: visible(type.fields).map((field) => ({ ...field, arguments: visible(field.arguments) })),
        }));
      case Kind.UNION_TYPE_DEFINITION:
        return visible([definition]).map((type) => ({ ...type, types: named(type.types) }));
      case Kind.ENUM_TYPE_DEFINITION:
        if (isInternal(definition.name.value)) return [];
        return visible([definition]).map((type) => ({ ...type, values: visible(type.values) }));
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        if (isInternal(definition.name.value)) return [];
        return visible([definition]).map((type) => ({ ...type, fields: visible(type.fields) }));
      case Kind.SCALAR_TYPE_DEFINITION:
        return isInternal(definition.name.value) ? [] : visible([definition]);
      default:
        return [];
    }
  });
  return buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...definitions, deferDefinition, deprecatedDefinition] },
    { assumeValidSDL: true },
  );
}

/** Whether callers may use an organisation's own directive in operations. */
function isForOperations({ locations }: DirectiveDefinitionNode): boolean {
  return locations.some(({ value }) => operationLocations.has(value));
}

function shown({ directives }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) {
  return directives?.filter(({ name }) => visibleDirectives.has(name.value));
}

/** Tells which elements belong to a linked specification, and the local name of `@inaccessible`. */
function linkedElements(links: readonly Link[]) {
  const prefixes = new Set(links.map(({ prefix }) => prefix));
  const imported = new Set(links.flatMap(({ imports }) => [...imports.values()]));
  const isInternal = (element: string): boolean => {
    const name = element.replace('@', '');
    const [prefix = '', rest] = name.split('__', 2);
    if (imported.has(element)) return true;
    return prefixes.has(prefix) && (rest !== undefined || element.startsWith('@'));
  };
  return { isInternal, inaccessible: namesakeDirective(links, 'inaccessible') };
}
