import {
  type DirectiveNode,
  parseType,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { argument } from './applied.js';
import { fieldSet, selectionSet } from './field-set.js';
import { type Link, namesakeDirective } from './links.js';

/**
 * A field argument whose value comes from an object above the field, and not from the caller.
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives#fromcontext
 */
export interface ContextArgument {
  readonly name: string;
  readonly type: TypeNode;
  /** The value comes from the nearest object above whose type has this context. */
  readonly context: string;
  /** Selects one leaf of that object. */
  readonly selection: SelectionSetNode;
}

/** The context arguments of a field in a subgraph, from its `@join__field`. */
export function readContextArguments(join: DirectiveNode): ContextArgument[] {
  const given = join.arguments?.find(({ name }) => name.value === 'contextArguments');
  const all = given ? (valueFromASTUntyped(given.value) as readonly Record<string, string>[]) : [];
  return all.map(({ name = '', type = '', context = '', selection = '' }) => ({
    ...{ name, context, type: parseType(type, { noLocation: true }) },
    // Plain fields have braces around them, fragments do not.
    selection: selection.trimStart().startsWith('{') ? selectionSet(selection) : fieldSet(selection),
  }));
}

/** The names of the types with a context, by the context's name. */
export function typesByContext(
  types: readonly TypeDefinitionNode[],
  links: readonly Link[],
): ReadonlyMap<string, readonly string[]> {
  const directives = namesakeDirective(links, 'context');
  const byContext = new Map<string, string[]>();
  for (const type of types) {
    for (const directive of type.directives ?? []) {
      if (!directives.has(directive.name.value)) continue;
      const context = String(argument(directive, 'name'));
      byContext.set(context, [...(byContext.get(context) ?? []), type.name.value]);
    }
  }
  return byContext;
}
