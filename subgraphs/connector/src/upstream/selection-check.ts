import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { type AnswerProblems, ownPrefix, type Place } from './answer-problems.js';
import { keyPrefix, typeKey } from './asked-fields.js';
import { entitiesCheck } from './entities-check.js';
import { type Condition, conditionOf, isMet } from './conditions.js';
import { leafCheck } from './leaf-checks.js';
import { peopleCountType } from './numbers.js';
import { judgePair } from './people-pair.js';
import type { UpstreamSchema } from './upstream-schema.js';

/** The input and the findings of judging one answer. */
export interface Judging {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly problems: AnswerProblems;
  /** Whether the answer was changed. */
  changed: boolean;
}

/** Marks an unusable value: the nearest nullable place above it becomes null. */
export const failed = Symbol('failed');

/** Judges a value. @returns the value, null instead of it, or `failed`. */
export type Check = (value: unknown, above: Place | undefined, key: string | number, judging: Judging) => unknown;

export type ObjectValue = Record<string, unknown>;

/** A field of a selection, from all places of the operation that request it in one object. */
export interface AskedField {
  readonly key: string;
  readonly name: string;
  readonly isNullable: boolean;
  /**
   * Whether only the connector requested it, so that it is removed from the answer; the code that compares keys removes
   * them.
   */
  readonly isAdded: boolean;
  /** The field is present where one of these is met; always where the list is empty. */
  readonly conditions: readonly (readonly Condition[])[];
  readonly check: Check;
}

/** A selection and its conditions. */
interface Selected {
  readonly set: SelectionSetNode;
  readonly conditions: readonly Condition[];
}

/** Compiles a document's selections into checks of the answers. */
export class SelectionChecks {
  readonly #fields = new Map<GraphQLObjectType, Map<readonly Selected[], readonly AskedField[]>>();
  readonly #schema: GraphQLSchema;

  constructor(
    private readonly upstream: UpstreamSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {
    this.#schema = upstream.schema;
  }

  /** The check of the objects of a root type. */
  root(type: GraphQLObjectType, set: SelectionSetNode): Check {
    return this.#object(() => type, [{ set, conditions: [] }], type.name);
  }

  #output(type: GraphQLOutputType, selected: readonly Selected[], coordinate: [string, string]): Check {
    if (!isNonNullType(type)) {
      const inner = this.#nullable(type, selected, coordinate);
      return (value, above, key, judging) => {
        if (value === null) return null;
        const checked = inner(value, above, key, judging);
        return checked === failed ? null : checked;
      };
    }
    const inner = this.#nullable(type.ofType as GraphQLNullableType & GraphQLOutputType, selected, coordinate);
    const what = coordinate.join('.');
    return (value, above, key, judging) => {
      if (value !== null) return inner(value, above, key, judging);
      judging.problems.invalid({ above, key }, `${what}: expected no null`);
      return failed;
    };
  }

  #nullable(type: GraphQLOutputType, selected: readonly Selected[], coordinate: [string, string]): Check {
    const what = coordinate.join('.');
    if (isListType(type)) return listOf(this.#output(type.ofType, selected, coordinate), what);
    if (isLeafType(type)) {
      const judge = leafCheck(type, this.upstream.numbers.kindOf(...coordinate));
      return (value, above, key, { problems }) => {
        const verdict = judge(value);
        if (verdict === undefined) return value;
        if (verdict === 'invalid')
          problems.invalid({ above, key }, `${what}: expected ${type.name}, got ${kindOf(value)}`);
        else problems.withheld({ above, key }, verdict, what);
        return failed;
      };
    }
    if (isObjectType(type)) return this.#object(() => type, selected, what);
    if (!isAbstractType(type)) throw new Error(`Expected a type of answers, got ${String(type)}.`);
    const possible = new Map(this.#schema.getPossibleTypes(type).map((one) => [one.name, one]));
    return this.#object((value) => possible.get(String(value[typeKey])), selected, what);
  }

  #object(
    typeOf: (value: ObjectValue) => GraphQLObjectType | undefined,
    selected: readonly Selected[],
    what: string,
  ): Check {
    return (value, above, key, judging) => {
      const place = { above, key };
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        judging.problems.invalid(place, `${what}: expected an object, got ${kindOf(value)}`);
        return failed;
      }
      const type = typeOf(value as ObjectValue);
      if (!type) {
        judging.problems.invalid(place, `${what}: expected __typename of one of its types`);
        return failed;
      }
      // The root has no key.
      const at = key === '' ? undefined : place;
      return judgeFields(value as ObjectValue, this.#fieldsOf(type, selected), { type: type.name, at, judging });
    };
  }

