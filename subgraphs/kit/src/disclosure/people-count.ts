import { Directive, Field, Int, ObjectType } from 'type-graphql';

/** A published number of people. */
@ObjectType({
  description:
    'A number of distinct people (số người), as it is published: one of the whole numbers from `people` to `atMost`, so that nobody can be read out of it.',
})
@Directive('@shareable')
export class PeopleCount {
  @Field(() => Int, {
    nullable: true,
    description:
      'At least so many: the number rounded down to ten, many of the whole to twenty, as of the newest release; none and 1 to 9 look alike (số người, ít nhất). Null before the first release.',
  })
  people!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'At most so many: nine more, of many numbers of the whole nineteen, or a few further where exactly that would tell of others (số người, nhiều nhất). Null before the first release.',
  })
  atMost!: number | null;
}
