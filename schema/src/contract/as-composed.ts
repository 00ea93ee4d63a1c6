import { type DocumentNode, Kind, type OperationTypeNode, visit } from 'graphql';

/** The newest version of the federation directives that composition knows; it reads no later addition. */
const newest = 9;

const rootNames: Readonly<Record<OperationTypeNode, string>> = {
  query: 'Query',
  mutation: 'Mutation',
  subscription: 'Subscription',
};

/**
 * Writes a subgraph's schema as composition reads it: with root types named `Query`, `Mutation` and `Subscription`, and with
 * a version of the federation directives that composition knows.
 */
export function asComposed(schema: DocumentNode): DocumentNode {
  return withKnownLinks(withStandardRoots(schema));
}

function withStandardRoots(schema: DocumentNode): DocumentNode {
  const defined = new Set(schema.definitions.map((one) => 'name' in one && one.name?.value));
  const renamed = new Map(
    schema.definitions
      .flatMap((one) =>
        one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION ? (one.operationTypes ?? []) : [],
      )
      .map(({ operation, type }) => [type.name.value, rootNames[operation]] as const)
      // Two types of one name: composition says so.
      .filter(([name, standard]) => name !== standard && !defined.has(standard)),
  );
  if (renamed.size === 0) return schema;
  const rename = <Named extends { readonly name: { readonly value: string } }>(node: Named): Named | undefined => {
    const standard = renamed.get(node.name.value);
    return standard === undefined ? undefined : { ...node, name: { ...node.name, value: standard } };
  };
  return visit(schema, { NamedType: rename, ObjectTypeDefinition: rename, ObjectTypeExtension: rename });
}

function withKnownLinks(schema: DocumentNode): DocumentNode {
  return visit(schema, {
    Directive(node) {
      if (node.name.value !== 'link') return undefined;
      return visit(node, {
        StringValue(text) {
          const [, version] = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.(\d+)$/.exec(text.value) ?? [];
          if (Number(version) > newest) return { ...text, value: text.value.replace(/\d+$/, String(newest)) };
          // A scalar for the definition of `@fromContext`, which composition has itself.
          return text.value === 'ContextFieldValue' ? null : undefined;
        },
      });
    },
    FieldDefinition: () => false,
  });
}
