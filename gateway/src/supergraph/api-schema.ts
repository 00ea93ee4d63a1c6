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

/** Directives whose application callers may see. */
const visibleDirectives = new Set(['deprecated', 'specifiedBy', 'oneOf']);

/** Where in an operation a directive may stand. */
const operationLocations = new Set([
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'VARIABLE_DEFINITION'],
  ...['FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
]);

/**
 * `@deprecated` as the specification of 2021 has it. The library's own may also stand on the definition of a directive, a
 * location that programs of before do not know: they would not read the schema.
 */
const [deprecatedDefinition] = parse(
  'directive @deprecated(reason: String = "No longer supported") on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE',
  { noLocation: true },
).definitions as [DefinitionNode];

/** The schema of a text that was printed from such a schema. */
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
 * The schema that callers see: a supergraph without the elements of the specifications that it links to (`join`,
 * `link` …) and without what is `@inaccessible`, and with the `@defer` that the gateway itself sees to.
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

/** A directive of an organisation's own specification that callers may write in their operations. */
function isForOperations({ locations }: DirectiveDefinitionNode): boolean {
  return locations.some(({ value }) => operationLocations.has(value));
}

function shown({ directives }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) {
  return directives?.filter(({ name }) => visibleDirectives.has(name.value));
}

/** Which elements belong to a linked specification, and what `@inaccessible` is called here. */
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
