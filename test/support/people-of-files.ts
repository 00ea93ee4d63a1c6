import { earliestFacts, sources } from '../disclosure/support/truth/reached.js';

/** Citizens' numbers of the people in one place, by organisation. */
type PeopleByOrganisation = ReadonlyMap<string, ReadonlySet<string>>;

/** Files that were read already: a test that asks place by place would read them 167 times. */
const known = new Map<string, ReadonlyMap<string, PeopleByOrganisation>>();

/**
 * The people that reached a goal by the end of a month, according to the demonstration's files: by commune, and under
 * `all`. Each person is in the commune of the earliest fact that her organisation has. The function shares no code with
 * the hub.
 */
export function peopleOfFiles(goal: string, month: string): ReadonlyMap<string, PeopleByOrganisation> {
  const key = `${goal} ${month}`;
  const people = known.get(key) ?? readPeople(goal, month);
  known.set(key, people);
  return people;
}

function readPeople(goal: string, month: string): ReadonlyMap<string, PeopleByOrganisation> {
  const places = new Map<string, Map<string, Set<string>>>();
  const add = (place: string, organisation: string, person: string) => {
    const ofPlace = places.get(place) ?? new Map<string, Set<string>>();
    places.set(place, ofPlace);
    ofPlace.set(organisation, (ofPlace.get(organisation) ?? new Set()).add(person));
  };
  for (const [organisation, read] of Object.entries(sources)) {
    const first = earliestFacts(read().filter((fact) => fact.goal === goal && fact.day.slice(0, 7) <= month));
    for (const { person, commune } of first.values()) {
      add(commune, organisation, person);
      add('all', organisation, person);
    }
  }
  return places;
}

/** How many different people some sets have together. */
export function together(sets: Iterable<ReadonlySet<string>>): number {
  const all = new Set<string>();
  for (const set of sets) for (const person of set) all.add(person);
  return all.size;
}

/** How many people two sets share. */
export function shared(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  return [...first].filter((person) => second.has(person)).length;
}
