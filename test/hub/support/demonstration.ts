import { expect, test } from '@jest/globals';
import { readCorrectedRows, readRows } from '../../disclosure/support/truth/files.js';
import { peopleOfFiles } from '../../support/people-of-files.js';
import { shareIn, sharesWith } from '../../support/contributions.js';

/** A goal of the demonstration's own: its deadline has passed, and its reports have a due day. */
const goal = 'DEMO_ACCOUNTS';

/** The months of its releases. */
const months = ['2026-07', '2026-08', '2026-09', '2026-10'];

const [police, women] = ['subgraphs/identity/demo', 'subgraphs/womens-union/demo'] as const;

/**
 * The number of communes whose accounts of level 2, rounded down as in publications, reach four in five of the adults.
 */
function reachedIn(month: string): number {
  const adults = new Map(
    readRows('subgraphs/movement/demo/denominators.csv')
      .filter(({ audience, value }) => audience === 'DEMO_ADULTS' && value !== '')
      .map(({ place_code, value }) => [place_code, Number(value)]),
  );
  return readRows(`${police}/identity-counts.csv`).filter((row) => {
    const of = adults.get(row['commune_code']);
    return row['month'] === month && of !== undefined && roundedDown(Number(row['accounts_level_2'])) >= 0.8 * of;
  }).length;
}

const roundedDown = (people: number, step = 10) => Math.floor(people / step) * step;

interface Row {
  readonly communeCode: string;
  readonly status: string;
  readonly demonstration: boolean;
  readonly denominator: { readonly value: number | null; readonly remark: string | null } | null;
  readonly contributions: readonly { readonly state: string; readonly organisation: { readonly code: string } }[];
}

/**
 * Tests that the demonstration shows what releases and the register can say.
 * @param ask asks a started hub that has taken all releases in, as an analyst; gives its answer.
 */
