import { type CellId, tableOf, type World } from '../structure.js';
import { readRows, type Row, Tally } from './files.js';
import { addCover, addReleases, lastMonth, releaseTable } from './releases.js';

/**
 * Records that at least ten people of an agency share: course, day and result. That they do is public; their number is
 * not.
 */
export const sharedRecords = 'records shared by ten';

const folder = 'subgraphs/public-sector/demo';
const groups = ['CADRE', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'WORKER'];
const levels = ['BASIC', 'INTERMEDIATE', 'ADVANCED'];

/** Adds staff, training by agency, course and group, competency, and the releases. */
export function addPublicSector(world: World): void {
  const { structure } = world;
  addReleases(world, 'public-sector');
  // Each training record counts for both goals; who is of age is public.
  const [all, adults] = ['PUBLIC_SECTOR', 'ADULTS_BASIC'].map((goal) => releaseTable('public-sector', goal));
  for (const part of structure.cells) {
    if (tableOf(part) === adults) structure.nested.push([part.replace(adults, all ?? ''), part]);
  }
  const communeOf = new Map(
    readRows(`${folder}/agencies.csv`).map(({ code = '', commune_code = '' }) => [code, commune_code]),
  );
  const agencies = [...communeOf.keys()];
  const staffOf = addStaff(world, agencies);
  const records = readRows(`${folder}/training-records.csv`);
  const courses = [...new Set(records.map(({ course_code = '' }) => course_code))].sort();
  const [trained, passed] = [new Tally(), new Tally()];
  for (const row of records) {
    const { agency_code = '', course_code = '', staff_group = '', citizen_number = '', result } = row;
    const commune = communeOf.get(agency_code) ?? '';
    const keys = ['all', agency_code, commune, staff_group, course_code, `${agency_code} ${course_code}`];
    for (const key of keys) {
      trained.add(key, citizen_number);
      if (result === 'PASSED') passed.add(key, citizen_number);
    }
  }
  /** Adds a cell, and the people in it with a pass. */
  const both = (table: string, key: string): readonly [CellId, CellId] => {
    const whole = world.count(table, key, trained.of(key));
    const part = world.count(`${table}, passed`, key, passed.of(key));
    structure.nested.push([whole, part]);
    return [whole, part];
  };
  const ofAgency = new Map(agencies.map((agency) => [agency, both('training by agency', agency)]));
  const ofGroup = groups.map((group) => both('training by staff group', group));
  const everybody = both('training of everybody', 'all');
  const ofCommunes = [...Map.groupBy(agencies, (agency) => communeOf.get(agency) ?? '')].flatMap(([commune, own]) => {
    const parts = own.map((agency) => ofAgency.get(agency) ?? everybody);
    if (commune === '') return parts;
    const pair = both('training by commune', commune);
    for (const side of [0, 1] as const) {
      structure.unions.push({ whole: pair[side], parts: parts.map((part) => part[side]), isDisjoint: false });
    }
    return [pair];
  });
  const ofCourse = courses.map((course) => both('training by course', course));
  for (const pairs of [[...ofAgency.values()], ofGroup]) {
    structure.groups.push({ table: 'training', by: 'together', ...columns(pairs) });
  }
  for (const pairs of [[...ofAgency.values()], ofCommunes, ofGroup, ofCourse]) {
    for (const side of [0, 1] as const) {
      const parts = pairs.map((pair) => pair[side]);
      structure.unions.push({ whole: everybody[side], parts, isDisjoint: false });
    }
    for (const goal of ['PUBLIC_SECTOR', 'ADULTS_BASIC']) {
      addCover(
        world,
        'public-sector',
        goal,
        pairs.map((pair) => pair[1]),
      );
    }
  }
  const byCourse = courses.map((course, index) => {
    const total = ofCourse[index] ?? everybody;
    const cells = agencies.map((agency) => both('training by course and agency', `${agency} ${course}`));
    structure.groups.push({
      ...{ table: 'training by course', by: 'together', total: total[0], totalPart: total[1] },
      ...columns(cells),
    });
    for (const side of [0, 1] as const) {
      const parts = cells.map((pair) => pair[side]);
      structure.unions.push({ whole: total[side], parts, isDisjoint: false });
    }
    return cells;
  });
  for (const [index, agency] of agencies.entries()) {
    const whole = ofAgency.get(agency) ?? everybody;
    structure.nested.push([staffOf.get(agency) ?? '', whole[0]]);
    for (const side of [0, 1] as const) {
      const parts = byCourse.map((cells) => cells[index]?.[side] ?? '');
      structure.unions.push({ whole: whole[side], parts, isDisjoint: false });
    }
  }
  addSharedRecords(world, records);
  // Everybody with a pass has reached the goal: the release counts the same people.
  structure.equal.push([everybody[1], `${releaseTable('public-sector', 'PUBLIC_SECTOR')}|38 ${lastMonth}`]);
  addCompetency(world, agencies);
}

