import type { DemoPlacement, DemoPupil } from '@hub/demo';
import { parseSchoolYear } from '@hub/kit';

/** A class of the demonstration, with the time that each pupil spends in it. */
export interface DemoClass {
  readonly code: string;
  readonly name: string;
  readonly placement: DemoPlacement;
  readonly stays: { readonly pupil: DemoPupil; readonly from: string; readonly until: string }[];
}

/** Number of pupils in a class before the next class of its grade opens. */
const size = 35;

/** Derives the classes from the pupils' placements, in the order of each class's first pupil. */
export function demoClasses(pupils: readonly DemoPupil[]): {
  readonly classes: readonly DemoClass[];
  readonly classOf: ReadonlyMap<DemoPlacement, DemoClass>;
} {
  const byCode = new Map<string, DemoClass>();
  const classOf = new Map<DemoPlacement, DemoClass>();
  const entered = new Map<string, number>();
  for (const pupil of pupils) {
    for (const placement of pupil.placements) {
      const { school, schoolYear, grade, enrolledOn, leftOn, level } = placement;
      const gradeCode = `${school.code}-${schoolYear.slice(2, 4)}-${level === 'CONTINUING' ? 'T' : ''}${grade}`;
      const before = entered.get(gradeCode) ?? 0;
      entered.set(gradeCode, before + 1);
      const letter = String.fromCharCode('A'.charCodeAt(0) + Math.floor(before / size));
      const code = `${gradeCode}${letter}`;
      const one = byCode.get(code) ?? { code, name: `${grade}${letter}`, placement, stays: [] };
      byCode.set(code, one);
      classOf.set(placement, one);
      one.stays.push({ pupil, from: enrolledOn, until: leftOn ?? parseSchoolYear(schoolYear).lastDay });
    }
  }
  return { classes: [...byCode.values()], classOf };
}

/** A class as a row of its file. */
export function classRow({ code, name, placement: { school, schoolYear, level, grade } }: DemoClass) {
  return [code, school.code, schoolYear, level, grade, name];
}
