/** Headers of the Department's kinds of files. */
export const headers = {
  schools: 'code,name_vi,name_en,commune_code,levels,type,team_code',
  'school-classes': 'code,school_code,school_year,level,grade,name',
  'passing-levels': 'goal_code,school_level,competency_level,valid_from,valid_until,source',
  pupils: 'citizen_number,full_name,sex,birth_year,commune_code',
  enrolments: 'class_code,citizen_number,enrolled_on,entry,left_on,exit',
  'digital-skills-lessons': 'code,class_code,held_on,skill_groups,attendances',
  assessments: 'citizen_number,assessed_on,level,result',
  'teacher-trainings': 'school_code,citizen_number,full_name,course_code,completed_on',
} as const;

export type Kind = keyof typeof headers;

export const times = <Value>(count: number, make: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => make(index));

/** The number of pupil `index`. */
export const pupil = (index: number) => String(999_300_000_000 + index);

/** The text of a file. */
export const file = (kind: Kind, ...rows: readonly string[]) => `${[headers[kind], ...rows].join('\n')}\n`;

/**
 * Communes: schools A and B are in 14845, C is in 14797.
 * A6: pupils 0 to 20; pupil 20 moves to C9 in March; 0 to 19 pass at BASIC in April, and go up into A7. A5: 100 to 124.
 * B11: 300 to 311, who live in 14797; they pass at BASIC in April. C9: 200 to 229; 15 of these pupils pass in May,
 * pupil 20 fails there.
 */
export const files: Readonly<Record<Kind, string>> = {
  schools: file(
    'schools',
    'A,Trường Hoà Bình,Peace School,14845,PRIMARY;LOWER_SECONDARY,PUBLIC,DLT-001',
    'B,Trường Tư thục,Private School,14845,UPPER_SECONDARY,PRIVATE,',
    'C,Trung tâm,Centre,14797,CONTINUING,PUBLIC,DLT-002',
  ),
  'school-classes': file(
    'school-classes',
    'A5,A,2025-2026,PRIMARY,5,5A',
    'A6,A,2025-2026,LOWER_SECONDARY,6,6A',
    'A7,A,2026-2027,LOWER_SECONDARY,7,7A',
    'B11,B,2025-2026,UPPER_SECONDARY,11,11A',
    'C9,C,2025-2026,CONTINUING,9,9',
  ),
  'passing-levels': file(
    'passing-levels',
    'PUPILS,PRIMARY,BASIC,2025-04-24,,A test',
    'PUPILS,LOWER_SECONDARY,BASIC,2025-04-24,,A test',
    'PUPILS,UPPER_SECONDARY,INTERMEDIATE,2025-04-24,,A test',
    'PUPILS,CONTINUING,INTERMEDIATE,2025-04-24,,A test',
  ),
  pupils: file(
    'pupils',
    ...times(22, (i) => `${pupil(i)},Lê Thị Hoa,FEMALE,2014,14845`),
    ...times(25, (i) => `${pupil(100 + i)},Lê Văn Nam,MALE,2015,14845`),
    ...times(30, (i) => `${pupil(200 + i)},Lê Văn Nam,MALE,2005,14797`),
    ...times(12, (i) => `${pupil(300 + i)},Lê Thị Mai,FEMALE,2009,14797`),
  ),
  enrolments: file(
    'enrolments',
    // A move is before the row that it follows, and the next school year before both: the order of rows does not
    // matter.
    ...times(20, (i) => `A7,${pupil(i)},2026-09-05,PROMOTED,,`),
    `C9,${pupil(20)},2026-03-10,MOVED,,`,
    `A6,${pupil(20)},2025-09-05,NEW,2026-03-09,MOVED`,
    `A6,${pupil(21)},2025-09-05,NEW,,`,
    ...times(20, (i) => `A6,${pupil(i)},2025-09-05,NEW,,`),
    ...times(25, (i) => `A5,${pupil(100 + i)},2025-09-05,NEW,,`),
    ...times(30, (i) => `C9,${pupil(200 + i)},2025-09-05,NEW,,`),
    ...times(12, (i) => `B11,${pupil(300 + i)},2025-09-05,NEW,,`),
  ),
  'digital-skills-lessons': file(
    'digital-skills-lessons',
    'L1,A6,2025-11-03,SAFETY;PROBLEM_SOLVING,20',
    'L2,A6,2025-12-03,DEVICE_AND_SOFTWARE,8',
  ),
  assessments: file(
    'assessments',
    ...times(20, (i) => `${pupil(i)},2026-04-01,BASIC,PASSED`),
    ...times(12, (i) => `${pupil(300 + i)},2026-04-01,BASIC,PASSED`),
    ...times(15, (i) => `${pupil(200 + i)},2026-05-04,ADVANCED,PASSED`),
    ...times(14, (i) => `${pupil(215 + i)},2026-05-04,INTERMEDIATE,FAILED`),
    `${pupil(20)},2026-05-04,BASIC,PASSED`,
  ),
  'teacher-trainings': file(
    'teacher-trainings',
    ...times(14, (i) => `A,${pupil(500 + i)},Lê Văn Thầy,HDU-C01,2026-02-01`),
    ...times(4, (i) => `C,${pupil(600 + i)},Lê Văn Thầy,HDU-C02,2026-02-01`),
  ),
};
