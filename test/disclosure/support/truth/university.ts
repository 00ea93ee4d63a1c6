import type { CellId, World } from '../structure.js';
import { readRows, Tally } from './files.js';
import { addCover, addReleases } from './releases.js';

const folder = 'subgraphs/university/demo';
const organisations = ['', 'womens-union', 'youth-union', 'university', 'public-sector', 'education', 'identity'];

/** Adds learners and passes by class, and by course and organisation; and the releases. */
export function addUniversity(world: World): void {
  const { structure } = world;
  addReleases(world, 'university');
  const classes = readRows(`${folder}/classes.csv`);
  const courseOf = new Map(classes.map(({ code = '', course_code = '' }) => [code, course_code]));
  const goalOf = new Map(classes.map(({ course_code = '', goal_code = '' }) => [course_code, goal_code]));
  const [learners, passed] = [new Tally(), new Tally()];
  for (const row of readRows(`${folder}/enrolments.csv`)) {
    const { class_code = '', citizen_number = '', organisation_code = '', result } = row;
    const course = courseOf.get(class_code) ?? '';
    for (const key of [class_code, course, `${course} ${organisation_code}`]) {
      learners.add(key, citizen_number);
      if (result === 'PASSED') passed.add(key, citizen_number);
    }
  }
  const both = (table: string, key: string): readonly [CellId, CellId] => {
    const whole = world.count(table, key, learners.of(key));
    const part = world.count(`${table}, passed`, key, passed.of(key));
    structure.nested.push([whole, part]);
    return [whole, part];
  };
  const passedBy: Record<'class' | 'organisation', Record<string, CellId[]>> = { class: {}, organisation: {} };
  for (const [course, codes] of Map.groupBy(courseOf.keys(), (code) => courseOf.get(code) ?? '')) {
    const all = both('learners by course (unpublished)', course);
    const ofClasses = codes.map((code) => both('learners by class', code));
    const ofOrganisations = organisations.map((code) =>
      both('learners by course and organisation', `${course} ${code}`),
    );
    for (const pairs of [ofClasses, ofOrganisations]) {
      const [cells, parts] = [pairs.map(([whole]) => whole), pairs.map(([, part]) => part)];
      structure.groups.push({ table: 'learners', by: 'together', cells, parts });
      structure.unions.push({ whole: all[0], parts: cells, isDisjoint: false });
      structure.unions.push({ whole: all[1], parts, isDisjoint: false });
      const by = passedBy[pairs === ofClasses ? 'class' : 'organisation'];
      (by[goalOf.get(course) ?? ''] ??= []).push(...parts);
    }
  }
  // Who passed in a class reached the goal of its course.
  for (const by of Object.values(passedBy)) {
    for (const [goal, parts] of Object.entries(by)) addCover(world, 'university', goal, parts);
  }
}