export function testDemonstration(ask: (query: string) => Promise<any>): void {
  const rowsOf = async (period: string): Promise<Row[]> => {
    const { data, errors } = await ask(
      `{ goal(code: "${goal}") { progressByCommune(period: "${period}", first: 500) { nodes { communeCode status demonstration
         denominator { value remark } contributions { state organisation { code } } } } } }`,
    );
    expect(errors).toBeUndefined();
    return data.goal.progressByCommune.nodes;
  };
  const tally = (rows: readonly Row[]) => {
    const byStatus = Map.groupBy(rows, ({ status }) => status);
    return Object.fromEntries([...byStatus].map(([status, some]) => [status, some.length]));
  };

  test('the demonstration’s own goal has no verdict that an absent organisation could change', async () => {
    const [before, during, after] = await Promise.all(['2026-06', '2026-08', '2026-09'].map(rowsOf));
    const [atFirst, then, now] = ['2026-06', '2026-08', '2026-09'].map(reachedIn) as [number, number, number];
    expect([atFirst > 0, then > atFirst, now > then, now < 165]).toEqual([true, true, true, true]);
    expect(tally(before ?? [])).toEqual({ NOT_STARTED: 165 - atFirst, ACHIEVED: atFirst, NO_DATA: 1 });
    // One of the goal's organisations is not linked: it may have every missing person.
    expect(tally(during ?? [])).toEqual({ ACHIEVED: then, UNCERTAIN: 165 - then, NO_DATA: 1 });
    expect(tally(after ?? [])).toEqual({ ACHIEVED: now, UNCERTAIN: 165 - now, NO_DATA: 1 });
    expect(during?.every(({ demonstration }) => demonstration)).toBe(true);
    // The commune without data has no number of people, and a remark on that.
    const [without] = during?.filter(({ status }) => status === 'NO_DATA') ?? [];
    expect(without?.denominator).toEqual({ value: null, remark: expect.any(String) });
  });

  test.each(['ADULTS_BASIC', 'ADULTS_CONFIRMED', 'PUBLIC_SECTOR', 'PUPILS'])(
    'forecasts of %s have a width, and those of before held in nine of ten cases',
    async (code) => {
      const forecast = 'forecast { people interval { lower upper } basis backTest { forecasts within } notAvailable }';
      const { data, errors } = await ask(
        `{ goal(code: "${code}") { progress(period: "2026-10") { ${forecast} }
           progressByCommune(period: "2026-10", first: 500) { nodes { ${forecast} } } } }`,
      );
      expect(errors).toBeUndefined();
      const { progress, progressByCommune } = data.goal;
      const made = progressByCommune.nodes.map((node: any) => node.forecast).filter((one: any) => one.people !== null);
      expect(made.length).toBeGreaterThan(100);
      const narrow = made.filter(({ interval }: any) => interval.upper - interval.lower < 9);
      expect(narrow).toEqual([]);
      const tally = (some: readonly any[]) => {
        const sum = (key: string) => some.reduce((total: number, { backTest }) => total + Number(backTest[key]), 0);
        return { forecasts: sum('forecasts'), held: sum('within') };
      };
      // The communes would hide the province's few forecasts, so each group is tested alone.
      const strata = { communes: tally(made), province: tally([progress.forecast]) };
      if (process.env['SKETCHES'] === 'all') console.table({ [code]: made.length, ...strata });
      for (const { forecasts, held } of Object.values(strata)) {
        expect(forecasts).toBeGreaterThan(0);
        expect(held / forecasts).toBeGreaterThanOrEqual(0.9);
      }
    },
  );

  test('and every state of a report, each of the organisation that it is meant to be of', async () => {
    const states = new Map<string, Set<string>>();
    for (const period of ['2026-08', '2026-10']) {
      for (const { contributions } of await rowsOf(period)) {
        for (const { state, organisation } of contributions) {
          const seen = states.get(`${period} ${organisation.code}`) ?? new Set();
          states.set(`${period} ${organisation.code}`, seen.add(state));
        }
      }
    }
    expect(Object.fromEntries([...states].map(([key, seen]) => [key, [...seen].sort()]))).toEqual({
      '2026-08 identity': ['REPORTED'],
      '2026-08 service-centre': ['NOT_LINKED'],
      '2026-08 university': ['WITHHELD'],
      '2026-10 identity': ['NOT_YET'],
      '2026-10 service-centre': ['NOT_LINKED'],
      '2026-10 university': ['WITHHELD'],
    });
  });

  test('completeness tells who is late each month, by how many days, and who is not there yet', async () => {
    const { data } = await ask(
      `{ goal(code: "${goal}") { reportDueDays completeness(from: "2026-07", to: "2026-10") {
         organisations { organisation { code linked } onTime months { month state late } } } } }`,
    );
    const { reportDueDays, completeness } = data.goal;
    expect(reportDueDays).toBe(10);
    const late = (...days: number[]) => days.map((late, index) => ({ month: months[index], state: 'LATE', late }));
    const onTime = months.slice(0, 3).map((month) => ({ month, state: 'REPORTED', late: 0 }));
    expect(completeness.organisations).toEqual([
      {
        organisation: { code: 'identity', linked: true },
        onTime: 0.75,
        months: [...onTime, { month: '2026-10', state: 'NOT_YET', late: expect.any(Number) }],
      },
      {
        organisation: { code: 'service-centre', linked: false },
        onTime: null,
        months: months.map((month) => ({ month, state: 'NOT_LINKED', late: null })),
      },
      { organisation: { code: 'university', linked: true }, onTime: 0, months: late(4, 5, 3, 6) },
    ]);
  });

  test('each published goal has a due day, and the organisations are late that released after it', async () => {
    const { data } = await ask(
      `{ goals { code reportDueDays completeness(from: "2026-06", to: "2026-09") {
         organisations { organisation { code } onTime months { month state late } } } } }`,
    );
    const published = (data.goals as any[]).filter(({ code }) => code !== goal);
    expect(published.map(({ reportDueDays }) => reportDueDays)).toEqual([10, 10, 10, 10]);
    const organisations = published.flatMap(({ completeness }) => completeness.organisations);
    // The first releases, of July, bring June with them: nobody is late for it.
    for (const { months } of organisations)
      expect(months[0]).toEqual({ month: '2026-06', state: 'REPORTED', late: null });
    const late = organisations.filter(({ onTime }) => onTime < 1);
    expect(late.map(({ organisation, months }) => [organisation.code, ...months.map((one: any) => one.late)])).toEqual([
      ['university', null, 4, 5, 3],
      ['university', null, 4, 5, 3],
      // It withdrew September's release, and made the corrected one after the due day.
      ['education', null, 0, 0, 6],
    ]);
  });

  test('an organisation corrected September: what was known before differs from what is known since', async () => {
    // The organisation took a list of members for a list of people with a completed course, in the commune of the
    // corrections.
    const [{ commune_code: commune = '' } = {}] = readRows(`${women}/corrections/group-members.csv`);
    const completed = (rows: readonly Readonly<Record<string, string>>[]) =>
      new Set(
        rows
          .filter(({ completed_on: day = '' }) => day !== '' && day <= '2026-09-30')
          .filter(({ commune_code, birth_year }) => commune_code === commune && Number(birth_year) <= 2026 - 18)
          .map(({ citizen_number }) => citizen_number),
      ).size;
    const reported = completed(readRows(`${women}/group-members.csv`));
    const really = completed(readCorrectedRows(women, 'group-members.csv', ['group_code', 'citizen_number']));
    expect(roundedDown(reported)).toBeGreaterThan(roundedDown(really));
    const of = (day: string) => `progress(commune: "${commune}", period: "2026-09", asKnownOn: "${day}") {
      people { lower upper } ${sharesWith('people atMost release')} }`;
    const { data, errors } = await ask(
      `{ goal(code: "ADULTS_BASIC") { before: ${of('2026-10-19')} since: ${of('2026-10-20')} now: ${of('2026-11-20')} } }`,
    );
    expect(errors).toBeUndefined();
    const { before, since, now } = data.goal;
    const [first, corrected, last] = [before, since, now].map((one) => shareIn(one, 'womens-union'));
    expect(first).toMatchObject({ people: roundedDown(reported), release: 3 });
    expect(corrected).toMatchObject({ people: roundedDown(really), release: 4 });
    expect(last).toMatchObject({ people: roundedDown(really), release: 5 });
    // Only this organisation corrected figures, so the bound moves by the same number.
    expect(before.people.upper - since.people.upper).toBe(first.atMost - corrected.atMost);
    expect(now.people).toEqual(since.people);
  });

  test('an organisation withdrew September, and released it corrected: each is what was known then', async () => {
    const of = (day: string) => `progress(period: "2026-09", asKnownOn: "${day}") {
      people { lower } contributions { state through organisation { code } release { number } share { release withdrawn } } }`;
    const days = ['2026-10-12', '2026-10-13', '2026-10-16', '2026-11-20'];
    const { data, errors } = await ask(
      `{ goal(code: "PUPILS") { ${days.map((day, index) => `d${index}: ${of(day)}`).join(' ')} } }`,
    );
    expect(errors).toBeUndefined();
    const known = days.map((_day, index) => {
      const { people, contributions } = data.goal[`d${index}`];
      const { state, through, release } = contributions.find(
        ({ organisation }: any) => organisation.code === 'education',
      );
      return [state, release.number, through, people.lower];
    });
    const [first, withdrawn, corrected, later] = known.map((row) => Number(row[3])) as [number, number, number, number];
    expect(known.map((row) => row.slice(0, 3))).toEqual([
      ['REPORTED', 3, '2026-09-30'],
      ['NOT_YET', 4, '2026-08-31'],
      ['LATE', 5, '2026-09-30'],
      ['LATE', 6, '2026-10-31'],
    ]);
    expect(shareIn(data.goal.d0, 'education')).toEqual({ release: 3, withdrawn: true });
    // While it is withdrawn, August's is carried forward.
    expect(withdrawn).toBeLessThan(corrected);
    expect(corrected).toBeLessThan(first);
    expect(later).toBe(corrected);
  });

  test('a figure above an outdated denominator is among the anomalies, which need no rule named', async () => {
    const { data } = await ask(
      `{ goal(code: "${goal}") { anomalies { totalCount nodes { rule since magnitude progress { communeCode denominator { remark } } } }
           more: anomalies(rule: MORE_THAN_DENOMINATOR) { totalCount } fell: anomalies(rule: FELL) { totalCount } } }`,
    );
    expect(data.goal.anomalies).toEqual({
      totalCount: 1,
      nodes: [
        {
          ...{ rule: 'MORE_THAN_DENOMINATOR', since: '2026-07', magnitude: expect.any(Number) },
          progress: { communeCode: '15007', denominator: { remark: 'Số của nhiều năm trước' } },
        },
      ],
    });
    expect([data.goal.more, data.goal.fell]).toEqual([{ totalCount: 1 }, { totalCount: 0 }]);
  });

  test('what was known on a day of before rests on the releases of that day', async () => {
    const days = ['2026-08-01', '2026-08-31', '2026-10-31', '2026-11-20'];
    const { data } = await ask(
      `{ goal(code: "ADULTS_BASIC") { ${days
        .map(
          (day, index) =>
            `d${index}: progress(period: "2026-07", asKnownOn: "${day}") { status completeThrough people { lower } missing { code } }`,
        )
        .join(' ')} series(from: "2026-07", to: "2026-10") { points { progress { people { lower } } } } } }`,
    );
    const { d0, d1, d2, d3 } = data.goal;
    expect(d0).toMatchObject({ status: 'NO_DATA', completeThrough: null, people: null });
    expect(d0.missing).toHaveLength(4);
    expect(d1).toMatchObject({ completeThrough: '2026-07-31', missing: [] });
    expect([d2, d3]).toEqual([d1, d1]);
    const [{ points }] = data.goal.series;
    // At least as many as the organisation with the most has, in steps of twenty.
    const most = months.map((month) =>
      Math.max(...[...(peopleOfFiles('ADULTS_BASIC', month).get('all')?.values() ?? [])].map(({ size }) => size)),
    );
    expect(points.map(({ progress }: any) => progress.people.lower)).toEqual(most.map((one) => roundedDown(one, 20)));
    expect(points[0].progress.people.lower).toBe(d1.people.lower);
  });

  test('the denominator of public staff is the head-count of the public sector’s own records, rounded down', async () => {
    const { data, errors } = await ask(
      `{ publicStaff { headcount { people atMost } } goal(code: "PUBLIC_SECTOR") { progress(period: "2026-10") {
         denominator { value atMost basis rounded asOf demonstration } people { lower upper } ratio status } } }`,
    );
    expect(errors).toBeUndefined();
    const { progress } = data.goal;
    expect(data.publicStaff).toHaveLength(4);
    const sum = (of: 'people' | 'atMost') =>
      data.publicStaff.reduce((total: number, { headcount }: any) => total + Number(headcount[of]), 0);
    expect(sum('people')).toBeLessThanOrEqual(progress.denominator.value);
    expect(sum('atMost')).toBeGreaterThanOrEqual(progress.denominator.value);
    const staff = readRows('subgraphs/public-sector/demo/staff-headcounts.csv');
    const value = roundedDown(staff.reduce((total, { headcount }) => total + Number(headcount), 0));
    expect(progress).toMatchObject({
      denominator: { value, atMost: value + 9, basis: 'RECORDS', rounded: true, asOf: '2026-06-30' },
      people: { upper: value + 9 },
      // The estimate's interval may reach the target.
      status: expect.stringMatching(/^(ON_TRACK|UNCERTAIN)$/),
    });
  });

  test.each(['PUBLIC_SECTOR', 'PUPILS', 'ADULTS_BASIC'])(
    'what is told of people of %s leaves ten values in each commune, whatever its denominator',
    async (goal) => {
      const { data, errors } = await ask(
        `{ goal(code: "${goal}") { progressByCommune(period: "2026-10", first: 500) { nodes {
           communeCode denominator { value atMost basis } people { lower upper interval { lower upper } } } } } }`,
      );
      expect(errors).toBeUndefined();
      const rows: any[] = data.goal.progressByCommune.nodes;
      expect(rows).toHaveLength(166);
      const narrow = rows.filter(
        ({ people: { lower, upper, interval } }) => upper - lower < 9 || interval.upper - interval.lower < 9,
      );
      expect(narrow).toEqual([]);
      const isExact = ({ denominator: { value, atMost, basis } }: any) =>
        basis === 'RECORDS' ? value % 10 !== 0 || atMost - value < 9 : atMost !== value;
      expect(rows.filter(isExact)).toEqual([]);
    },
  );
}
