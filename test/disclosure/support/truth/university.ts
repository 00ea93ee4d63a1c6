import type { CellId, World } from '../structure.js';
import { readRows, Tally } from './files.js';
import { addReleases } from './releases.js';

const folder = 'subgraphs/university/demo';
const organisations = ['', 'womens-union', 'youth-union', 'university', 'public-sector', 'education', 'identity'];

/** Adds the learners of classes, and of courses by organisation, with those who passed; and the releases. */
export function addUniversity(world: World): void {
  const { structure } = world;
  addReleases(world, 'university');
  const courseOf = new Map(
    readRows(`${folder}/classes.csv`).map(({ code = '', course_code = '' }) => [code, course_code]),
  );
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
  for (const [course, classes] of Map.groupBy(courseOf.keys(), (code) => courseOf.get(code) ?? '')) {
    const all = both('learners by course (unpublished)', course);
    const ofClasses = classes.map((code) => both('learners by class', code));
    const ofOrganisations = organisations.map((code) =>
      both('learners by course and organisation', `${course} ${code}`),
    );
    for (const pairs of [ofClasses, ofOrganisations]) {
      const [cells, parts] = [pairs.map(([whole]) => whole), pairs.map(([, part]) => part)];
      structure.groups.push({ table: 'learners', by: 'together', cells, parts });
      structure.unions.push({ whole: all[0], parts: cells, isDisjoint: false });
      structure.unions.push({ whole: all[1], parts, isDisjoint: false });
    }
  }
}
