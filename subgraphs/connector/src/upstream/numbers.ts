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

/** The meaning of a number: a count of people or households, another number, or undeclared. */
export type NumberKind = 'people' | 'other' | 'unknown';

/** The whole graph's type for a published count; its two numbers are judged together. */
export const peopleCountType = 'PeopleCount';

/** The meaning of each number in a schema. */
export class Numbers {
  /** The undeclared numbers, as `Type.field`. */
  readonly undeclared: readonly string[];
  /** The declared names that match no number of the schema. */
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

  /** The meaning of a field's number; the declarations for an object's interfaces count, too. */
  kindOf(typeName: string, field: string): NumberKind {
    if (typeName === peopleCountType) return field === 'people' ? 'people' : 'other';
    const type = this.schema.getType(typeName);
    const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
    const coordinates = [typeName, ...interfaces.map(({ name }) => name)].map((name) => `${name}.${field}`);
    // Of two declarations, the stricter counts.
    if (coordinates.some((one) => isNamed(this.settings.people, one))) return 'people';
    return coordinates.some((one) => isNamed(this.settings.other, one)) ? 'other' : 'unknown';
  }
}

function isNamed(patterns: readonly string[], coordinate: string): boolean {
  return shares({ shares: [...patterns] }, coordinate);
}

/** Whether the values of a type are numbers; for the schema's own scalars, the name decides. */
export function isNumber(type: GraphQLNamedType): boolean {
  if (!isScalarType(type)) return false;
  return isOwnScalar(type)
    ? /int|long|decimal|numeric|number|float|double/i.test(type.name)
    : type.name === 'Int' || type.name === 'Float';
}

function isOwnScalar(type: GraphQLNamedType): boolean {
  return isScalarType(type) && !specifiedScalarTypes.some(({ name }) => name === type.name);
}
