import { type CheckedRow, type ClaimingRecord, reachedGoals, type SqlEntityManager } from '@hub/kit';

/** The kinds of files whose records make claims about goals; the other kinds influence these claims. */
export const kindsThatClaim = { assessments: 'assessments', lessons: 'digital-skills-lessons' } as const;

/** A row of `judged_assessment`: an assessment, once for each goal that it passes for, or once with null. */
interface Judged {
  readonly pseudonym: string;
  readonly assessedOn: string;
  readonly level: string;
  readonly sex: 'FEMALE' | 'MALE';
  readonly birthYear: number;
  readonly commune: string;
  readonly communeFrom: string;
  readonly goal: string | null;
}

/** A lesson, once for each goal of its level's pupils, or once with null. */
interface GoalLesson {
  readonly code: string;
  readonly heldOn: string;
  readonly attendances: number;
  readonly commune: string;
  readonly communeFrom: string;
  readonly goal: string | null;
}

/** Selects records by the values of a column; all records without it. */
interface Which {
  readonly column: 'pseudonym' | 'school_code' | 'class_code' | 'code';
  readonly values: readonly unknown[];
}

/** Claims of the assessments of a file's pupils. */
export function claimsOfPupils(em: SqlEntityManager, rows: readonly CheckedRow[]): Promise<ClaimingRecord[]> {
  return claimsOfAssessments(em, { column: 'pseudonym', values: rows.map(({ row }) => row['citizen_number']) });
}

/** Claims of a file's lessons. */
export function claimsOfLessons(em: SqlEntityManager, rows: readonly CheckedRow[]): Promise<ClaimingRecord[]> {
  return lessonClaims(em, { column: 'code', values: rows.map(({ row }) => row['code']) });
}

/**
 * Claims that depend on the schools or classes of a file, because the file may change a school's commune or a class's
 * level.
 */
export async function claimsOfPlaces(
  em: SqlEntityManager,
  column: 'school_code' | 'class_code',
  rows: readonly CheckedRow[],
): Promise<ClaimingRecord[]> {
  const which = { column, values: rows.map(({ row }) => row['code']) };
  return [...(await claimsOfAssessments(em, which)), ...(await lessonClaims(em, which))];
}

/** All claims, after a change of the mapping from levels to goals. */
export async function allClaims(em: SqlEntityManager): Promise<ClaimingRecord[]> {
  return [...(await claimsOfAssessments(em)), ...(await lessonClaims(em))];
}

async function claimsOfAssessments(em: SqlEntityManager, which?: Which): Promise<ClaimingRecord[]> {
  const judged = await em.execute<Judged[]>(
    `select j.pseudonym, j.assessed_on::text as "assessedOn", j.level, p.sex, p.birth_year as "birthYear",
       j.commune_code as commune, j.commune_from::text as "communeFrom", j.goal_code as goal
     from judged_assessment j join pupil p on p.pseudonym = j.pseudonym ${condition('j', which)}`,
    parameters(which),
  );
  const records = Map.groupBy(
    judged,
    (one) => `${kindsThatClaim.assessments}:${one.pseudonym}/${one.assessedOn}/${one.level}`,
  );
  return [...records].map(([evidence, goals]) => ({
    evidence,
    placesOn: goals[0]?.communeFrom ?? '',
    claims: goals.flatMap(({ pseudonym, sex, birthYear, commune, assessedOn, goal }) => {
      const pupil = { citizen_number: pseudonym, sex, birth_year: birthYear, commune_code: commune };
      return goal === null ? [] : reachedGoals(pupil, assessedOn, goal);
    }),
  }));
}

async function lessonClaims(em: SqlEntityManager, which?: Which): Promise<ClaimingRecord[]> {
  const lessons = await em.execute<GoalLesson[]>(
    `select distinct l.code, l.held_on::text as "heldOn", l.attendances, l.commune_code as commune,
       l.commune_from::text as "communeFrom", m.goal_code as goal
     from placed_lesson l left join passing_level m on m.school_level = l.level
       and l.held_on between m.valid_from and coalesce(m.valid_until, 'infinity') ${condition('l', which)}`,
    parameters(which),
  );
  const records = Map.groupBy(lessons, ({ code }) => `${kindsThatClaim.lessons}:${code}`);
  return [...records].map(([evidence, goals]) => ({
    evidence,
    placesOn: goals[0]?.communeFrom ?? '',
    claims: goals.flatMap(({ goal, commune, heldOn, attendances }) =>
      goal === null
        ? []
        : [
            {
              ...{ kind: 'activity' as const, goalCode: goal, communeCode: commune },
              ...{ occurredOn: heldOn, occurrences: attendances },
            },
          ],
    ),
  }));
}

function condition(table: string, which?: Which): string {
  return which ? `where ${table}.${which.column} in (select json_array_elements_text(?::json))` : '';
}

function parameters(which?: Which): string[] {
  return which ? [JSON.stringify(which.values)] : [];
}
