import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type NameNode,
  valueFromASTUntyped,
} from 'graphql';

/** Directives whose application clients may see. */
const visibleDirectives = new Set(['deprecated', 'specifiedBy', 'oneOf']);

/** Where in an operation a directive may stand. */
const operationLocations = new Set([
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'VARIABLE_DEFINITION'],
  ...['FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
]);

interface Element {
  readonly name: NameNode;
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/**
 * The schema that clients see: a supergraph without the elements of the specifications that it links to (`join`,
 * `link` …) and without what is `@inaccessible`.
 * @see https://specs.apollo.dev/inaccessible/v0.2/
 */
export function apiSchema(supergraph: DocumentNode): GraphQLSchema {
  const { isInternal, inaccessible } = readLinks(supergraph);
  const isVisible = ({ directives }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) =>
    !directives?.some(({ name }) => name.value === inaccessible);
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
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValidSDL: true });
}

/** A directive of an organisation's own specification that clients may write in their operations. */
function isForOperations({ locations }: DirectiveDefinitionNode): boolean {
  return locations.some(({ value }) => operationLocations.has(value));
}

function shown({ directives }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) {
  return directives?.filter(({ name }) => visibleDirectives.has(name.value));
}

/** Which elements belong to a linked specification, and what `@inaccessible` is called here. */
function readLinks(supergraph: DocumentNode) {
  const prefixes = new Set<string>();
  const imported = new Set<string>();
  let inaccessible = 'inaccessible';
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'link' && directive.name.value !== 'core') continue;
      const given = Object.fromEntries(
        (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
      );
      const identity = /([^/]+)(?:\/v\d+\.\d+)?\/?$/.exec(String(given['url'] ?? given['feature']))?.[1] ?? '';
      const prefix = typeof given['as'] === 'string' ? given['as'] : identity;
      prefixes.add(prefix);
      if (identity === 'inaccessible') inaccessible = prefix;
      for (const item of Array.isArray(given['import']) ? (given['import'] as unknown[]) : []) {
        const { name, as = name } = typeof item === 'string' ? { name: item } : (item as Record<string, unknown>);
        imported.add(String(as));
        if (identity === 'inaccessible' && name === '@inaccessible') inaccessible = String(as).slice(1);
      }
    }
  }
  const isInternal = (element: string): boolean => {
    const name = element.replace('@', '');
    const [prefix = '', rest] = name.split('__', 2);
    if (imported.has(element)) return true;
    return prefixes.has(prefix) && (rest !== undefined || element.startsWith('@'));
  };
  return { isInternal, inaccessible };
}
