import { shares } from '@hub/protocol';
import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isScalarType,
  specifiedScalarTypes,
} from 'graphql';
import type { NumbersSettings } from './upstream-settings.js';

/** What a number is: a count of people or households, something else, or not known. */
export type NumberKind = 'people' | 'other' | 'unknown';

/** The type that the whole graph has for a published count; its two numbers are judged together. */
export const peopleCountType = 'PeopleCount';

/** What each number of a schema is. */
export class Numbers {
  /** The numbers of which nothing is said, as `Type.field`. */
  readonly undeclared: readonly string[];
  /** What is said of no number of the schema. */
  readonly strange: readonly string[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly settings: NumbersSettings,
  ) {
    const types = Object.values(schema.getTypeMap()).filter(
      ({ name }) => !name.startsWith('__') && name !== peopleCountType,
    );
    const fields = types.flatMap((type) =>
      isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).map(({ name, type: of }) => ({ type: type.name, name, of: getNamedType(of) }))
        : [],
    );
    this.undeclared = fields
      .filter(({ type, name, of }) => isNumber(of) && this.kindOf(type, name) === 'unknown')
      .map(({ type, name }) => `${type}.${name}`);
    const scalars = fields.filter(({ of }) => isNumber(of) || isOwnScalar(of));
    this.strange = [...settings.people, ...settings.other].filter(
      (pattern) => !scalars.some(({ type, name }) => isNamed([pattern], `${type}.${name}`)),
    );
  }

  /** What a field's number is; of an object's, what is said of its interfaces counts, too. */
  kindOf(typeName: string, field: string): NumberKind {
    if (typeName === peopleCountType) return field === 'people' ? 'people' : 'other';
    const type = this.schema.getType(typeName);
    const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
    const coordinates = [typeName, ...interfaces.map(({ name }) => name)].map((name) => `${name}.${field}`);
    // Whoever says both means the stricter.
    if (coordinates.some((one) => isNamed(this.settings.people, one))) return 'people';
    return coordinates.some((one) => isNamed(this.settings.other, one)) ? 'other' : 'unknown';
  }
}

function isNamed(patterns: readonly string[], coordinate: string): boolean {
  return shares({ shares: [...patterns] }, coordinate);
}

/** Whether the values of a type are numbers; of a scalar of the schema's own its name tells. */
export function isNumber(type: GraphQLNamedType): boolean {
  if (!isScalarType(type)) return false;
  return isOwnScalar(type)
    ? /int|long|decimal|numeric|number|float|double/i.test(type.name)
    : type.name === 'Int' || type.name === 'Float';
}

function isOwnScalar(type: GraphQLNamedType): boolean {
  return isScalarType(type) && !specifiedScalarTypes.some(({ name }) => name === type.name);
}
