import {
  buildASTSchema,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  Kind,
  type NamedTypeNode,
  type NameNode,
  parse,
  type TypeDefinitionNode,
} from 'graphql';
import type { SubgraphModel } from './subgraph-model.js';
import { applied, nameOfType } from './supergraph-model.js';

/** Makes the schema of a subgraph from what the supergraph says of it, with the fields that every subgraph has. */
export function subgraphSchema(subgraph: SubgraphModel): GraphQLSchema {
  const { supergraph } = subgraph;
  const definitions: DefinitionNode[] = [...supergraph.types.values()].flatMap((type) => {
    const { value: name } = type.name;
    if (name === supergraph.root('query') || name.includes('__')) return [];
    // A supergraph written by hand may leave out that a subgraph has a leaf's type or an argument's.
    const isPart = subgraph.has(name) || !supergraph.isComposite(name);
    const own = isPart ? ownDefinition(subgraph, type) : undefined;
    return own ? [own] : [];
  });
  const isThere = (name: string) => definitions.some((each) => 'name' in each && each.name?.value === name);
  const entities = [...supergraph.types.values()].flatMap(({ kind, name: { value: name } }) => {
    const isObject = kind === Kind.OBJECT_TYPE_DEFINITION || subgraph.hasAsObject(name);
    return isObject && subgraph.keys(name).length > 0 && isThere(name) ? [name] : [];
  });
  const lookup = '_entities(representations: [_Any!]!): [_Entity]!';
  const fixed = parse(
    `scalar _Any type _Service { sdl: String }
     ${entities.length > 0 ? `union _Entity = ${entities.join(' | ')}` : ''}
     type Query { _service: _Service! ${entities.length > 0 ? lookup : ''} }`,
    { noLocation: true },
  ).definitions;
  const query = supergraph.types.get(supergraph.root('query'));
  const roots = fixed.map((definition): DefinitionNode => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || definition.name.value !== 'Query') return definition;
    const own = query && subgraph.has(query.name.value) ? ownFields(subgraph, query) : [];
    return {
      ...{ ...definition, name: nameNode(supergraph.root('query')) },
      fields: [...own, ...(definition.fields ?? [])],
    };
  });
  const kinds = (['query', 'mutation', 'subscription'] as const).filter(
    (operation) => operation === 'query' || isThere(supergraph.root(operation)),
  );
  const schema = parse(`schema { ${kinds.map((kind) => `${kind}: ${supergraph.root(kind)}`).join(' ')} }`, {
    noLocation: true,
  });
  return buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...definitions, ...roots, ...schema.definitions] },
    { assumeValid: true, assumeValidSDL: true },
  );
}

function ownDefinition(subgraph: SubgraphModel, type: TypeDefinitionNode): TypeDefinitionNode | undefined {
  const { name } = type;
  switch (type.kind) {
    case Kind.SCALAR_TYPE_DEFINITION:
      return { kind: type.kind, name };
    case Kind.ENUM_TYPE_DEFINITION:
      return {
        ...{ kind: type.kind, name },
        values:
          type.values?.filter((value) => !subgraph.has(name.value) || isOwn(subgraph, value, 'join__enumValue')) ?? [],
      };
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return {
        ...{ kind: type.kind, name },
        fields: type.fields?.filter((field) => isOwn(subgraph, field, 'join__field')) ?? [],
      };
    case Kind.UNION_TYPE_DEFINITION: {
      const types = subgraph.possible(name.value).map(namedType);
      return types.length > 0 ? { kind: type.kind, name, types } : undefined;
    }
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const fields = ownFields(subgraph, type);
      if (fields.length === 0) return undefined;
      const isObject = type.kind === Kind.OBJECT_TYPE_DEFINITION || subgraph.hasAsObject(name.value);
      const joins = subgraph.own(type, 'join__implements').map((join) => String(join['interface']));
      const all = (type.interfaces ?? []).map((each) => each.name.value);
      const interfaces = (applied(type, 'join__implements').length > 0 ? joins : all).filter(
        (each) => subgraph.has(each) && !subgraph.hasAsObject(each),
      );
      const kind = isObject ? Kind.OBJECT_TYPE_DEFINITION : Kind.INTERFACE_TYPE_DEFINITION;
      return { kind, name, fields, interfaces: interfaces.map(namedType) };
    }
  }
}

function ownFields(subgraph: SubgraphModel, type: TypeDefinitionNode): FieldDefinitionNode[] {
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
  return (type.fields ?? []).flatMap(({ name }) => {
    const own = subgraph.field(type.name.value, name.value);
    // A handwritten supergraph may not say that a subgraph has the type of an external field.
    if (!own || !isKnown(subgraph, nameOfType(own.type))) return [];
    const fromContext = own.context.map((each): InputValueDefinitionNode => ({
      ...{ kind: Kind.INPUT_VALUE_DEFINITION, name: nameNode(each.name), type: each.type },
    }));
    return [{ kind: Kind.FIELD_DEFINITION, name, type: own.type, arguments: [...own.args, ...fromContext] }];
  });
}

function isKnown(subgraph: SubgraphModel, type: string): boolean {
  return !subgraph.supergraph.isComposite(type) || subgraph.supergraph.isRoot(type) || subgraph.has(type);
}

/** Whether a subgraph has a value of an enum or a field of an input type: where none is named, all have. */
function isOwn(subgraph: SubgraphModel, definition: Parameters<typeof applied>[0], directive: string): boolean {
  return applied(definition, directive).length === 0 || subgraph.own(definition, directive).length > 0;
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function namedType(name: string): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: nameNode(name) };
}
