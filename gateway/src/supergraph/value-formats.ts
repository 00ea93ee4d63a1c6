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
 * Adds to the API schema the formats of scalars, arguments and input fields, from `@format(as: …)` of the hub's
 * specification under its local name. A supergraph without a link to the specification stays unchanged; an unknown
 * format is not checked.
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

/** The format of a scalar, an argument or an input field; undefined if any value is allowed. */
export function formatOf(element: { readonly extensions: object }): ValueFormat | undefined {
  return (element.extensions as { readonly [formatKey]?: ValueFormat })[formatKey];
}

/** Whether a schema has any formats. */
export function hasFormats({ extensions }: GraphQLSchema): boolean {
  return formatKey in extensions;
}

/** The local names of `@format`, without `@`. */
function formatNames(links: readonly Link[]): ReadonlySet<string> {
  return new Set(
    links
      .filter(({ url }) => url.startsWith(`${formatSpecification}v1.`))
      .flatMap(({ prefix, imports }) => [imports.get('@format')?.slice(1) ?? prefix, `${prefix}__format`]),
  );
}
