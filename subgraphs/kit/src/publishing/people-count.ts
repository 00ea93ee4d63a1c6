import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { smallestPublishedCount } from './suppression.js';

/** A number of people that may be published: suppressed and zero look different. */
@ObjectType({ description: 'A number of distinct people (số người), withheld when it is small.' })
@Directive('@shareable')
export class PeopleCount {
  @Field(() => Int, { nullable: true, description: 'The number; null when suppressed.' })
  people!: number | null;

  @Field(() => Boolean, {
    description: `Whether the number is withheld: 1 to ${smallestPublishedCount - 1} people, or a number that would reveal so few by subtraction.`,
  })
  suppressed!: boolean;
}

/**
 * A number of people as it may be published.
 * @param withheld for another number's sake, which could be worked out from this one.
 */
export function peopleCount(people: number, withheld = false): PeopleCount {
  const suppressed = withheld || (people > 0 && people < smallestPublishedCount);
  return { people: suppressed ? null : people, suppressed };
}
