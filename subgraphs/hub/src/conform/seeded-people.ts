import { type Cell, zeroPublished } from '@hub/protocol';

/** An invented person of a trial, with the day and place at which the person reached the goal. */
export interface SeededPerson {
  /** Twelve digits that no citizen has: the first three are 999. */
  readonly number: string;
  readonly commune: string;
  /** The last day of a month, or a day before it. */
  readonly reachedOn: string;
  /** The file that contains the person. */
  readonly file: 1 | 2;
}

/**
 * Number of a commune's people who reach the goal in the first month and in the second, by position. In the first month
 * all counts end in nine, so that a total with simple rounding discloses each of them. In the second, some communes
 * gain one person, so that their published number rises and the total discloses the gain; others gain more, or none.
 */
const plan: readonly (readonly [first: number, second: number])[] = [
  ...[[19, 1] as const, [9, 0] as const, [9, 1] as const, [19, 0] as const, [9, 8] as const, [9, 1] as const],
];

/** The people of a trial in all communes; equal communes and months give equal people. */
export function seededPeople(communes: readonly string[], months: readonly [string, string]): SeededPerson[] {
  let next = 0;
  return communes.flatMap((commune, index) => {
    const [first, second] = plan[index % plan.length] ?? [0, 0];
    const some = (count: number, file: 1 | 2): SeededPerson[] =>
      Array.from({ length: count }, () => {
        next += 1;
        const day = String(1 + (next % 28)).padStart(2, '0');
        return {
          number: `999180${String(next).padStart(6, '0')}`,
          commune,
          reachedOn: `${months[file - 1]}-${day}`,
          file,
        };
      });
    return [...some(first, 1), ...some(second, 2)];
  });
}

/** A file of people: one row for each person, with the day of the goal. */
export function seededFile(people: readonly SeededPerson[], file: 1 | 2): string {
  const rows = people.filter((one) => one.file === file);
  return [
    'citizen_number,full_name,sex,birth_year,commune_code,reached_on',
    ...rows.map(({ number, commune, reachedOn }, index) =>
      [number, 'Nguyễn Thị Thử', index % 2 === 0 ? 'FEMALE' : 'MALE', 1960 + (index % 35), commune, reachedOn].join(),
    ),
    '',
  ].join('\n');
}

/** True number of people who have reached the goal by a month's end, by commune, and in total under `root`. */
export function truthOf(people: readonly SeededPerson[], month: string, root: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { commune, reachedOn } of people) {
    if (reachedOn.slice(0, 7) > month) continue;
    for (const place of [commune, root]) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

/** The people in a place who have reached the goal by a month's end. */
export function peopleIn(
  people: readonly SeededPerson[],
  place: string,
  month: string,
  root: string,
): readonly SeededPerson[] {
  return people.filter(
    ({ commune, reachedOn }) => (place === root || place === commune) && reachedOn.slice(0, 7) <= month,
  );
}

/** Published bounds of a place in a month; zero to nine without a cell. */
export function saidOf(
  cells: ReadonlyMap<string, Cell>,
  goal: string,
  place: string,
  month: string,
): readonly [number, number] {
  const cell = [...cells.values()].find((one) => one[0] === goal && one[1] === place && one[3] === month);
  return cell ? [cell[4], cell[5]] : [zeroPublished.people, zeroPublished.atMost];
}
