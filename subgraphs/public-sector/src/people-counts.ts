import { peopleCount, type PeopleCount } from '@hub/kit';

/** A number of people as it may be published, or withheld for another number's sake. */
export function countUnless(withheld: boolean, people: number): PeopleCount {
  return withheld ? { people: null, suppressed: true } : peopleCount(people);
}
