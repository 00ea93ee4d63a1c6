import { readRows, type Row } from './files.js';

/** A goal that a person reached, from a file of an organisation. */
export interface Reached {
  readonly goal: string;
  readonly person: string;
  readonly commune: string;
  readonly day: string;
}

const adult = (row: Row, day: string) => Number(day.slice(0, 4)) - Number(row['birth_year']) >= 18;

function reached(row: Row, day: string | undefined, ...goals: string[]): Reached[] {
  if (!day) return [];
  const { citizen_number: person = '', commune_code: commune = '' } = row;
  return goals
    .filter((goal) => goal !== 'ADULTS_BASIC' || adult(row, day))
    .map((goal) => ({ goal, person, commune, day }));
}

/** The members of learning groups, as the organisation corrected them. */
function membersOfGroups(): ReadonlyMap<string, Row> {
  const folder = 'subgraphs/womens-union/demo';
  const rows = [folder, `${folder}/corrections`].flatMap((one) => readRows(`${one}/group-members.csv`));
  return new Map(rows.map((row) => [`${row['group_code']} ${row['citizen_number']}`, row]));
}

/** The people and the goals that they reached, by the organisation of the file. */
export const sources = {
  'womens-union': () =>
    [...membersOfGroups().values()].flatMap((row) => reached(row, row['completed_on'], 'ADULTS_BASIC')),
  'youth-union': () => [
    ...readRows('subgraphs/youth-union/demo/guided-people.csv').flatMap((row) =>
      reached(row, row['passed_on'], 'ADULTS_BASIC'),
    ),
    ...readRows('subgraphs/youth-union/demo/team-members.csv').flatMap((row) =>
      reached(row, row['trained_on'], 'ADULTS_BASIC'),
    ),
  ],
  university: () =>
    readRows('subgraphs/university/demo/enrolments.csv').flatMap((row) =>
      reached(row, row['result'] === 'PASSED' ? row['result_on'] : '', row['goal_code'] ?? ''),
    ),
  'public-sector': () =>
    readRows('subgraphs/public-sector/demo/training-records.csv').flatMap((row) =>
      reached(row, row['result'] === 'PASSED' ? row['completed_on'] : '', 'PUBLIC_SECTOR', 'ADULTS_BASIC'),
    ),
} as const satisfies Readonly<Record<string, () => Reached[]>>;

/** The earliest fact of each person. */
export function earliestFacts(facts: readonly Reached[]): ReadonlyMap<string, Reached> {
  const first = new Map<string, Reached>();
  for (const fact of facts) {
    const known = first.get(fact.person);
    if (!known || fact.day < known.day) first.set(fact.person, fact);
  }
  return first;
}
