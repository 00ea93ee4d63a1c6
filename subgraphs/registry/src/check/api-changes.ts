import {
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** A change of the schema that clients see. */
export interface ApiChange {
  /** Whether it breaks operations, may change what they mean, or does neither. */
  readonly kind: 'BREAKING' | 'DANGEROUS' | 'SAFE';
  /** The rule's name in graphql-js; for a safe change TYPE_ADDED, FIELD_ADDED or DEPRECATED. */
  readonly rule: string;
  /** The changed place, as `Goal.progress(commune:)`. */
  readonly coordinate: string;
  /** A document with one of these coordinates is affected by the change. */
  readonly touches: readonly string[];
  readonly description: string;
}

/** Compares two schemas as clients see them: breaking changes first, then dangerous ones, then safe ones. */
export function changesOf(former: GraphQLSchema, api: GraphQLSchema): ApiChange[] {
  const breaking = findBreakingChanges(former, api)
    // No document used a built-in scalar that the schema has dropped.
    .filter(({ description }) => !description.startsWith('Standard scalar'))
    .map((change) => ({ kind: 'BREAKING' as const, ...placed(change.type, change.description, former) }));
  const dangerous = findDangerousChanges(former, api).map((change) => ({
    kind: 'DANGEROUS' as const,
    ...placed(change.type, change.description, former),
  }));
  return [...breaking, ...dangerous, ...safeChanges(former, api)];
}

/** The place of graphql-js's changes, by the wording of their messages: type, field, argument or value. */
const wordings: readonly RegExp[] = [
  /^A required arg (?<argument>\w+) on directive (?<directive>\w+) was added/,
  /^(?<argument>\w+) was removed from (?<directive>\w+)\.$/,
  /^Repeatable flag was removed from (?<directive>\w+)/,
  /^\w+ was removed from union type (?<type>\w+)/,
  /^\w+ was added to union type (?<type>\w+)/,
  /^(?<field>\w+) was (?:removed from|added to) enum type (?<type>\w+)/,
  /^An? (?:required|optional) field (?<field>\w+) on input type (?<type>\w+) was added/,
  /^An? (?:required|optional) arg (?<argument>\w+) on (?<type>\w+)\.(?<field>\w+) was added/,
  /^\w+ added to interfaces implemented by (?<type>\w+)/,
  /^(?<type>\w+)\.(?<field>\w+) arg (?<argument>\w+) /,
  /^(?<type>\w+)\.(?<field>\w+) /,
  /^(?<type>\w+) /,
];

function placed(rule: string, description: string, former: GraphQLSchema): Omit<ApiChange, 'kind'> {
  const found = wordings.map((wording) => wording.exec(description)?.groups).find((groups) => groups !== undefined);
  const { type = '', field, argument, directive } = found ?? {};
  if (directive !== undefined || rule.startsWith('DIRECTIVE_')) {
    const coordinate = `@${directive ?? type}`;
    return { rule, description, coordinate, touches: [coordinate] };
  }
  const ofField = field === undefined ? type : `${type}.${field}`;
  const coordinate = argument === undefined ? ofField : `${ofField}(${argument}:)`;
  return { rule, description, coordinate, touches: touchesOf(rule, { type, ofField, coordinate }, former) };
}

function touchesOf(
  rule: string,
  { type, ofField, coordinate }: { type: string; ofField: string; coordinate: string },
  former: GraphQLSchema,
): readonly string[] {
  // Documents without the new argument or field are the ones that break.
  if (/ARG_ADDED$/.test(rule)) return [ofField];
  if (/INPUT_FIELD_ADDED$/.test(rule)) return [type];
  const own = former.getType(type);
  // A variable's value, which no document has, may contain any field or value.
  return isInputObjectType(own) || (isEnumType(own) && coordinate !== type)
    ? [coordinate, `${type} in a variable`]
    : [coordinate];
}

/** The additions, and the new deprecations. */
function safeChanges(former: GraphQLSchema, api: GraphQLSchema): ApiChange[] {
  const changes: ApiChange[] = [];
  const add = (rule: string, coordinate: string, description: string) =>
    changes.push({ kind: 'SAFE', rule, coordinate, touches: [coordinate], description });
  for (const type of Object.values(api.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const before = former.getType(type.name);
    if (!before) {
      add('TYPE_ADDED', type.name, `${type.name} was added.`);
      continue;
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const formerFields = isObjectType(before) || isInterfaceType(before) ? before.getFields() : {};
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const formerField = formerFields[field.name];
      if (!formerField) add('FIELD_ADDED', coordinate, `${coordinate} was added.`);
      else if (field.deprecationReason != null && formerField.deprecationReason == null)
        add('DEPRECATED', coordinate, `${coordinate} is deprecated: ${field.deprecationReason}`);
    }
  }
  return changes;
}
