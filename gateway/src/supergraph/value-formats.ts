import { formatSpecification, type ValueFormat, valueFormats } from '@hub/protocol';
import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  Kind,
} from 'graphql';
import { argument } from './applied.js';
import type { Link } from './links.js';

/** A scalar, an argument or an input field of a schema. */
interface Formatted {
  extensions: object;
}

const formatKey = Symbol('format');

/**
 * Tells the schema that callers see which texts the supergraph expects of its scalars, arguments and input fields: what
 * `@format(as: …)` of the hub's specification says, under whichever name the supergraph imports it. A supergraph that
 * does not link to the specification stays as it is, and a format that the gateway does not know is not checked.
 */
export function applyFormats(api: GraphQLSchema, supergraph: DocumentNode, links: readonly Link[]): void {
  const names = formatNames(links);
  if (names.size === 0) return;
  const apply = (
    node: { readonly directives?: readonly DirectiveNode[] | undefined },
    element: Formatted | undefined,
  ) => {
    const directive = node.directives?.find(({ name }) => names.has(name.value));
    const name = directive && argument(directive, 'as');
    if (!element || typeof name !== 'string' || !Object.hasOwn(valueFormats, name)) return;
    element.extensions = { ...element.extensions, [formatKey]: valueFormats[name as keyof typeof valueFormats] };
    api.extensions = { ...api.extensions, [formatKey]: true };
  };
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const type = api.getType(definition.name.value);
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION && isScalarType(type)) apply(definition, type);
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && isInputObjectType(type)) {
      for (const field of definition.fields ?? []) apply(field, type.getFields()[field.name.value]);
    }
    if (
      (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) &&
      (isObjectType(type) || isInterfaceType(type))
    ) {
      for (const { name, arguments: nodes } of definition.fields ?? []) {
        const known = type.getFields()[name.value]?.args;
        for (const node of nodes ?? [])
          apply(
            node,
            known?.find((one) => one.name === node.name.value),
          );
      }
    }
  }
}

/** What a scalar, an argument or an input field expects; undefined where that is anything. */
export function formatOf(element: { readonly extensions: object }): ValueFormat | undefined {
  return (element.extensions as { readonly [formatKey]?: ValueFormat })[formatKey];
}

/** Whether a schema expects anything of any text. */
export function hasFormats({ extensions }: GraphQLSchema): boolean {
  return formatKey in extensions;
}

/** What the supergraph calls `@format`, without `@`. */
function formatNames(links: readonly Link[]): ReadonlySet<string> {
  return new Set(
    links
      .filter(({ url }) => url.startsWith(`${formatSpecification}v1.`))
      .flatMap(({ prefix, imports }) => [imports.get('@format')?.slice(1) ?? prefix, `${prefix}__format`]),
  );
}
