import { readRows, type Row } from '../disclosure/support/truth/files.js';

/** Somebody who reached a goal, as an organisation's file has it. */
interface Reached {
  readonly goal: string;
  readonly person: string;
  readonly commune: string;
  readonly day: string;
}

/** Citizens' numbers of the people in one place, by organisation. */
type PeopleByOrganisation = ReadonlyMap<string, ReadonlySet<string>>;

const isAdult = ({ birth_year: born }: Row, day: string) => Number(day.slice(0, 4)) - Number(born) >= 18;

function reached(row: Row, day: string | undefined, goals: readonly string[]): Reached[] {
  if (!day) return [];
  return goals
    .filter((goal) => goal !== 'ADULTS_BASIC' || isAdult(row, day))
    .map((goal) => ({ goal, person: row['citizen_number'] ?? '', commune: row['commune_code'] ?? '', day }));
}

/** What each organisation's files of records say. */
const files: Readonly<Record<string, () => Reached[]>> = {
  'womens-union': () =>
    readRows('subgraphs/womens-union/demo/group-members.csv').flatMap((row) =>
      reached(row, row['completed_on'], ['ADULTS_BASIC']),
    ),
  'youth-union': () => [
    ...readRows('subgraphs/youth-union/demo/guided-people.csv').flatMap((row) =>
      reached(row, row['passed_on'], ['ADULTS_BASIC']),
    ),
    ...readRows('subgraphs/youth-union/demo/team-members.csv').flatMap((row) =>
      reached(row, row['trained_on'], ['ADULTS_BASIC']),
    ),
  ],
  university: () =>
    readRows('subgraphs/university/demo/enrolments.csv').flatMap((row) =>
      row['result'] === 'PASSED' ? reached(row, row['result_on'], [row['goal_code'] ?? '']) : [],
    ),
  'public-sector': () =>
    readRows('subgraphs/public-sector/demo/training-records.csv').flatMap((row) =>
      row['result'] === 'PASSED' ? reached(row, row['completed_on'], ['PUBLIC_SECTOR', 'ADULTS_BASIC']) : [],
    ),
};

/**
 * The people whom the demonstration's files say to have reached a goal by the end of a month: by commune, and under `all`.
 * Each is in the commune of the earliest fact that her organisation has. It shares no code with the hub.
 */
export function peopleOfFiles(goal: string, month: string): ReadonlyMap<string, PeopleByOrganisation> {
  const places = new Map<string, Map<string, Set<string>>>();
  const add = (place: string, organisation: string, person: string) => {
    const ofPlace = places.get(place) ?? new Map<string, Set<string>>();
    places.set(place, ofPlace);
    ofPlace.set(organisation, (ofPlace.get(organisation) ?? new Set()).add(person));
  };
  for (const [organisation, read] of Object.entries(files)) {
    const first = new Map<string, Reached>();
    for (const fact of read()) {
      if (fact.goal !== goal || fact.day.slice(0, 7) > month) continue;
      const known = first.get(fact.person);
      if (!known || fact.day < known.day) first.set(fact.person, fact);
    }
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
