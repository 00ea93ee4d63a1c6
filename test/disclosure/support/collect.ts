import { shareIn } from '../../support/contributions.js';
import { readFileSync } from 'node:fs';
import type { CellId } from './structure.js';
import { sharedRecords } from './truth/public-sector.js';
import { lastMonth, releaseTable } from './truth/releases.js';
import { monthsBetween } from './truth/files.js';
import { turnsTable } from './truth/turns.js';

/** Asks the hub one of the operations in `queries`, and fails where it answers with errors. */
export type Ask = (operation: string, variables?: Readonly<Record<string, unknown>>) => Promise<any>;

/** The text of an operation. */
export const operationText = (name: string): string =>
  readFileSync(new URL(`../queries/${name}.graphql`, import.meta.url), 'utf8');

/** A hub's answers, as cells of the same names as the truth has them. */
export class Answers {
  readonly shown = new Map<CellId, number | null>();

  add(table: string, key: string, count: { people?: number | null; households?: number | null } | null): void {
    // A field that was not answered at all is no count.
    if (count) this.shown.set(`${table}|${key}`, count.people ?? count.households ?? null);
  }

  /** Adds turns, where they were asked for. */
  addTurns(table: string, key: string, turns: number | null | undefined): void {
    if (turns !== undefined) this.shown.set(`${table}|${key}`, turns);
  }

  /** Adds a count with a part of it. */
  pair(table: string, key: string, whole: any, part: any, name = 'passed'): void {
    this.add(table, key, whole);
    this.add(`${table}, ${name}`, key, part);
  }
}

/** The organisations with shares in each goal, and from which month on there are any. */
const goals = [
  ['ADULTS_BASIC', '2025-04', ['womens-union', 'youth-union', 'university', 'public-sector']],
  ['PUBLIC_SECTOR', '2025-07', ['university', 'public-sector']],
  ['DEMO_ACCOUNTS', '2025-07', ['university', 'identity']],
  ['PUPILS', '2025-10', ['education']],
  ['ADULTS_CONFIRMED', '2025-07', ['identity']],
] as const;

const days = { first: '2025-12-31', second: '2026-05-31', third: '2026-10-31' };
const years = { year: '2025-2026', next: '2026-2027' };

/** Collects all counts of people that an analyst is answered, page by page. */
export async function collectAll(ask: Ask): Promise<Answers> {
  const answers = new Answers();
  await collectReleases(ask, answers);
  await collectPlaces(ask, answers);
  await collectPublicSector(ask, answers);
  await collectCourses(ask, answers);
  await collectSchools(ask, answers);
  await collectIdentity(ask, answers);
  await collectSessions(ask, answers);
  return answers;
}

