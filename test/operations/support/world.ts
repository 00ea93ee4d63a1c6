/** What the hub of these tests holds, in the files that organisations import it from, in this order. */
export const imports: readonly (readonly [organisation: string, kind: string, csv: string])[] = [
  [
    'movement',
    'service-points',
    'code,name_vi,name_en,kind,commune_code\nP,Một cửa,One-stop shop,COMMUNE_ONE_STOP_SHOP,14845',
  ],
  ['womens-union', 'branches', 'code,commune_code,name_vi,name_en,member_count\nB,14845,Hội,Union,120'],
  [
    'womens-union',
    'learning-groups',
    'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,TEACHER,2025-06-01,T',
  ],
  [
    'womens-union',
    'group-members',
    [
      'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
      ...Array.from(
        { length: 15 },
        (_, index) => `G,0381801${String(30_000 + index)},Lê Thị Lan,FEMALE,1980,14845,2026-01-01,2026-02-01`,
      ),
    ].join('\n'),
  ],
  [
    'youth-union',
    'teams',
    'code,commune_code,name_vi,name_en,founded_on,skills\nT,14845,Đội,Team,2025-05-07,SMARTPHONE_BASICS',
  ],
  [
    'university',
    'courses',
    'code,title_vi,title_en,skill_groups,goal_code,hours\nC,Khóa,Course,DEVICE_AND_SOFTWARE,ADULTS_BASIC,8',
  ],
  ['university', 'volunteers', 'code,role,skill,team_code,placed_on,until\nV,TRAINER,AI_TOOLS,T,2026-01-16,'],
  ['public-sector', 'agencies', 'code,parent_code,level,name_vi,name_en,commune_code\nA,,PROVINCE,Sở,Department,'],
  ['identity', 'adults', 'commune_code,adults,as_of,source\n14845,900,2025-07-01,Census'],
  [
    'identity',
    'identity-counts',
    'commune_code,month,adults_confirmed,accounts_level_1,accounts_level_2,digital_signatures\n14845,2026-01,40,500,400,20',
  ],
];

/** A question with the answer that is right whatever is imported meanwhile. */
export interface Question {
  readonly query: string;
  readonly right: unknown;
  /** Whether everyone may ask it: then the audit log counts it, without a separate row. */
  readonly isPublic?: boolean;
}

/** Together they ask every organisation. */
export const questions: readonly Question[] = [
  {
    query: `{ learningGroup(code: "G") { code leaderRole name(language: EN) commune { name } branch { code }
      supportedBy { code foundedOn } } }`,
    right: {
      learningGroup: {
        code: 'G',
        leaderRole: 'TEACHER',
        name: 'Group',
        commune: { name: 'Xã Mường Lát' },
        branch: { code: 'B' },
        supportedBy: { code: 'T', foundedOn: '2025-05-07' },
      },
    },
  },
  {
    query: '{ agency(code: "A") { code level name(language: EN) } servicePoint(code: "P") { kind } }',
    right: {
      agency: { code: 'A', level: 'PROVINCE', name: 'Department' },
      servicePoint: { kind: 'COMMUNE_ONE_STOP_SHOP' },
    },
  },
  {
    query: '{ course(code: "C") { code hours goal { code } } digitalLiteracyTeam(code: "T") { code skills } }',
    right: {
      course: { code: 'C', hours: 8, goal: { code: 'ADULTS_BASIC' } },
      digitalLiteracyTeam: { code: 'T', skills: ['SMARTPHONE_BASICS'] },
    },
  },
  {
    query: '{ identityCounts(commune: "14845") { totalCount nodes { month adults { adults } } } }',
    right: {
      identityCounts: { totalCount: 1, nodes: [{ month: '2026-01', adults: { adults: 900 } }] },
    },
  },
  {
    query: '{ servicePoint(code: "P") { code name(language: EN) commune { code } } }',
    right: { servicePoint: { code: 'P', name: 'One-stop shop', commune: { code: '14845' } } },
    isPublic: true,
  },
];

/** An import during a fault: one object, which a test finds by its code later. */
export interface Write {
  readonly organisation: string;
  readonly kind: string;
  readonly csv: (code: string) => string;
  /** The field that finds it. */
  readonly field: string;
}

export const writes: readonly Write[] = [
  {
    organisation: 'movement',
    kind: 'service-points',
    csv: (code) => `code,name_vi,name_en,kind,commune_code\n${code},Một cửa,Shop,COMMUNE_ONE_STOP_SHOP,14848`,
    field: 'servicePoint',
  },
  {
    organisation: 'womens-union',
    kind: 'learning-groups',
    csv: (code) =>
      `code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\n${code},B,14845,Tổ,Group,TEACHER,2025-06-01,`,
    field: 'learningGroup',
  },
  {
    organisation: 'youth-union',
    kind: 'teams',
    csv: (code) =>
      `code,commune_code,name_vi,name_en,founded_on,skills\n${code},14848,Đội,Team,2025-05-07,SMARTPHONE_BASICS`,
    field: 'digitalLiteracyTeam',
  },
  {
    organisation: 'university',
    kind: 'courses',
    csv: (code) =>
      `code,title_vi,title_en,skill_groups,goal_code,hours\n${code},Khóa,Course,DEVICE_AND_SOFTWARE,ADULTS_BASIC,8`,
    field: 'course',
  },
  {
    organisation: 'public-sector',
    kind: 'agencies',
    csv: (code) => `code,parent_code,level,name_vi,name_en,commune_code\n${code},A,DEPARTMENT,Phòng,Office,`,
    field: 'agency',
  },
];
