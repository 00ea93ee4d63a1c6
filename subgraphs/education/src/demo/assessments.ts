import { CompetencyLevel, createRandom, type DemoPlacement, type DemoPupil, parseSchoolYear } from '@hub/kit';
import { AssessmentResult } from '../assessment/assessment.entity.js';

/** When each school year's assessments are, and which share of the pupils takes part. */
const rounds = [
  { schoolYear: '2025-2026', first: '2026-03-16', last: '2026-05-22', share: 0.5 },
  { schoolYear: '2026-2027', first: '2026-09-21', last: '2026-10-30', share: 0.3 },
] as const;

const { BASIC, INTERMEDIATE, ADVANCED } = CompetencyLevel;

/** At which levels pupils of each level of schooling are assessed, the most common first. */
const levels = {
  PRIMARY: [BASIC],
  LOWER_SECONDARY: [BASIC, BASIC, INTERMEDIATE],
  UPPER_SECONDARY: [INTERMEDIATE, INTERMEDIATE, INTERMEDIATE, BASIC, ADVANCED],
  CONTINUING: [BASIC, INTERMEDIATE],
} as const;

/** The pupils' assessments: four in five pass. */
export function* demoAssessments(pupils: readonly DemoPupil[]) {
  const random = createRandom('education assessments');
  for (const { citizenNumber, placements } of pupils) {
    for (const { schoolYear, first, last, share } of rounds) {
      if (!random.chance(share)) continue;
      const day = random.day(first, last);
      const placement = placements.find((one) => one.schoolYear === schoolYear && isThere(one, day));
      if (!placement) continue;
      const result = random.chance(0.8) ? AssessmentResult.PASSED : AssessmentResult.FAILED;
      yield [citizenNumber, day, random.pick(levels[placement.level]), result];
    }
  }
}

function isThere({ schoolYear, enrolledOn, leftOn }: DemoPlacement, day: string): boolean {
  return enrolledOn <= day && day <= (leftOn ?? parseSchoolYear(schoolYear).lastDay);
}
