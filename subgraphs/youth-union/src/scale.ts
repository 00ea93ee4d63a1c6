import {
  createRandom,
  dayAfter,
  daysOf,
  type MonthlyRow,
  reachedBy,
  residents,
  residentValues,
  type ScaledOptions,
  serviceCentreOf,
  writeDemoFile,
  writeMonthlyFiles,
  writeMonthlyReleases,
} from '@hub/demo';
import { demoActivations } from './demo/activations.js';
import { services, source } from './demo/sessions.js';
import { type DemoTeam, demoTeams, teamRow } from './demo/teams.js';
import { AccountActivation } from './records/account-activation.js';
import { GuidanceSession } from './records/guidance-session.js';
import { GuidedPerson } from './records/guided-person.js';
import { Team, TeamMember } from './records/team.js';

/** People of every age guided by teams, the young more often. */
const guided = {
  name: 'youth-union guided',
  people: 550_000,
  weight: (_sex: unknown, year: number) => (year > 2009 ? 0 : year >= 1990 ? 2 : 1),
};

/** The members of teams. */
const teamMembers = {
  name: 'youth-union members',
  people: 50_000,
  weight: (_sex: unknown, year: number) => (year >= 1991 && year <= 2009 ? 1 : 0),
};

/** Attendances at sessions; a person counts at each session. */
const occurrences = 1_600_000;

/** Average number of people at a session. */
const occurrencesOfSession = 20;

/** Writes the Youth Union's files for the full-size province. */
export async function writeScale({ folder, province, share }: ScaledOptions): Promise<void> {
  const teams = demoTeams(province);
  await writeDemoFile(folder, Team, teams.map(teamRow));
  await writeDemoFile(folder, AccountActivation, demoActivations(province));
  await writeMonthlyFiles(folder, TeamMember, memberRows(province, teams));
  await writeMonthlyFiles(folder, GuidedPerson, guidedRows(province));
  await writeMonthlyFiles(
    folder,
    GuidanceSession,
    sessionRows(teams, Math.round((occurrences * share) / occurrencesOfSession)),
  );
  await writeMonthlyReleases(folder, 1);
}

function* memberRows(province: ScaledOptions['province'], teams: readonly DemoTeam[]): Generator<MonthlyRow> {
  const isMember = reachedBy(teamMembers, province);
  const joined = daysOf('youth-union joined');
  const random = createRandom('scale team members');
  const byCommune = Map.groupBy(teams, ({ communeCode }) => communeCode);
  for (const person of residents(province)) {
    if (!isMember(person)) continue;
    const { code } = random.pick(byCommune.get(person.communeCode) ?? teams);
    const joinedOn = joined(person.index);
    const trainedOn = random.chance(0.75) ? dayAfter(random, joinedOn, 7, 120) : null;
    yield [(trainedOn ?? joinedOn).slice(0, 7), [code, ...residentValues(person), joinedOn, trainedOn]];
  }
}

function* guidedRows(province: ScaledOptions['province']): Generator<MonthlyRow> {
  const isGuided = reachedBy(guided, province);
  const days = daysOf('youth-union guided on');
  const random = createRandom('scale guided people');
  for (const person of residents(province)) {
    if (!isGuided(person)) continue;
    const guidedOn = days(person.index);
    const passedOn = random.chance(0.5) ? guidedOn : random.chance(0.6) ? dayAfter(random, guidedOn, 7, 90) : null;
    yield [(passedOn ?? guidedOn).slice(0, 7), [...residentValues(person), guidedOn, passedOn]];
  }
}

function* sessionRows(teams: readonly DemoTeam[], count: number): Generator<MonthlyRow> {
  const random = createRandom('scale guidance sessions');
  const days = daysOf('youth-union sessions');
  for (let number = 1; number <= count; number += 1) {
    const { code, communeCode } = random.pick(teams);
    const day = days(number);
    const point = random.chance(0.7) ? serviceCentreOf(communeCode) : null;
    const occurrences = random.integer(1, 2 * occurrencesOfSession - 1);
    const session = `GS-${String(number).padStart(6, '0')}`;
    const row = [session, code, point, communeCode, day, null, occurrences, false, services(random), source];
    yield [day.slice(0, 7), row];
  }
}
