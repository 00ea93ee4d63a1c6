import { type FieldNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import type { Operation } from './operation.js';

const prefix = '_alias_';

/**
 * An operation in which no alias is the name of a field: the planner takes such a one for that field, which may be a
 * key or required, and plans with the wrong value or merges the two.
 * @param isFieldName whether some type of the supergraph has a field of a name.
 */
export function withoutShadowingAliases(
  { definition, fragments }: Operation,
  isFieldName: (name: string) => boolean,
): Operation {
  const shadows = (alias: string) => isFieldName(alias) || alias.startsWith('__') || alias.startsWith(prefix);
  const rename = <Node extends OperationDefinitionNode | FragmentDefinitionNode>(node: Node): Node =>
    visit(node, {
      // What is asked about the schema is planned by nobody.
      FragmentDefinition: ({ typeCondition }) => (typeCondition.name.value.startsWith('__') ? false : undefined),
      Field: ({ alias, ...field }): FieldNode | false | undefined => {
        if (field.name.value === '__schema' || field.name.value === '__type') return false;
        if (!alias) return undefined;
        // The planner takes a field and the same one under its own name for two.
        if (alias.value === field.name.value) return field;
        if (!shadows(alias.value)) return undefined;
        return { ...field, alias: { kind: Kind.NAME, value: prefix + alias.value } };
      },
    });
  return {
    definition: rename(definition),
    fragments: new Map([...fragments].map(([name, fragment]) => [name, rename(fragment)])),
  };
}

/** The name under which a client reads a field of an operation that `withoutShadowingAliases` gave. */
export function clientKey({ alias, name }: FieldNode): string {
  if (!alias) return name.value;
  return alias.value.startsWith(prefix) ? alias.value.slice(prefix.length) : alias.value;
}
