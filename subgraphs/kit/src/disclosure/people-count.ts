import { Directive, Field, Int, ObjectType } from 'type-graphql';

/** A published number of people. */
@ObjectType({
  description:
    'A published number of distinct people (số người): one of the whole numbers from `people` to `atMost`, so that it shows no single person.',
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
      'The upper bound (số người, nhiều nhất): nine more, for many numbers of the whole nineteen, or a few further where exactly that would show other people. Null before the first release.',
  })
  atMost!: number | null;
}
