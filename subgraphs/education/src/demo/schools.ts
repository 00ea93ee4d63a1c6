import {
  asDemo,
  createRandom,
  type DemoProvince,
  type DemoSchool,
  demoSchools,
  demoTeamCode,
  demoTeamsOf,
  lowerFirst,
} from '@hub/demo';

const kinds = {
  PRIMARY: ['Trường Tiểu học', 'Primary School'],
  LOWER_SECONDARY: ['Trường THCS', 'Lower Secondary School'],
  UPPER_SECONDARY: ['Trường THPT', 'Upper Secondary School'],
  CONTINUING: ['Trung tâm GDTX', 'Continuing Education Centre'],
} as const;
const joined = ['Trường TH và THCS', 'Primary and Lower Secondary School'] as const;

/** The schools as rows of their file: a few are private, and three in five are supported by a team of their commune. */
export function* demoSchoolRows(province: DemoProvince) {
  const random = createRandom('education schools');
  for (const school of demoSchools(province)) {
    const { code, communeCode, levels } = school;
    const name = nameOf(school, province);
    const type = random.chance(0.04) ? 'PRIVATE' : 'PUBLIC';
    const team = random.chance(0.6) ? demoTeamCode(random.pick(demoTeamsOf(communeCode, province))) : null;
    yield [code, name.vi, name.en, communeCode, levels.join(';'), type, team];
  }
}

function nameOf({ communeCode, levels: [level = 'PRIMARY', ...more] }: DemoSchool, { communes }: DemoProvince) {
  const commune = communes.get(communeCode) ?? { vi: communeCode, en: communeCode };
  const [vi, en] = more.length > 0 ? joined : kinds[level];
  return asDemo({ vi: `${vi} ${lowerFirst(commune.vi)}`, en: `${commune.en} ${en}` });
}
