import { isSchoolYear, parseSchoolYear } from '@hub/protocol';
import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars';

/** How many valid texts a scalar remembers. */
const mostRemembered = 1000;

/** Serialises each text once: answers have the same few days and moments in thousands of objects. */
function remembering<Value>(serialize: (value: unknown) => Value): (value: unknown) => Value {
  const known = new Map<string, Value>();
  return (value) => {
    if (typeof value !== 'string') return serialize(value);
    let serialized = known.get(value);
    if (serialized === undefined) {
      serialized = serialize(value);
      if (known.size >= mostRemembered) known.clear();
      known.set(value, serialized);
    }
    return serialized;
  };
}

const { serialize: serializeDay, ...day } = GraphQLLocalDate.toConfig();
const { serialize: serializeMoment, ...moment } = GraphQLDateTime.toConfig();

/** `Date` of the shared vocabulary: a calendar day as `YYYY-MM-DD`, a text on both sides. */
export const GraphQLDay = new GraphQLScalarType({
  ...day,
  serialize: remembering(serializeDay),
  name: 'Date',
  description: 'A calendar day (ngày), `YYYY-MM-DD`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  extensions: { directives: { format: { as: 'date' } } },
});

/** `DateTime` of the shared vocabulary: a moment in RFC 3339. */
export const GraphQLMoment = new GraphQLScalarType({
  ...moment,
  serialize: remembering(serializeMoment),
  description: 'A moment (thời điểm) as RFC 3339 has it, in UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
});

function schoolYearOf(value: unknown): string {
  if (typeof value !== 'string' || !isSchoolYear(value)) parseSchoolYear(String(value));
  return String(value);
}

/** A school year as a text, such as `2025-2026`. */
export const GraphQLSchoolYear = new GraphQLScalarType<string, string>({
  name: 'SchoolYear',
  description:
    'A school year (năm học), `2025-2026`: from 1 August 2025 to 31 July 2026. It crosses calendar years; a `Period` never does.',
  specifiedByURL: 'https://specs.digital-education.example/format/v1.0#schoolYear',
  serialize: schoolYearOf,
  parseValue: schoolYearOf,
  parseLiteral: (node) => schoolYearOf(valueFromASTUntyped(node)),
  extensions: { directives: { format: { as: 'schoolYear' } } },
});
