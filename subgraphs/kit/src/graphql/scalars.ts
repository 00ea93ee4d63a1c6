import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars';

/** How many texts a scalar remembers that it found good. */
const mostRemembered = 1000;

/** Serialises a text once: answers have the same few days and moments in thousands of objects. */
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
  extensions: { directives: { format: { as: 'date' } } },
});

/** `DateTime` of the shared vocabulary: a moment in RFC 3339. */
export const GraphQLMoment = new GraphQLScalarType({
  ...moment,
  serialize: remembering(serializeMoment),
  description: 'A moment (thời điểm) as RFC 3339 has it, in UTC.',
});
