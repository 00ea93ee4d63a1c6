import { clientError, type ValueFormat } from '@hub/protocol';
import {
  type ASTNode,
  GraphQLError,
  type GraphQLInputType,
  GraphQLID,
  type GraphQLSchema,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
  Kind,
  TypeInfo,
  type ValidationRule,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import type { Operation } from '../operation/operation.js';
import { formatOf, hasFormats } from '../supergraph/value-formats.js';

/** An input position of the schema, with the format that its value must have. */
interface Place {
  /** As a schema coordinate: `Goal.progress(period:)`. */
  readonly argument: string;
  /** Below the argument or the variable, such as `.days[1]`. */
  readonly path: string;
  readonly type: GraphQLInputType;
  readonly format: ValueFormat | undefined;
}

/** A value that does not have the format of its place. */
interface Fault extends Place {
  readonly value: unknown;
  readonly format: ValueFormat;
}

/** A place that receives a variable. */
interface VariablePlace extends Place {
  readonly variable: string;
}

/** The maximum length of a value in a message, in characters. */
const shownCharacters = 100;

/**
 * A validation rule: each literal in an argument, including nested inputs, must have the format that the schema
 * requires. Values of variables are checked with each request: see `malformedVariables`.
 */
export const MalformedValuesRule: ValidationRule = (context) => {
  if (!hasFormats(context.getSchema())) return {};
  return {
    Argument: (node) => {
      const place = placeOf(context);
      if (!place) return;
      // A variable is undefined here, and so not checked.
      for (const fault of faultsOf(valueFromASTUntyped(node.value), place)) context.reportError(errorOf(fault, node));
    },
  };
};

/**
 * Reports variables whose values do not have the format of the places that use them.
 * @param variables coerced, with their defaults.
 * @param maxErrors the maximum number of errors.
 */
export function malformedVariables(
  schema: GraphQLSchema,
  operation: Operation,
  variables: Readonly<Record<string, unknown>>,
  maxErrors: number,
): GraphQLError[] {
  if (!hasFormats(schema)) return [];
  const errors: GraphQLError[] = [];
  for (const place of placesOf(schema)(operation)) {
    for (const fault of faultsOf(valueAt(variables, place.variable), place)) {
      errors.push(errorOf(fault, undefined, place.variable));
      if (errors.length === maxErrors) return errors;
    }
  }
  return errors;
}

/** The places that receive variables, computed once for each operation. */
const placesOf = onceForEach((schema: GraphQLSchema) =>
  onceForEach((operation: Operation) => readPlaces(schema, operation)),
);

/** Finds the places that receive variables, each once. */
function readPlaces(schema: GraphQLSchema, { definition, fragments }: Operation): VariablePlace[] {
  const places = new Map<string, VariablePlace>();
  const types = new TypeInfo(schema);
  for (const node of [definition, ...fragments.values()]) {
    visit(
      node,
      visitWithTypeInfo(types, {
        Argument: ({ value }) => {
          const place = placeOf(types);
          if (!place) return;
          for (const found of variablesIn(value, place)) {
            const key = [found.variable, found.argument, found.path].join(' ');
            if (expectsAnything(found)) places.set(key, { ...found, path: '' });
          }
        },
      }),
    );
  }
  return [...places.values()];
}

/** The argument at the visitor's position; undefined for an argument of a directive. */
function placeOf(types: Pick<TypeInfo, 'getArgument' | 'getDirective' | 'getFieldDef' | 'getParentType'>) {
  const argument = types.getArgument();
  if (!argument || types.getDirective()) return undefined;
  const name = `${types.getParentType()?.name}.${types.getFieldDef()?.name}(${argument.name}:)`;
  return { argument: name, path: '', type: argument.type, format: formatOf(argument) } satisfies Place;
}

/** The places of variables inside a literal. */
function* variablesIn(node: ValueNode, place: Place): Generator<VariablePlace> {
  const type = isNonNullType(place.type) ? place.type.ofType : place.type;
  if (node.kind === Kind.VARIABLE) {
    yield { ...place, variable: node.name.value };
  } else if (isListType(type)) {
    const items = node.kind === Kind.LIST ? node.values : [node];
    for (const [index, item] of items.entries()) yield* variablesIn(item, itemOf(place, type.ofType, index));
  } else if (isInputObjectType(type) && node.kind === Kind.OBJECT) {
    for (const { name, value } of node.fields) {
      const field = type.getFields()[name.value];
      if (field) yield* variablesIn(value, fieldOf(place, field));
    }
  }
}

/** Finds values with a wrong format. Other rules refuse values of a wrong type. */
function* faultsOf(value: unknown, place: Place): Generator<Fault> {
  if (value === undefined || value === null) return;
  const type = isNonNullType(place.type) ? place.type.ofType : place.type;
  if (isListType(type)) {
    if (!Array.isArray(value)) yield* faultsOf(value, { ...place, type: type.ofType });
    else for (const [index, item] of value.entries()) yield* faultsOf(item, itemOf(place, type.ofType, index));
  } else if (isInputObjectType(type)) {
    const given = value as Readonly<Record<string, unknown>>;
    for (const field of Object.values(type.getFields()))
      yield* faultsOf(valueAt(given, field.name), fieldOf(place, field));
  } else {
    // An ID may be written as an integer.
    const text = type === GraphQLID && typeof value === 'number' ? String(value) : value;
    const isText = typeof text === 'string';
    if (!isText && isSpecifiedScalarType(type)) return;
    for (const format of [place.format, formatOf(type)]) {
      if (format && !(isText && format.accepts(text))) yield { ...place, value, format };
    }
  }
}

/** Whether a place, or a place below it, requires a format. */
function expectsAnything({ type, format }: Place, seen = new Set<GraphQLInputType>()): boolean {
  if (format) return true;
  if (isNonNullType(type) || isListType(type)) return expectsAnything({ type: type.ofType } as Place, seen);
  if (isLeafType(type)) return formatOf(type) !== undefined;
  if (seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some(
    (field) => formatOf(field) !== undefined || expectsAnything({ type: field.type } as Place, seen),
  );
}

/** Reads an own property, also one named like an inherited one, such as `constructor`. */
function valueAt(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

const itemOf = (place: Place, type: GraphQLInputType, index: number): Place => ({
  ...place,
  type,
  path: `${place.path}[${index}]`,
});

const fieldOf = (
  place: Place,
  field: { readonly name: string; readonly type: GraphQLInputType; readonly extensions: object },
): Place => ({ ...place, type: field.type, format: formatOf(field), path: `${place.path}.${field.name}` });

function errorOf({ argument, path, value, format }: Fault, node: ASTNode | undefined, variable?: string): GraphQLError {
  const what = variable === undefined ? argument + path : `$${variable}${path}, which is given to ${argument},`;
  const shown = JSON.stringify(value).slice(0, shownCharacters);
  const error = clientError('BAD_USER_INPUT', `Expected ${what} to be ${format.expected}, but got ${shown}.`);
  const extensions = { ...error.extensions, argument, expected: format.expected, ...(variable && { variable }) };
  return new GraphQLError(error.message, { nodes: node, extensions });
}
