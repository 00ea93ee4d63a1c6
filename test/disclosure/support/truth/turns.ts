import type { CellId, World } from '../structure.js';
import { communesOfToday, readRows } from './files.js';

/** A session with its turns, as a file of an organisation has it. */
interface Session {
  readonly code: string;
  /** The service point of the session; empty where there is none. Its monthly total is published, too. */
  readonly point: string;
  /** A commune, or the province where only that is known. */
  readonly place: string;
  readonly month: string;
  readonly turns: number;
}

/** The table of turns by place and month of one organisation's releases for a goal. */
export const turnsTable = (organisation: string, goal: string) => `turns: ${organisation}, ${goal}`;

/** Adds the Women's Union's sessions of learning groups. */
export function addGroupSessions(world: World): void {
  const sessions = readRows('subgraphs/womens-union/demo/group-sessions.csv').map((row): Session => {
    const { code = '', commune_code: place = '', held_on = '', attendances } = row;
    return { code, point: '', place, month: held_on.slice(0, 7), turns: Number(attendances) };
  });
  addTurns(world, 'womens-union', 'ADULTS_BASIC', sessions);
}

/** Adds the Youth Union's guidance; what is published of it as one figure stays out of the demonstration. */
export function addGuidance(world: World): void {
  const sessions = readRows('subgraphs/youth-union/demo/guidance-sessions.csv').map((row): Session => {
    const { code = '', service_point_code: point = '', commune_code: place = '', held_on = '' } = row;
    return { code, point, place, month: held_on.slice(0, 7), turns: Number(row['occurrences']) };
  });
  addTurns(world, 'youth-union', 'ADULTS_BASIC', sessions);
}

/** Adds lessons in digital skills, which count where the school is. */
export function addLessons(world: World, communeOfSchool: ReadonlyMap<string, string>): void {
  const folder = 'subgraphs/education/demo';
  const schools = new Map(
    readRows(`${folder}/school-classes.csv`).map((row) => [row['code'] ?? '', row['school_code'] ?? '']),
  );
  const lessons = readRows(`${folder}/digital-skills-lessons.csv`).map((row): Session => {
    const { code = '', class_code = '', held_on = '', attendances } = row;
    const place = communeOfSchool.get(schools.get(class_code) ?? '') ?? '';
    return { code, point: '', place, month: held_on.slice(0, 7), turns: Number(attendances) };
  });
  addTurns(world, 'education', 'PUPILS', lessons);
}

/** Adds sessions, which are all listed, within service points' months, within communes' and the province's. */
function addTurns(world: World, organisation: string, goal: string, sessions: readonly Session[]): void {
  const table = turnsTable(organisation, goal);
  const sum = (cells: readonly CellId[]) => cells.reduce((turns, cell) => turns + world.people(cell), 0);
  const whole = (of: string, key: string, parts: readonly CellId[]) => {
    const cell = world.count(of, key, sum(parts));
    if (parts.length > 0) world.structure.unions.push({ whole: cell, parts, isDisjoint: true });
    return cell;
  };
  const communes = communesOfToday();
  for (const [month, ofMonth] of Map.groupBy(sessions, (session) => session.month)) {
    const partsIn = (place: string) => {
      const byPoint = Map.groupBy(
        ofMonth.filter((session) => session.place === place),
        ({ point }) => point,
      );
      return [...byPoint].flatMap(([point, ofPoint]) => {
        const cells = ofPoint.map(({ code, turns }) => world.count(`turns by session: ${organisation}`, code, turns));
        return point === '' ? cells : [whole('turns by service point', `${point} ${month}`, cells)];
      });
    };
    const listed = communes.flatMap((commune) => {
      const parts = partsIn(commune);
      const cell = whole(table, `${commune} ${month}`, parts);
      return parts.length > 0 ? [cell] : [];
    });
    world.structure.totalsThatRise.add(whole(table, `38 ${month}`, [...listed, ...partsIn('38')]));
  }
}
