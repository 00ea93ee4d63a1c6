import { isSchoolYear, parseSchoolYear } from '@hub/kit';
import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';

function checked(value: unknown): string {
  if (typeof value !== 'string' || !isSchoolYear(value)) parseSchoolYear(String(value));
  return String(value);
}

/** A school year as a text, such as `2025-2026`. */
export const GraphQLSchoolYear = new GraphQLScalarType<string, string>({
  name: 'SchoolYear',
  description:
    'A school year (năm học), `2025-2026`: from 1 August 2025 to 31 July 2026. It crosses calendar years; a `Period` never does.',
  serialize: checked,
  parseValue: checked,
  parseLiteral: (node) => checked(valueFromASTUntyped(node)),
  extensions: { directives: { format: { as: 'schoolYear' } } },
});
