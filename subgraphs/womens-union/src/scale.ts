import {
  asDemo,
  createRandom,
  dayAfter,
  daysOf,
  demoTeamCode,
  demoTeamsOf,
  type MonthlyRow,
  pointsOf,
  reachedBy,
  residents,
  residentValues,
  type ScaledOptions,
  scaleFirstDay,
  writeDemoFile,
  writeMonthlyFiles,
  writeMonthlyReleases,
} from '@hub/demo';
import { wordsOf } from '@hub/kit';
import { topics } from './demo/learning-groups.js';
import { Branch } from './records/branch.js';
import { GroupMember, GroupSession, leaderRole, LearningGroup } from './records/learning-group.js';

/** The members among the province's people, nearly all of them women. */
const members = {
  name: 'womens-union members',
  people: 900_000,
  weight: (sex: 'FEMALE' | 'MALE', year: number) => (year > 2007 ? 0 : sex === 'FEMALE' ? 1 : 0.06),
};

/** Average number of members of a learning group. */
const groupSize = 40;

const completedShare = 0.72;
const sessionsOfEachGroup = 6;

/** Number of groups in each commune, by its inhabitants. */
function groupsIn({ province, share }: ScaledOptions): ReadonlyMap<string, number> {
  const all = [...province.inhabitants.values()].reduce((sum, { people }) => sum + people, 0);
  const groups = (members.people * share) / groupSize;
  return new Map(
    [...province.inhabitants].map(([code, { people }]) => [code, Math.max(1, Math.round((groups * people) / all))]),
  );
}

const groupCode = (communeCode: string, number: number) => `LG-${communeCode}-${number}`;

/** Writes the Women's Union's files for the full-size province. */
export async function writeScale(options: ScaledOptions): Promise<void> {
  const { folder, province } = options;
  const groups = groupsIn(options);
  await writeDemoFile(
    folder,
    Branch,
    [...province.communes].map(([code, { vi, en }]) => {
      const name = asDemo({ vi: `Hội Liên hiệp Phụ nữ ${vi}`, en: `Women's Union of ${en}` });
      return [`WU-${code}`, code, name.vi, name.en, (groups.get(code) ?? 1) * groupSize];
    }),
  );
  await writeDemoFile(folder, LearningGroup, groupRows(options, groups));
  await writeMonthlyFiles(folder, GroupMember, memberRows(options, groups));
  await writeMonthlyFiles(folder, GroupSession, sessionRows(groups));
  await writeMonthlyReleases(folder, 0);
}

function* groupRows({ province }: ScaledOptions, groups: ReadonlyMap<string, number>) {
  const random = createRandom('scale learning groups');
  for (const [communeCode, count] of groups) {
    const commune = province.communes.get(communeCode);
    for (let number = 1; number <= count; number += 1) {
      const name = asDemo({
        vi: `Tổ Bình dân học vụ số ${number}, ${commune?.vi ?? ''}`,
        en: `Digital Literacy for All group ${number}, ${commune?.en ?? ''}`,
      });
      const team = demoTeamCode(random.pick(demoTeamsOf(communeCode, province)));
      const code = groupCode(communeCode, number);
      const role = random.pick(wordsOf(leaderRole));
      yield [code, `WU-${communeCode}`, communeCode, name.vi, name.en, role, scaleFirstDay, team];
    }
  }
}

/** The members, each in the month of completion, or without one in the month of joining. */
function* memberRows({ province }: ScaledOptions, groups: ReadonlyMap<string, number>): Generator<MonthlyRow> {
  const isMember = reachedBy(members, province);
  const joined = daysOf('womens-union joined');
  const group = pointsOf('womens-union group');
  const random = createRandom('scale group members');
  for (const person of residents(province)) {
    if (!isMember(person)) continue;
    const { index, communeCode } = person;
    const number = 1 + Math.floor(group(index) * (groups.get(communeCode) ?? 1));
    const joinedOn = joined(index);
    const completedOn = random.chance(completedShare) ? dayAfter(random, joinedOn, 30, 100) : null;
    const row = [groupCode(communeCode, number), ...residentValues(person), joinedOn, completedOn];
    yield [(completedOn ?? joinedOn).slice(0, 7), row];
  }
}

function* sessionRows(groups: ReadonlyMap<string, number>): Generator<MonthlyRow> {
  const random = createRandom('scale group sessions');
  const held = daysOf('womens-union sessions');
  let session = 0;
  for (const [communeCode, count] of groups) {
    for (let number = 1; number <= count; number += 1) {
      for (let one = 1; one <= sessionsOfEachGroup; one += 1) {
        const day = held((session += 1));
        const topic = random.pick(topics);
        const code = groupCode(communeCode, number);
        const row = [`${code}-S${one}`, code, communeCode, day, topic.vi, topic.en, random.integer(8, groupSize)];
        yield [day.slice(0, 7), row];
      }
    }
  }
}
