import type { CellId, World } from '../structure.js';
import { communesOfToday, readCorrectedRows, readRows, type Row, Tally } from './files.js';
import { addCover, addRelease, releaseTable } from './releases.js';
import { addLessons } from './turns.js';

const folder = 'subgraphs/education/demo';
const levels = ['BASIC', 'INTERMEDIATE', 'ADVANCED'];
/** Days at which pupils can be counted: one of each school year. */
const countingDays = ['2025-12-31', '2026-05-31', '2026-10-31'];
const years = ['2025-2026', '2026-2027'];
const endOfFirstYear = '2026-07';

/** Where a pupil was from when until when. */
interface Stay {
  readonly school: string;
  readonly commune: string;
  readonly level: string;
  readonly year: string;
  readonly from: string;
  readonly until: string;
}

/** Adds pupils by school and commune, assessments, the release for PUPILS, and teachers' courses. */
export function addEducation(world: World): void {
  const communeOf = communesOfSchools();
  addPupilsOn(world, countingDays);
  addAssessments(world, staysOf(communeOf));
  addLessons(world, communeOf);
  addTeachers(world, [...communeOf.keys()]);
}

function communesOfSchools(): Map<string, string> {
  return new Map(readRows(`${folder}/schools.csv`).map((row) => [row['code'] ?? '', row['commune_code'] ?? '']));
}

/** Adds pupils by school and commune on some days. */
export function addPupilsOn(world: World, days: readonly string[]): void {
  const communeOf = communesOfSchools();
  const stays = staysOf(communeOf);
  const pupils = new Map(readRows(`${folder}/pupils.csv`).map((row) => [row['citizen_number'] ?? '', row]));
  for (const day of days) addPupils(world, day, communeOf, pupils, stays);
}

/**
 * Adds everybody with a stay as a pupil up to each of the given days, the earliest day first: each person once in the
 * province, and once in each of the person's communes. Call it after `addPupilsOn`, with the same days.
 */
export function addPupilsToDate(world: World, days: readonly string[]): void {
  const { structure } = world;
  const stays = staysOf(communesOfSchools());
  for (const [index, day] of days.entries()) {
    const all = new Tally();
    for (const [person, ofPerson] of stays)
      for (const { commune, from } of ofPerson)
        if (from <= day) for (const key of [commune, '38']) all.add(key, person);
    const add = (place: string) => {
      const cell = world.count('pupils to date', `${place} ${day}`, all.of(place));
      structure.nested.push([cell, `pupils by commune|${place} ${day}`]);
      if (index > 0) structure.nested.push([cell, `pupils to date|${place} ${days[index - 1] ?? ''}`]);
      return cell;
    };
    structure.unions.push({ whole: add('38'), parts: communesOfToday().map(add), isDisjoint: false });
  }
}

function staysOf(communeOf: ReadonlyMap<string, string>): Map<string, Stay[]> {
  const classes = new Map(readRows(`${folder}/school-classes.csv`).map((row) => [row['code'] ?? '', row]));
  const stays = new Map<string, Stay[]>();
  for (const row of readRows(`${folder}/enrolments.csv`)) {
    const ofClass = classes.get(row['class_code'] ?? '');
    const { school_code: school = '', level = '', school_year: year = '' } = ofClass ?? {};
    const [from = '', left = ''] = [row['enrolled_on'], row['left_on']];
    const until = left === '' ? `${year.slice(5)}-07-31` : left;
    const person = row['citizen_number'] ?? '';
    const known = stays.get(person) ?? [];
    known.push({ school, commune: communeOf.get(school) ?? '', level, year, from, until });
    stays.set(person, known);
  }
  return stays;
}

