import { activityDay, dayAfter, demoCourseCodes, type Random } from '@hub/demo';
import { CompetencyLevel, daysLater } from '@hub/kit';
import { TrainingResult } from '../records/training.js';
import type { DemoEmployee, DemoOffice } from './offices.js';

/** A course completion of an employee. */
export interface DemoTraining {
  readonly employee: DemoEmployee;
  readonly courseCode: string;
  readonly completedOn: string;
  readonly result: TrainingResult;
}

/** Classes are held for a whole office at once, so that most of its people share course and day. */
export function trainingOf(random: Random, { employees, leaders }: DemoOffice): DemoTraining[] {
  const leadersGoFirst = random.chance(0.7);
  // Some offices have difficult classes, and a quarter of their people mostly fail.
  const isHard = random.chance(0.25);
  const struggling = new Set(employees.filter(() => isHard && random.chance(0.25)));
  return classes(random).flatMap(({ courseCode, heldOn }, classIndex) =>
    employees.flatMap((employee, index) => {
      const isLeader = index < leaders;
      const leadsTheWay = isLeader && leadersGoFirst && classIndex === 0;
      if (!leadsTheWay && !random.chance(isLeader && !leadersGoFirst ? 0.3 : 0.88)) return [];
      const completedOn = leadsTheWay ? daysLater(heldOn, -random.integer(7, 21)) : heldOn;
      const passed = { employee, courseCode, completedOn, result: TrainingResult.PASSED };
      if (!struggling.has(employee) || random.chance(0.1)) return [passed];
      const failed = { ...passed, result: TrainingResult.FAILED };
      const later = dayAfter(random, completedOn, 14, 42);
      return later !== null && random.chance(0.1) ? [failed, { ...passed, completedOn: later }] : [failed];
    }),
  );
}

/** The days and courses of an office's classes, the earliest first. */
function classes(random: Random): { readonly courseCode: string; readonly heldOn: string }[] {
  const courses = new Set<string>();
  for (let count = random.integer(2, 4); count > 0; count -= 1) courses.add(random.pick(demoCourseCodes));
  return [...courses]
    .map((courseCode) => ({
      courseCode,
      heldOn: activityDay(random, '2025-06-02', '2026-10-16'),
    }))
    .sort((a, b) => (a.heldOn < b.heldOn ? -1 : 1));
}

/** An assessment of an employee. */
export interface DemoAssessment {
  readonly employee: DemoEmployee;
  readonly assessedOn: string;
  readonly level: CompetencyLevel;
}

const { BASIC, INTERMEDIATE, ADVANCED } = CompetencyLevel;
const firstLevels = [BASIC, BASIC, BASIC, BASIC, BASIC, INTERMEDIATE, INTERMEDIATE, INTERMEDIATE, ADVANCED];

/** Most employees are assessed once. About half of these are assessed again, and most of them have gone up a level. */
export function assessmentsOf(random: Random, { employees }: DemoOffice): DemoAssessment[] {
  return employees.flatMap((employee) => {
    if (!random.chance(0.87)) return [];
    const level = random.pick(firstLevels);
    const first = { employee, level, assessedOn: random.day('2025-06-02', '2026-06-30') };
    if (!random.chance(0.5)) return [first];
    const higher = level === BASIC ? INTERMEDIATE : ADVANCED;
    const assessedOn = daysLater(first.assessedOn, random.integer(60, 120));
    return [first, { employee, level: random.chance(0.6) ? higher : level, assessedOn }];
  });
}
