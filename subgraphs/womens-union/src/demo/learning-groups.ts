import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { daysLater, wordsOf } from '@hub/kit';
import {
  activityDay,
  asDemo,
  createRandom,
  dayAfter,
  demoLastDay,
  type DemoOptions,
  type DemoPerson,
  demoPopulation,
  demoTeamCode,
  demoTeamsOf,
  personValues,
  type Random,
  writeDemoFile,
  writeDemoFileByHand,
  writeDemoRejections,
} from '@hub/demo';
import { Branch } from '../records/branch.js';
import { GroupMember, GroupSession, leaderRole, LearningGroup } from '../records/learning-group.js';

interface DemoGroup {
  readonly code: string;
  readonly communeCode: string;
  readonly number: number;
  readonly foundedOn: string;
}

interface DemoMember {
  readonly group: DemoGroup;
  readonly person: DemoPerson;
  readonly joinedOn: string;
  readonly completedOn: string | null;
}

const groupsInACommune = 3;
const supportedShare = 0.85;
const secondGroupShare = 0.03;
const completedShare = { usual: 0.7, quiet: 0.08 } as const;
const quietCommunes = 6;

export const topics = [
  { vi: 'Cài đặt và sử dụng VNeID', en: 'Installing and using VNeID' },
  { vi: 'Nộp hồ sơ dịch vụ công trực tuyến', en: 'Filing with an online public service' },
  { vi: 'Thanh toán không dùng tiền mặt', en: 'Paying without cash' },
  { vi: 'Nhận biết lừa đảo trên mạng', en: 'Recognising online fraud' },
  { vi: 'Bán hàng trên sàn thương mại điện tử', en: 'Selling on e-commerce platforms' },
  { vi: 'Sổ sức khỏe điện tử', en: 'The electronic health record' },
].map(asDemo);

/** Writes branches, learning groups, their members and their sessions. */
export async function writeLearningGroups(options: DemoOptions): Promise<void> {
  const { folder, province } = options;
  const random = createRandom('womens-union/learning-groups');
  const communes = [...province.communes.keys()];
  const groups = communes.flatMap((communeCode) => groupsOf(communeCode, random));
  await writeBranches(options, random);
  await writeGroups(options, groups, random);
  const quiet = new Set(Array.from({ length: quietCommunes }, () => random.pick(communes)));
  await writeMembers(folder, [...members(options, groups, quiet, random)], quiet);
  await writeSessions(folder, groups, random);
}

function branchCode(communeCode: string): string {
  return `WU-${communeCode}`;
}

function groupsOf(communeCode: string, random: Random): DemoGroup[] {
  return Array.from({ length: groupsInACommune }, (_, index) => ({
    code: `LG-${communeCode}-${index + 1}`,
    communeCode,
    number: index + 1,
    foundedOn: random.day('2025-05-15', '2026-03-31'),
  }));
}

function writeBranches({ folder, province }: DemoOptions, random: Random): Promise<void> {
  const rows = [...province.communes].map(([code, { vi, en }]) => {
    const name = asDemo({ vi: `Hội Liên hiệp Phụ nữ ${vi}`, en: `Women's Union of ${en}` });
    return [branchCode(code), code, name.vi, name.en, random.integer(400, 3_000)];
  });
  return writeDemoFile(folder, Branch, rows);
}

function writeGroups({ folder, province }: DemoOptions, groups: readonly DemoGroup[], random: Random): Promise<void> {
  const roles = wordsOf(leaderRole);
  const rows = groups.map(({ code, communeCode, number, foundedOn }) => {
    const commune = province.communes.get(communeCode);
    const name = asDemo({
      vi: `Tổ Bình dân học vụ số ${number}, ${commune?.vi ?? ''}`,
      en: `Digital Literacy for All group ${number}, ${commune?.en ?? ''}`,
    });
    const team = random.chance(supportedShare) ? demoTeamCode(random.pick(demoTeamsOf(communeCode, province))) : null;
    return [code, branchCode(communeCode), communeCode, name.vi, name.en, random.pick(roles), foundedOn, team];
  });
  return writeDemoFile(folder, LearningGroup, rows);
}

/** Mostly women; a few people are in two groups of their commune. */
function* members(
  { people, province }: DemoOptions,
  groups: readonly DemoGroup[],
  quiet: ReadonlySet<string>,
  random: Random,
): Generator<DemoMember> {
  const byCommune = Map.groupBy(groups, ({ communeCode }) => communeCode);
  for (const person of demoPopulation(people, province)) {
    if (!random.chance(person.sex === 'FEMALE' ? 0.31 : 0.04)) continue;
    const near = byCommune.get(person.communeCode) ?? [];
    const first = random.pick(near);
    const joined = random.chance(secondGroupShare)
      ? [first, random.pick(near.filter((one) => one !== first))]
      : [first];
    for (const group of joined) {
      const joinedOn = activityDay(random, group.foundedOn, daysLater(demoLastDay, -31));
      const share = quiet.has(person.communeCode) ? completedShare.quiet : completedShare.usual;
      const completedOn = random.chance(share) ? dayAfter(random, joinedOn, 30, 100) : null;
      yield { group, person, joinedOn, completedOn };
    }
  }
}

/** The mistake that a later release corrects: the false day of completion, and the last day of joining that it affects. */
const mistake = { completedOn: '2026-09-28', joinedBy: '2026-08-28' } as const;

/**
 * Writes the members of the first report. In one commune it has a mistake: every member who had joined has completed.
 * `corrections/` has the right rows, and `releases.csv` says when the correction comes in.
 */
async function writeMembers(folder: string, all: readonly DemoMember[], quiet: ReadonlySet<string>): Promise<void> {
  const pending = all.filter(
    ({ completedOn, joinedOn, person }) =>
      completedOn === null && joinedOn <= mistake.joinedBy && !quiet.has(person.communeCode),
  );
  const byCommune = Map.groupBy(pending, ({ person }) => person.communeCode);
  const [mistaken = []] = [...byCommune.values()].sort((a, b) => b.length - a.length);
  const reported = all.map((one) => (mistaken.includes(one) ? { ...one, completedOn: mistake.completedOn } : one));
  await writeDemoRejections(folder, [await writeDemoFileByHand(folder, GroupMember, reported.map(memberRow))]);
  const corrections = join(folder, 'corrections');
  await mkdir(corrections, { recursive: true });
  await writeDemoFile(corrections, GroupMember, mistaken.map(memberRow));
}

function memberRow({ group, person, joinedOn, completedOn }: DemoMember) {
  return [group.code, ...personValues(person), joinedOn, completedOn];
}

function writeSessions(folder: string, groups: readonly DemoGroup[], random: Random): Promise<void> {
  const rows = groups.flatMap(({ code, communeCode, foundedOn }) => {
    const days = Array.from({ length: random.integer(4, 8) }, () => activityDay(random, foundedOn)).sort();
    return days.map((day, index) => {
      const topic = random.pick(topics);
      const session = `${code}-S${String(index + 1).padStart(2, '0')}`;
      return [session, code, communeCode, day, topic.vi, topic.en, random.integer(8, 30)];
    });
  });
  return writeDemoFile(folder, GroupSession, rows);
}
