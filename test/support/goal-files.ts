const goalHeader =
  'code,valid_from,valid_until,title_vi,title_en,audience,target,base,starts_on,deadline,report_due_days,follows,source,as_of';

/** The columns of files of goals and of what hangs on them, by kind. */
const headers = {
  audiences: 'code,title_vi,title_en,age_from,age_until,age_on',
  goals: goalHeader,
  'goal-expectations': 'goal_code,organisation_code,valid_from,valid_until,counts_withheld',
  denominators:
    'audience,place_code,version,value,as_of,valid_from,valid_until,source,remark,demonstration,basis,at_most',
} as const;

export type GoalFileKind = keyof typeof headers;

/** The text of a file of goals or of what hangs on them. A denominator is a census's where its row ends before it says so. */
export const goalFile = (kind: GoalFileKind, ...rows: readonly string[]) => {
  const ends = rows.map((row) => {
    if (kind === 'denominators') return row.replace(/,(true|false)$/, ',$1,CENSUS,');
    // An organisation whose figures the caller may not have does not count, where the row ends before it says so.
    return kind === 'goal-expectations' && row.split(',').length === 4 ? `${row},` : row;
  });
  return `${[headers[kind], ...ends].join('\n')}\n`;
};

/** The columns of a goal that a test sets; the other columns have defaults. */
export interface GoalRow {
  readonly code?: string;
  readonly from: string;
  readonly until?: string;
  readonly audience?: string;
  readonly target?: number;
  readonly base?: number;
  readonly starts?: string;
  readonly deadline?: string;
  readonly due?: number | '';
  readonly follows?: string;
}

/** A row of a file of goals, with defaults for the columns that are not given. */
export const goalRow = (given: GoalRow) => {
  const { code = 'ADULTS_CONFIRMED', from, until = '', audience = 'ADULTS', target = 0.8, base = 0 } = given;
  const { starts = '2025-04-24', deadline = '2026-12-31', due = '', follows = '' } = given;
  return `${code},${from},${until},Mục tiêu,A goal,${audience},${target},${base},${starts},${deadline},${due},${follows},A plan,2026-01-01`;
};