const columns = (pairs: readonly (readonly [CellId, CellId])[]) => ({
  cells: pairs.map(([whole]) => whole),
  parts: pairs.map(([, part]) => part),
});

function addSharedRecords(world: World, records: readonly Row[]): void {
  const sharing = new Tally();
  for (const { agency_code, course_code, completed_on, result, citizen_number = '' } of records) {
    sharing.add([agency_code, course_code, completed_on, result].join(' '), citizen_number);
  }
  for (const key of sharing.keys) {
    if (sharing.of(key) < 10) continue;
    const cell = world.count(sharedRecords, key, sharing.of(key));
    const [agency = '', course = '', , result = ''] = key.split(' ');
    const table = `training by course and agency${result === 'PASSED' ? ', passed' : ''}`;
    world.structure.nested.push([`${table}|${agency} ${course}`, cell]);
  }
}

/** Adds the head-counts by agency and group, and returns each agency's sum, which nobody publishes. */
export function addStaff(world: World, agencies: readonly string[]): Map<string, CellId> {
  const { structure } = world;
  const headcounts = new Map(
    readRows(`${folder}/staff-headcounts.csv`)
      .toSorted((a, b) => ((a['as_of'] ?? '') < (b['as_of'] ?? '') ? -1 : 1))
      .map((row) => [`${row['agency_code'] ?? ''} ${row['staff_group'] ?? ''}`, Number(row['headcount'])]),
  );
  const cell = (key: string) => world.count('staff by agency and group', key, headcounts.get(key) ?? 0);
  for (const group of groups) {
    const cells = agencies.map((agency) => cell(`${agency} ${group}`));
    const sum = cells.reduce((people, one) => people + world.people(one), 0);
    const total = world.count('staff by group', group, sum);
    structure.groups.push({ table: 'staff', by: 'together', cells, total });
    structure.unions.push({ whole: total, parts: cells, isDisjoint: true });
  }
  return new Map(
    agencies.map((agency) => {
      const parts = groups.map((group) => cell(`${agency} ${group}`));
      const sum = parts.reduce((people, one) => people + world.people(one), 0);
      const whole = world.count('staff by agency (unpublished)', agency, sum);
      structure.unions.push({ whole, parts, isDisjoint: true });
      return [agency, whole];
    }),
  );
}

function addCompetency(world: World, agencies: readonly string[]): void {
  const latest = new Map(
    readRows(`${folder}/competency-assessments.csv`)
      .toSorted((a, b) => ((a['assessed_on'] ?? '') < (b['assessed_on'] ?? '') ? -1 : 1))
      .map((row) => [row['citizen_number'] ?? '', `${row['agency_code'] ?? ''} ${row['level'] ?? ''}`]),
  );
  const people = new Tally();
  for (const [person, key] of latest) people.add(key, person);
  for (const agency of agencies) {
    const cells = levels.map((level) =>
      world.count('competency', `${agency} ${level}`, people.of(`${agency} ${level}`)),
    );
    world.structure.groups.push({ table: 'competency', by: 'each', cells });
  }
}