function addPupils(
  world: World,
  day: string,
  communeOf: ReadonlyMap<string, string>,
  pupils: ReadonlyMap<string, Row>,
  stays: ReadonlyMap<string, readonly Stay[]>,
): void {
  const { structure } = world;
  const [all, living] = [new Tally(), new Tally()];
  for (const [person, ofPerson] of stays) {
    const stay = ofPerson.find(({ from, until }) => from <= day && day <= until);
    if (!stay) continue;
    for (const key of [stay.school, stay.commune, '38']) {
      all.add(key, person);
      if (pupils.get(person)?.['commune_code'] === stay.commune) living.add(key, person);
    }
  }
  const both = (place: string): readonly [CellId, CellId] => {
    const whole = world.count('pupils by commune', `${place} ${day}`, all.of(place));
    const part = world.count('pupils by commune, living there', `${place} ${day}`, living.of(place));
    structure.nested.push([whole, part]);
    return [whole, part];
  };
  const total = both('38');
  const communes = communesOfToday();
  const cells = communes.map(both);
  for (const side of [0, 1] as const) {
    structure.unions.push({ whole: total[side], parts: cells.map((pair) => pair[side]), isDisjoint: true });
  }
  structure.groups.push({
    ...{ table: 'pupils', by: 'together', total: total[0], totalPart: total[1] },
    ...{ cells: cells.map(([whole]) => whole), parts: cells.map(([, part]) => part) },
  });
  for (const [index, commune] of communes.entries()) {
    const whole = cells[index]?.[0] ?? '';
    const schools = [...communeOf].filter(([, place]) => place === commune).map(([school]) => school);
    const parts = schools.map((school) => world.count('pupils by school', `${school} ${day}`, all.of(school)));
    structure.unions.push({ whole, parts, isDisjoint: true });
    structure.groups.push({ table: 'pupils by school', by: 'schools', cells: parts, total: whole });
  }
}

/** The level that passes for PUPILS, by level of schooling. */
const passingLevel: Readonly<Record<string, string>> = {
  ...{ PRIMARY: 'BASIC', LOWER_SECONDARY: 'BASIC', UPPER_SECONDARY: 'INTERMEDIATE', CONTINUING: 'BASIC' },
};

function addAssessments(world: World, stays: ReadonlyMap<string, readonly Stay[]>): void {
  const { structure } = world;
  const [assessed, passed] = [new Tally(), new Tally()];
  const reached = readCorrectedRows(folder, 'assessments.csv', ['citizen_number', 'assessed_on']).flatMap((row) => {
    const { citizen_number: person = '', assessed_on: day = '', level = '', result } = row;
    const stay = stays.get(person)?.find(({ from, until }) => from <= day && day <= until);
    if (!stay) return [];
    const isPassed =
      result === 'PASSED' && levels.indexOf(level) >= levels.indexOf(passingLevel[stay.level] ?? 'ADVANCED');
    for (const place of [stay.commune, '38']) {
      assessed.add(`${place} ${stay.year}`, person);
      if (isPassed) passed.add(`${place} ${stay.year}`, person);
    }
    return isPassed ? [{ goal: 'PUPILS', person, commune: stay.commune, day }] : [];
  });
  addRelease(world, 'education', 'PUPILS', reached);
  for (const year of years) {
    const pairs = ['38', ...communesOfToday()].map((place): readonly [CellId, CellId] => {
      const whole = world.count('assessed pupils', `${place} ${year}`, assessed.of(`${place} ${year}`));
      const part = world.count('assessed pupils, passed', `${place} ${year}`, passed.of(`${place} ${year}`));
      structure.nested.push([whole, part]);
      // Who reached the goal by the end of the first school year with assessments passed in it, in the same commune.
      if (year === years[0]) {
        structure.nested.push([part, `${releaseTable('education', 'PUPILS')}|${place} ${endOfFirstYear}`]);
      }
      return [whole, part];
    });
    const [total, ...cells] = pairs;
    for (const side of [0, 1] as const) {
      // A pupil with a school change to another commune may have an assessment in both.
      structure.unions.push({ whole: total?.[side] ?? '', parts: cells.map((pair) => pair[side]), isDisjoint: false });
    }
    structure.groups.push({
      ...{ table: 'assessed pupils', by: 'together', total: total?.[0] ?? '', totalPart: total?.[1] ?? '' },
      ...{ cells: cells.map(([whole]) => whole), parts: cells.map(([, part]) => part) },
    });
  }
  for (const place of ['38', ...communesOfToday()]) {
    const parts = years.map((year) => `assessed pupils, passed|${place} ${year}`);
    addCover(world, 'education', 'PUPILS', parts, place);
  }
}

function addTeachers(world: World, schools: readonly string[]): void {
  const teachers = new Tally();
  for (const row of readRows(`${folder}/teacher-trainings.csv`)) {
    const { school_code = '', course_code = '', citizen_number = '' } = row;
    for (const key of [course_code, `${school_code} ${course_code}`]) teachers.add(key, citizen_number);
  }
  for (const course of teachers.keys.filter((key) => !key.includes(' '))) {
    const cells = schools.map((school) =>
      world.count('teachers by course and school', `${school} ${course}`, teachers.of(`${school} ${course}`)),
    );
    const total = world.count('teachers by course', course, teachers.of(course));
    world.structure.groups.push({ table: 'teachers', by: 'together', cells, total });
    world.structure.unions.push({ whole: total, parts: cells, isDisjoint: false });
  }
}
