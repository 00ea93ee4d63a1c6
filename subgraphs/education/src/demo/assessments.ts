import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, type DemoPlacement, type DemoPupil, writeDemoFile } from '@hub/demo';
import { CompetencyLevel, parseSchoolYear } from '@hub/kit';
import { Assessment } from '../records/pupil.js';

/** Days of each school year's assessments, and the share of pupils who take part. */
export const rounds = [
  { schoolYear: '2025-2026', first: '2026-03-16', last: '2026-05-22', share: 0.5 },
  { schoolYear: '2026-2027', first: '2026-09-21', last: '2026-10-30', share: 0.3 },
] as const;

const { BASIC, INTERMEDIATE, ADVANCED } = CompetencyLevel;

/** Levels of assessment for each school level, the most common first. */
export const levels = {
  PRIMARY: [BASIC],
  LOWER_SECONDARY: [BASIC, BASIC, INTERMEDIATE],
  UPPER_SECONDARY: [INTERMEDIATE, INTERMEDIATE, INTERMEDIATE, BASIC, ADVANCED],
  CONTINUING: [BASIC, INTERMEDIATE],
} as const;

/** An assessment, with the commune of the school. */
interface DemoAssessment {
  readonly citizenNumber: string;
  readonly communeCode: string;
  readonly day: string;
  readonly level: CompetencyLevel;
  readonly result: 'PASSED' | 'FAILED';
}

/** The mistake that a later release corrects: the number of communes, and the days of the assessments. */
const mistake = { communes: 5, first: '2026-09-01', last: '2026-09-30' } as const;

/**
 * Writes the pupils' assessments of the first report. In a few communes it has a mistake: every pupil who took part has
 * passed. `corrections/` has the right rows, and `releases.csv` says when the correction comes in.
 */
export async function writeAssessments(folder: string, pupils: readonly DemoPupil[]): Promise<void> {
  const all = [...demoAssessments(pupils)];
  const failed = all.filter(({ day, result }) => result === 'FAILED' && mistake.first <= day && day <= mistake.last);
  const byCommune = Map.groupBy(failed, ({ communeCode }) => communeCode);
  const most = [...byCommune.values()].toSorted((a, b) => b.length - a.length);
  const mistaken = new Set(most.slice(0, mistake.communes).flat());
  const reported = all.map((one) => (mistaken.has(one) ? { ...one, result: 'PASSED' as const } : one));
  await writeDemoFile(folder, Assessment, reported.map(assessmentRow));
  const corrections = join(folder, 'corrections');
  await mkdir(corrections, { recursive: true });
  await writeDemoFile(corrections, Assessment, [...mistaken].map(assessmentRow));
}

function assessmentRow({ citizenNumber, day, level, result }: DemoAssessment) {
  return [citizenNumber, day, level, result] as const;
}

/** The pupils' assessments: four in five pass. */
function* demoAssessments(pupils: readonly DemoPupil[]): Generator<DemoAssessment> {
  const random = createRandom('education assessments');
  for (const { citizenNumber, placements } of pupils) {
    for (const { schoolYear, first, last, share } of rounds) {
      if (!random.chance(share)) continue;
      const day = random.day(first, last);
      const placement = placements.find((one) => one.schoolYear === schoolYear && isThere(one, day));
      if (!placement) continue;
      const result = random.chance(0.8) ? 'PASSED' : 'FAILED';
      const { communeCode } = placement.school;
      yield { citizenNumber, communeCode, day, level: random.pick(levels[placement.level]), result };
    }
  }
}

function isThere({ schoolYear, enrolledOn, leftOn }: DemoPlacement, day: string): boolean {
  return enrolledOn <= day && day <= (leftOn ?? parseSchoolYear(schoolYear).lastDay);
}