  #fieldsOf(type: GraphQLObjectType, selected: readonly Selected[]): readonly AskedField[] {
    let ofType = this.#fields.get(type);
    if (!ofType) this.#fields.set(type, (ofType = new Map<readonly Selected[], readonly AskedField[]>()));
    let fields = ofType.get(selected);
    if (!fields) ofType.set(selected, (fields = this.#collect(type, selected)));
    return fields;
  }

  #collect(type: GraphQLObjectType, selected: readonly Selected[]): AskedField[] {
    const found = new Map<string, { readonly node: FieldNode; readonly conditions: readonly Condition[] }[]>();
    const visit = ({ set, conditions }: Selected): void => {
      for (const one of set.selections) {
        const own = [...conditions, ...conditionOf(one)];
        if (one.kind === Kind.FIELD) {
          const key = (one.alias ?? one.name).value;
          found.set(key, [...(found.get(key) ?? []), { node: one, conditions: own }]);
          continue;
        }
        const fragment = one.kind === Kind.INLINE_FRAGMENT ? one : this.fragments.get(one.name.value);
        const condition = fragment?.typeCondition?.name.value;
        if (fragment && this.#applies(condition, type)) visit({ set: fragment.selectionSet, conditions: own });
      }
    };
    for (const one of selected) visit(one);
    return [...found].map(([key, asked]) => this.#field(type, key, asked));
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }

  #field(
    type: GraphQLObjectType,
    key: string,
    asked: readonly { readonly node: FieldNode; readonly conditions: readonly Condition[] }[],
  ): AskedField {
    const name = (asked[0]?.node as FieldNode).name.value;
    const field = metaFields[name] ?? type.getFields()[name];
    if (!field) throw new Error(`Expected a field of ${type.name} that was validated, got ${name}.`);
    const selected = asked.flatMap(({ node: { selectionSet: set }, conditions }) => (set ? [{ set, conditions }] : []));
    const check = this.#output(field.type, selected, [type.name, name]);
    const isUnconditional = asked.some(({ conditions }) => conditions.length === 0);
    return {
      ...{ key, name, isNullable: !isNonNullType(field.type) },
      isAdded: key.startsWith(ownPrefix) && !key.startsWith(keyPrefix),
      conditions: isUnconditional ? [] : asked.map(({ conditions }) => conditions),
      check:
        name === '_entities'
          ? entitiesCheck(this.upstream, asked[0]?.node as FieldNode, check)
          : typeNameCheck(name, type, check),
    };
  }
}

const metaFields: Readonly<Record<string, GraphQLField<unknown, unknown>>> = {
  __typename: TypeNameMetaFieldDef,
  __schema: SchemaMetaFieldDef,
  __type: TypeMetaFieldDef,
};

function listOf(inner: Check, what: string): Check {
  return (value, above, key, judging) => {
    const at = { above, key };
    if (!Array.isArray(value)) {
      judging.problems.invalid(at, `${what}: expected a list, got ${kindOf(value)}`);
      return failed;
    }
    const list = value as unknown[];
    for (let index = 0; index < list.length; index++) {
      const checked = inner(list[index], at, index, judging);
      if (checked === failed) return failed;
      if (checked === list[index]) continue;
      list[index] = checked;
      judging.changed = true;
    }
    return list;
  };
}

/** An object with another type name is no object of that type. */
function typeNameCheck(name: string, type: GraphQLObjectType, check: Check): Check {
  if (name !== '__typename') return check;
  return (value, above, key, judging) => {
    if (value === type.name) return value;
    judging.problems.invalid({ above, key }, `${type.name}.__typename: expected ${type.name}`);
    return failed;
  };
}

/** Judges the fields of an object in place; it must have exactly the requested ones. */
function judgeFields(
  object: ObjectValue,
  fields: readonly AskedField[],
  { type, at, judging }: { readonly type: string; readonly at: Place | undefined; readonly judging: Judging },
): unknown {
  const before = judging.problems.count;
  let expected = 0;
  for (const { key, conditions, check } of fields) {
    if (conditions.length > 0 && !conditions.some((all) => isMet(all, judging.variables))) continue;
    expected += 1;
    const value = object[key];
    if (value === undefined) {
      judging.problems.invalid({ above: at, key }, `${type}: expected a value for each field that was asked for`);
      return failed;
    }
    const checked = check(value, at, key, judging);
    if (checked === failed) return failed;
    if (checked !== value) {
      object[key] = checked;
      judging.changed = true;
    }
  }
  let came = 0;
  for (const _key in object) came += 1;
  if (came !== expected) {
    judging.problems.invalid(at, `${type}: expected the fields that were asked for, got ${came - expected} more`);
    return failed;
  }
  if (type === peopleCountType && !judgePair(object, fields, { at, judging, isTold: judging.problems.count > before }))
    return failed;
  for (const { key, isAdded } of fields) {
    if (!isAdded) continue;
    object[key] = undefined;
    judging.changed = true;
  }
  return object;
}

/** The kind of a value, in words that do not reveal it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
