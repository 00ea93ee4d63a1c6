import { faultOfDeprecation, type Finding, readDeprecation, type SubgraphSchema } from '@hub/protocol';
import {
  type ConstDirectiveNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type Token,
} from 'graphql';

/** Finds what is deprecated without saying what replaces it and until when it is answered, or with too short a notice. */
export function unclearDeprecations({ types }: SubgraphSchema): Finding[] {
  const findings: Finding[] = [];
  const look = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined, at: Token | undefined) => {
    const deprecated = directives?.find(({ name }) => name.value === 'deprecated');
    if (!deprecated) return;
    const value = deprecated.arguments?.find(({ name }) => name.value === 'reason')?.value;
    const fault = faultOfDeprecation(value?.kind === Kind.STRING ? value.value : '');
    if (fault === undefined) return;
    const message = `${coordinate} is deprecated: ${fault}.`;
    findings.push({
      code: 'DEPRECATION_UNCLEAR',
      severity: 'ERROR',
      message,
      coordinate,
      line: at?.line,
      column: at?.column,
    });
  };
  for (const { name, nodes, fields } of types.values()) {
    for (const field of fields) {
      const coordinate = `${name}.${field.name.value}`;
      look(coordinate, field.directives, field.loc?.startToken);
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      for (const one of field.arguments ?? []) {
        look(`${coordinate}(${one.name.value}:)`, one.directives, one.loc?.startToken);
      }
    }
    for (const value of nodes.flatMap((node) => ('values' in node ? (node.values ?? []) : []))) {
      look(`${name}.${value.name.value}`, value.directives, value.loc?.startToken);
    }
  }
  return findings;
}

/** Whether what a coordinate names was deprecated with a notice that is over on a day. */
export function isNoticeOver(schema: GraphQLSchema, coordinate: string, today: string): boolean {
  const promised = readDeprecation(reasonAt(schema, coordinate));
  return promised !== undefined && promised.until < today;
}

/** Why what a coordinate names is deprecated; undefined where it is not. */
export function reasonAt(schema: GraphQLSchema, coordinate: string): string | undefined {
  const [, type = '', member = '', argument] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  const found = schema.getType(type);
  if (isEnumType(found)) return found.getValue(member)?.deprecationReason ?? undefined;
  if (isInputObjectType(found)) return found.getFields()[member]?.deprecationReason ?? undefined;
  if (!isObjectType(found) && !isInterfaceType(found)) return undefined;
  const field = found.getFields()[member];
  if (argument === undefined) return field?.deprecationReason ?? undefined;
  return field?.args.find(({ name }) => name === argument)?.deprecationReason ?? undefined;
}
