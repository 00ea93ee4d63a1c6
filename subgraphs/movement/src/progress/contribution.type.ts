import { GraphQLDay, GraphQLMoment } from '@hub/kit';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** Why an expected organisation's share is not given. */
export enum NoShare {
  NOT_LINKED = 'NOT_LINKED',
  NOT_REPORTED = 'NOT_REPORTED',
  OUTSIDE_AGREEMENT = 'OUTSIDE_AGREEMENT',
}

registerEnumType(NoShare, {
  name: 'NoShare',
  description: "Why an organisation's share is not given (lý do không có phần đóng góp). None of them is zero.",
  valuesConfig: {
    NOT_LINKED: { description: 'Its system is not linked to the hub (chưa kết nối).' },
    NOT_REPORTED: { description: 'It has no release (chưa công bố).' },
    OUTSIDE_AGREEMENT: {
      description:
        'No agreement of its gives its figures of the goal to the caller, for the purpose of the request, at this level (ngoài thỏa thuận chia sẻ).',
    },
  },
});

/** What one organisation's release says of one goal, place and period. */
@ObjectType({
  description:
    "One organisation's share in a goal, as a release of its has it (phần đóng góp). Turns (lượt) and people (người) never add up.",
})
export class Contribution {
  @Field(() => Int, {
    nullable: true,
    description:
      'Distinct people (người) who have reached the goal by the end of the period, or by the last day that the release counts, mostly `through`, where the period goes on: a lower bound, because counts of people are rounded down to ten, and counts of the whole to twenty. They are counted where they live, pupils where their school is. Null in a period after that day, or where the commune began only after the period.',
  })
  people!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'At most so many people (người, nhiều nhất): mostly nine more, of the whole nineteen; null where people are.',
  })
  atMost!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Turns (lượt) of guidance or attendance in the period, as far as that day: the sum of its months, each rounded down to ten, of the whole to twenty, and lower where it would show few sessions; of a commune that began within the period, of the months since. Null where people are.',
  })
  occurrences!: number | null;

  @Field(() => GraphQLMoment, { description: 'When the release was made (lúc công bố).' })
  asOf!: Date;

  @Field(() => Boolean, { description: 'Whether made-up demonstration data (dữ liệu minh họa) is part of the figure.' })
  demonstration!: boolean;

  @Field(() => GraphQLDay, {
    nullable: true,
    description:
      'The last day of which the data are complete (số liệu đầy đủ đến hết ngày); null where nothing proves any.',
  })
  through!: string | null;

  @Field(() => Int, { description: 'The number of the release that says so (số của đợt công bố).' })
  release!: number;

  @Field(() => Boolean, {
    description:
      'Whether that release was withdrawn since (đã thu hồi): then the figures are what was known, not what holds.',
  })
  withdrawn!: boolean;
}
