import { type FieldDefinitionNode, Kind, parse, type TypeNode } from 'graphql';

/** A field for which a subgraph does separate work. */
export interface FieldWithWork {
  /** `Type.field`. */
  readonly coordinate: string;
  readonly parent: string;
  readonly field: FieldDefinitionNode;
  /** The name of the answer's type, without list and non-null. */
  readonly returns: string;
  readonly isList: boolean;
  /** Whether it answers no objects. */
  readonly isLeaf: boolean;
  /** Whether it is computed of what other organisations answer first. */
  readonly isComputed: boolean;
}

/**
 * The fields of a supergraph for which a subgraph does separate work, and that callers see: fields that return objects,
 * take arguments other than a language, have a price, or are computed from other organisations' answers. A page's nodes
 * and edges count as work of the field that has the page. Fields that the gateway answers itself are left out: they ask
 * no organisation, and have no price.
 */
export function fieldsWithWork(supergraph: string): FieldWithWork[] {
  const objects = parse(supergraph, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ? [definition] : [],
  );
  const objectNames = new Set(objects.map(({ name }) => name.value));
  return objects
    .filter((type) => !isGateways(type))
    .filter(({ name }) => !name.value.endsWith('Edge') && !/^(?:join|link)__/.test(name.value))
    .flatMap(({ name, fields = [] }) => fields.map((field) => ({ parent: name.value, field })))
    .filter(({ field }) => !has(field, 'inaccessible') && !isGateways(field))
    .map(({ parent, field }) => ({
      coordinate: `${parent}.${field.name.value}`,
      ...{
        parent,
        field,
        returns: namedType(field.type),
        isList: isList(field.type),
        isLeaf: !objectNames.has(namedType(field.type)),
      },
      isComputed: (field.directives ?? []).some(
        ({ name, arguments: given }) =>
          name.value === 'join__field' && given?.some((argument) => argument.name.value === 'requires'),
      ),
    }))
    .filter(({ parent, field, returns, isComputed }) => {
      if (parent.endsWith('Connection')) return field.name.value === 'totalCount';
      const takesArguments = field.arguments?.some(({ name }) => name.value !== 'language');
      return objectNames.has(returns) || takesArguments === true || has(field, 'cost') || isComputed;
    });
}

/** Whether the gateway answers a type or field itself, and no organisation does. */
function isGateways({ directives = [] }: Pick<FieldDefinitionNode, 'directives'>): boolean {
  const graphs = directives
    .filter(({ name }) => name.value === 'join__type' || name.value === 'join__field')
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'graph'));
  return graphs.length > 0 && graphs.every(({ value }) => value.kind === Kind.ENUM && value.value === 'GATEWAY');
}

function has({ directives = [] }: FieldDefinitionNode, name: string): boolean {
  return directives.some((directive) => directive.name.value === name);
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isList(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return isList(type.type);
  return type.kind === Kind.LIST_TYPE;
}
