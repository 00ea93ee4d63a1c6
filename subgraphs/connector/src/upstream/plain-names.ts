import { readSubgraph } from '@hub/protocol';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  visit,
} from 'graphql';

/** The directives of Federation that a schema may apply. */
const directives = [
  ...['key', 'requires', 'provides', 'external', 'shareable', 'override', 'inaccessible', 'tag', 'extends'],
  ...[
    'interfaceObject',
    'composeDirective',
    'authenticated',
    'requiresScopes',
    'policy',
    'cost',
    'listSize',
    'context',
  ],
  ...['fromContext', 'cacheTag'],
];

/** Definitions that every subgraph adds by itself, and that some print into their schemas. */
const added = new Set(['_Any', '_Entity', '_Service', 'FieldSet', '_FieldSet', 'link__Import', 'link__Purpose']);

/**
 * A schema in which Federation's directives have their specified names, whatever the subgraph calls them
 * (`@link(import: [{ name: "@key", as: "@primary" }])`, `@federation__requiresScopes`), so that a check of a caller's
 * rights cannot miss a demand because of its name. Definitions that every subgraph adds by itself are left out.
 */
export function withPlainNames(document: DocumentNode): DocumentNode {
  const subgraph = readSubgraph(document);
  const used = new Set<string>();
  const plainName = (node: ConstDirectiveNode | DirectiveNode): string | undefined =>
    directives.find((name) => subgraph.applied(name, [node as ConstDirectiveNode]).length > 0);
  const renamed: DocumentNode = visit(document, {
    Directive: (node): DirectiveNode | undefined => {
      const name = plainName(node);
      if (name === undefined) return undefined;
      used.add(name);
      return { ...node, name: { ...node.name, value: name } };
    },
  });
  const local = new Set(
    directives.flatMap((name) => [name, `federation__${name}`, ...localNames(document, name)]).concat('link'),
  );
  const definitions = renamed.definitions.flatMap((node): DefinitionNode[] => {
    if (node.kind === Kind.DIRECTIVE_DEFINITION && local.has(node.name.value)) return [];
    if ('name' in node && node.name && isAdded(node.name.value)) return [];
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) {
      const fields = node.fields?.filter(({ name: { value } }) => value !== '_entities' && value !== '_service');
      const isEmptied = fields?.length === 0 && (node.fields?.length ?? 0) > 0;
      return isEmptied ? [] : [{ ...node, ...(fields && { fields }) }];
    }
    return [node];
  });
  return { ...renamed, definitions: definitions.map((node) => withImports(node, used)) };
}

function isAdded(name: string): boolean {
  return added.has(name) || name.startsWith('federation__');
}

/** A document's names for a directive, by the import of its `@link`. */
function localNames(document: DocumentNode, name: string): string[] {
  const found: string[] = [];
  visit(document, {
    ObjectValue: ({ fields }) => {
      const valueOf = (field: string) => {
        const value = fields.find((one) => one.name.value === field)?.value;
        return value?.kind === Kind.STRING ? value.value : undefined;
      };
      const as = valueOf('as');
      if (valueOf('name') === `@${name}` && as !== undefined) found.push(as.slice(1));
    },
  });
  return found;
}

/** A schema's definition whose link to Federation imports the used directives, under their own names. */
function withImports(node: DefinitionNode, used: ReadonlySet<string>): DefinitionNode {
  if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) return node;
  return {
    ...node,
    directives: (node.directives ?? []).map((directive): ConstDirectiveNode => {
      const isFederation = directive.arguments?.some(
        ({ name, value }) => name.value === 'url' && value.kind === Kind.STRING && value.value.includes('/federation/'),
      );
      if (directive.name.value !== 'link' || !isFederation) return directive;
      const imported = {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'import' },
        value: { kind: Kind.LIST, values: [...used].map((name) => ({ kind: Kind.STRING, value: `@${name}` })) },
      };
      const others = directive.arguments?.filter(({ name }) => name.value !== 'import' && name.value !== 'as') ?? [];
      return { ...directive, arguments: [...others, imported] } as ConstDirectiveNode;
    }),
  };
}
