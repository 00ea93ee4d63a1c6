import {
  asDemo,
  createRandom,
  demoFirstDay,
  type DemoProvince,
  demoTeamCode,
  demoTeamCommune,
  demoTeamsOf,
  teamCount,
} from '@hub/demo';
import { wordsOf, type WordsOf } from '@hub/kit';
import { teamSkill } from '../records/team.js';

/** An invented team. */
export interface DemoTeam {
  readonly code: string;
  readonly communeCode: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly foundedOn: string;
  readonly skills: readonly WordsOf<typeof teamSkill>[];
}

/** The 423 teams. */
export function demoTeams(province: DemoProvince): DemoTeam[] {
  const random = createRandom('youth-union teams');
  return Array.from({ length: teamCount }, (_, index) => {
    const number = index + 1;
    const communeCode = demoTeamCommune(number, province);
    const commune = province.communes.get(communeCode) ?? { vi: communeCode, en: communeCode };
    const ordinal = demoTeamsOf(communeCode, province).indexOf(number) + 1;
    const name = asDemo({
      vi: `Đội ${ordinal} Bình dân học vụ số ${commune.vi}`,
      en: `${commune.en} Digital Literacy Team ${ordinal}`,
    });
    return {
      code: demoTeamCode(number),
      communeCode,
      nameVi: name.vi,
      nameEn: name.en,
      foundedOn: random.day(demoFirstDay, ordinal === 1 ? '2025-08-31' : '2026-03-31'),
      skills: wordsOf(teamSkill).filter(
        (skill) => skill === 'SMARTPHONE_BASICS' || random.chance(skill === 'AI_TOOLS' ? 0.25 : 0.6),
      ),
    };
  });
}

/** A team as a row of its file. */
export function teamRow({ code, communeCode, nameVi, nameEn, foundedOn, skills }: DemoTeam) {
  return [code, communeCode, nameVi, nameEn, foundedOn, skills.join(';')];
}