/** Goes through a list that the hub gives in pages. */
export async function* pages(
  ask: Ask,
  operation: string,
  variables: object,
  listIn: (data: any) => any,
): AsyncGenerator<any> {
  for (let after: string | null = null, more = true; more;) {
    const { pageInfo, nodes } = listIn(await ask(operation, { ...variables, after }));
    yield* nodes;
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
}

async function collectReleases(ask: Ask, answers: Answers): Promise<void> {
  for (const [goal, from, organisations] of goals) {
    for (const period of monthsBetween(from, lastMonth)) {
      const add = (progress: any) => {
        for (const organisation of organisations) {
          const key = `${progress.communeCode} ${period}`;
          const share = shareIn(progress, organisation);
          answers.add(releaseTable(organisation, goal), key, share);
          answers.addTurns(turnsTable(organisation, goal), key, share?.occurrences);
        }
      };
      let province: any;
      const list = (data: any) => {
        province = data.goal.progress;
        return data.goal.progressByCommune;
      };
      for await (const progress of pages(ask, 'progress', { goal, period }, list)) add(progress);
      add(province);
    }
  }
}

async function collectPlaces(ask: Ask, answers: Answers): Promise<void> {
  const add = (code: string, place: any, familyTable: string, identityTable: string) => {
    const { committed, meetingAllCriteria, byCriterion } = place.digitalFamilies;
    answers.add(familyTable, `${code} COMMITTED`, committed);
    answers.add(familyTable, `${code} ALL_CRITERIA`, meetingAllCriteria);
    for (const { criterion, met } of byCriterion) answers.add(familyTable, `${code} ${criterion}`, met);
    for (const { level, registrations } of place.womensDigitalIdentities) {
      answers.add(identityTable, `${code} ${level}`, registrations);
    }
    for (const [alias, year] of Object.entries(years)) {
      answers.pair('assessed pupils', `${code} ${year}`, place[alias].assessed, place[alias].passed);
    }
  };
  const addPupils = (code: string, counts: any) => {
    for (const [alias, day] of Object.entries(days)) {
      answers.pair(
        'pupils by commune',
        `${code} ${day}`,
        counts[alias].pupils,
        counts[alias].livingHere,
        'living there',
      );
    }
  };
  for await (const commune of pages(ask, 'communes', {}, ({ communes }) => communes)) {
    add(commune.code, commune, 'digital families', "women's digital identities");
    addPupils(commune.code, commune);
    const { trained, passed } = commune.publicSectorTraining;
    answers.pair('training by commune', commune.code, trained, passed);
    for (const { code, members } of commune.womensUnionBranches) answers.add('members of branches', code, members);
    for (const { code, members } of commune.digitalLiteracyTeams) answers.add('members of teams', code, members);
  }
  const province = await ask('province');
  add('38', province, 'digital families, province', "women's digital identities, province");
  addPupils('38', province.organisation);
  for (const { group, headcount, training } of province.publicStaff) {
    answers.add('staff by group', group, headcount);
    answers.pair('training by staff group', group, training.trained, training.passed);
  }
}

async function collectSessions(ask: Ask, answers: Answers): Promise<void> {
  const all = ({ pageInfo, nodes }: any) => {
    if (pageInfo.hasNextPage) throw new Error('A list has more than one page.');
    return nodes;
  };
  for await (const group of pages(ask, 'learning-groups', {}, ({ learningGroups }) => learningGroups)) {
    answers.add('members of learning groups', group.code, group.members);
    for (const { code, attendances } of all(group.sessions)) {
      answers.addTurns('turns by session: womens-union', code, attendances);
    }
  }
  for await (const session of pages(ask, 'guidance-sessions', {}, ({ guidanceSessions }) => guidanceSessions)) {
    answers.addTurns('turns by session: youth-union', session.code, session.occurrences);
  }
  for await (const point of pages(ask, 'service-points', {}, ({ servicePoints }) => servicePoints)) {
    for (const [alias, turns] of Object.entries<number>(point)) {
      const month = /^in_(\d{4})_(\d{2})$/.exec(alias)?.slice(1).join('-');
      if (month !== undefined) answers.addTurns('turns by service point', `${point.code} ${month}`, turns);
    }
  }
  for await (const commune of pages(ask, 'lessons', {}, ({ communes }) => communes)) {
    for (const { code, attended } of all(commune.digitalSkillsLessons)) {
      answers.add('turns by session: education', code, attended);
    }
  }
}

async function collectPublicSector(ask: Ask, answers: Answers): Promise<void> {
  for await (const agency of pages(ask, 'agencies', {}, ({ agencies }) => agencies)) {
    const { code, staff, training, trainingByCourse, trainingRecords, competency } = agency;
    for (const { group, headcount } of staff) answers.add('staff by agency and group', `${code} ${group}`, headcount);
    answers.pair('training by agency', code, training.trained, training.passed);
    for (const { course, completed, passed } of trainingByCourse) {
      answers.pair('training by course and agency', `${code} ${course.code}`, completed, passed);
    }
    if (trainingRecords.pageInfo.hasNextPage) throw new Error(`Agency ${code} has more records than one page.`);
    for (const { course, completedOn, result } of trainingRecords.nodes) {
      answers.add(sharedRecords, `${code} ${course.code} ${completedOn} ${result}`, { people: 10 });
    }
    for (const { level, people } of competency) answers.add('competency', `${code} ${level}`, people);
  }
}

async function collectCourses(ask: Ask, answers: Answers): Promise<void> {
  for await (const course of pages(ask, 'courses', {}, ({ courses }) => courses)) {
    const { code, publicSectorTraining: training, participation, classes } = course;
    answers.pair('training by course', code, training.trained, training.passed);
    answers.add('teachers by course', code, course.teachersTrained);
    for (const { organisation, learners, passed } of participation) {
      answers.pair('learners by course and organisation', `${code} ${organisation?.code ?? ''}`, learners, passed);
    }
    if (classes.pageInfo.hasNextPage) throw new Error(`Course ${code} has more classes than one page.`);
    for (const { code: one, learners, passed } of classes.nodes)
      answers.pair('learners by class', one, learners, passed);
  }
}

async function collectSchools(ask: Ask, answers: Answers): Promise<void> {
  for await (const school of pages(ask, 'schools', {}, ({ schools }) => schools)) {
    for (const [alias, day] of Object.entries(days))
      answers.add('pupils by school', `${school.code} ${day}`, school[alias]);
    for (const { course, teachers } of school.teacherTraining) {
      answers.add('teachers by course and school', `${school.code} ${course.code}`, teachers);
    }
  }
}

const measures = {
  ...{ adultsConfirmed: 'adults_confirmed', accountsLevel1: 'accounts_level_1' },
  ...{ accountsLevel2: 'accounts_level_2', digitalSignatures: 'digital_signatures' },
};

async function collectIdentity(ask: Ask, answers: Answers): Promise<void> {
  for (const period of monthsBetween('2025-07', lastMonth)) {
    const add = (code: string, figures: any) => {
      for (const [field, measure] of Object.entries(measures)) {
        answers.add(`identity: ${measure}`, `${code} ${period}`, figures?.[field]);
      }
    };
    const list = ({ identityMonths }: any) => {
      const [month] = identityMonths.nodes;
      add('38', month?.total);
      return month?.counts ?? { pageInfo: { hasNextPage: false }, nodes: [] };
    };
    for await (const { commune, figures } of pages(ask, 'identity-months', { period }, list))
      add(commune.code, figures);
  }
}
