import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars';

/** `Date` of the shared vocabulary: a calendar day as `YYYY-MM-DD`, a text on both sides. */
export const GraphQLDay = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  name: 'Date',
  description: 'A calendar day (ngày), `YYYY-MM-DD`.',
  extensions: { directives: { format: { as: 'date' } } },
});

/** `DateTime` of the shared vocabulary: a moment in RFC 3339. */
export const GraphQLMoment = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: 'A moment (thời điểm) as RFC 3339 has it, in UTC.',
});
