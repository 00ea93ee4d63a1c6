import { type Deprecation, readDeprecation } from '@hub/protocol';
import {
  getNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import { documentOf, type Operation } from '../operation/operation.js';

/** A deprecated element that an operation uses. */
export interface DeprecatedUse extends Partial<Deprecation> {
  /** As `Type.field`, `Type.field(argument:)` or `Enum.VALUE`. */
  readonly coordinate: string;
  readonly reason: string;
}

/** The maximum number of deprecated uses reported for one operation. */
const maxUses = 50;

/** The deprecated elements that an operation uses, in order; computed once for each operation and schema. */
export const deprecatedUses = onceForEach((schema: GraphQLSchema) => {
  const hasAny = hasDeprecated(schema);
  return onceForEach((operation: Operation) => (hasAny ? usesIn(schema, operation) : []));
});

function usesIn(schema: GraphQLSchema, operation: Operation): readonly DeprecatedUse[] {
  const found = new Map<string, DeprecatedUse>();
  const add = (coordinate: string, reason: string | null | undefined) => {
    if (reason == null || found.size >= maxUses) return;
    found.set(coordinate, { coordinate, reason, ...readDeprecation(reason) });
  };
  const types = new TypeInfo(schema);
  visit(
    documentOf(operation),
    visitWithTypeInfo(types, {
      [Kind.FIELD]: () => {
        const [parent, field] = [types.getParentType(), types.getFieldDef()];
        if (parent && field) add(`${parent.name}.${field.name}`, field.deprecationReason);
      },
      [Kind.ARGUMENT]: () => {
        const [parent, field, argument] = [types.getParentType(), types.getFieldDef(), types.getArgument()];
        if (parent && field && argument) {
          add(`${parent.name}.${field.name}(${argument.name}:)`, argument.deprecationReason);
        }
      },
      [Kind.OBJECT_FIELD]: (node) => {
        const parent = types.getParentInputType();
        const type = parent && getNamedType(parent);
        if (!isInputObjectType(type)) return;
        add(`${type.name}.${node.name.value}`, type.getFields()[node.name.value]?.deprecationReason);
      },
      [Kind.ENUM]: (node) => {
        const input = types.getInputType();
        const type = input && getNamedType(input);
        if (isEnumType(type)) add(`${type.name}.${node.value}`, type.getValue(node.value)?.deprecationReason);
      },
    }),
  );
  return [...found.values()].toSorted((one, other) => one.coordinate.localeCompare(other.coordinate));
}

const isDeprecated = ({ deprecationReason }: { deprecationReason?: string | null | undefined }) =>
  deprecationReason != null;

/** Whether a schema deprecates anything. Most do not, and then operations are not searched. */
function hasDeprecated(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).some((type) => {
    if (type.name.startsWith('__')) return false;
    if (isEnumType(type)) return type.getValues().some(isDeprecated);
    if (isInputObjectType(type)) return Object.values(type.getFields()).some(isDeprecated);
    if (!isObjectType(type) && !isInterfaceType(type)) return false;
    return Object.values(type.getFields()).some((field) => isDeprecated(field) || field.args.some(isDeprecated));
  });
}

/**
 * The HTTP headers of deprecated uses: the first date of deprecation and the first date of removal.
 * @see https://www.rfc-editor.org/rfc/rfc9745
 * @see https://www.rfc-editor.org/rfc/rfc8594
 */
export function deprecationHeaders(uses: readonly DeprecatedUse[]): Readonly<Record<string, string>> {
  const since = uses.flatMap((one) => one.since ?? []).sort()[0];
  const until = uses.flatMap((one) => one.until ?? []).sort()[0];
  return {
    ...(since !== undefined && { deprecation: `@${Date.parse(`${since}T00:00:00+07:00`) / 1000}` }),
    ...(until !== undefined && { sunset: new Date(`${until}T23:59:59+07:00`).toUTCString() }),
    ...(since !== undefined && { link: '</changes>; rel="deprecation"; type="text/markdown"' }),
  };
}
