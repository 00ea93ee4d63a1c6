import { shareIn, sharesWith } from '../../support/contributions.js';
import { beforeAll, expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';
import { points, share, whole } from '../support/as-written.js';

/** Tests the reports on a goal: shares, groups, overlap and the calendar agree with the graph. */
export function testGoalReports(portal: TestedPortal): void {
  const goal = '/goals/ADULTS_BASIC';
  beforeAll(() => portal.enter('analyst'));
  const rowsOf = async (panel: string): Promise<readonly string[][]> => {
    await portal.page.locator(`${panel} summary`).first().click();
    const rows = await portal.page.locator(`${panel} tbody tr`).all();
    return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
  };

  test.each(['ADULTS_BASIC', 'DEMO_ACCOUNTS'])('says who has reported %s, month by month', async (code) => {
    await portal.open(`/goals/${code}?period=2026-11`);
    const { goal: asked } = await portal.ask(
      `{ goal(code: "${code}") { startsOn completeness(from: "2025-12", to: "2026-11") { organisations { organisation { code } months { month state } } } } }`,
    );
    const months = Array.from({ length: 12 }, (_, index) =>
      index === 0 ? '2025-12' : `2026-${String(index).padStart(2, '0')}`,
    );
    const shown = months.filter((month) => month >= asked.startsOn.slice(0, 7));
    const { organisations } = asked.completeness;
    expect(organisations.length).toBeGreaterThan(1);
    const states = new Set<string>();
    for (const { organisation, months: reports } of organisations) {
      const cells = portal.page.locator(`.calendar tr[data-organisation="${organisation.code}"] td:not(.number)`);
      const inPage = await cells.evaluateAll((all) => all.map((cell) => (cell as any).dataset.state ?? ''));
      const expected = shown.map((month) => reports.find((report: any) => report.month === month)?.state ?? '');
      expect(inPage).toEqual(expected);
      for (const state of expected) states.add(state);
      // Words, and not only a colour.
      for (const text of await cells.allTextContents()) expect(text.trim()).not.toBe('');
    }
    expect(states.size).toBeGreaterThan(1);
  });

  test('keeps people and occurrences of each organisation apart, as it reported them', async () => {
    await portal.open(`${goal}?period=2026-10`);
    const { goal: asked } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { expects { code name } progress(period: "2026-10") { ${sharesWith('people atMost occurrences')} } } }`,
      'analyst',
    );
    const rows = await rowsOf('#shares');
    expect(rows.length).toBe(asked.expects.length);
    for (const { code, name } of asked.expects) {
      const { people, atMost, occurrences } = shareIn(asked.progress, code);
      const row = rows.find(([first]) => first === name);
      expect(row?.slice(1, 4)).toEqual([people, atMost, occurrences].map(whole));
    }
    const texts = await portal.page.locator('#shares svg').evaluateAll((all) => all.map((svg) => svg.textContent));
    expect(texts.length).toBe(2);
    expect(texts.map((text) => [text.includes('người'), text.includes('lượt')])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test.each(['SEX', 'AGE_BAND', 'AREA', 'TYPE', 'REGION'])(
    'shows people by %s and the gap, or says why not',
    async (by) => {
      await portal.open(`${goal}?period=2026-10&by=${by}`);
      const { goal: asked } = await portal.ask(
        `{ goal(code: "ADULTS_BASIC") { breakdown(by: ${by}, period: "2026-10") { gap { points interval { lower upper } } groups { people noEstimate ratio } } } }`,
      );
      const { groups, gap } = asked.breakdown;
      const rows = await rowsOf('#breakdown');
      expect(rows.map((row) => [row[1], row[4]])).toEqual(
        groups.map(({ people, noEstimate, ratio }: any) => [
          people === null ? expect.stringMatching(noEstimate === 'TOO_FEW' ? 'gần như đếm đúng' : '.') : whole(people),
          ratio === null ? 'không rõ' : share(ratio),
        ]),
      );
      expect(groups.length).toBeGreaterThan(1);
      const said = await portal.page.locator('#breakdown').textContent();
      if (gap === null) expect(said).toContain('Không tính được khoảng cách');
      else {
        const digits = gap.points < 1 ? 2 : 1;
        const written = (value: number) => points(value, digits);
        expect(await portal.page.locator('#breakdown .gap').textContent()).toContain(written(gap.points));
        expect(said).toContain(`từ ${written(gap.interval.lower)} đến ${written(gap.interval.upper)}`);
      }
    },
  );

  test('shows how many people two organisations share, with the interval, or why only a bound', async () => {
    await portal.open(`${goal}?period=2026-10`);
    const { goal: asked } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { overlap(period: "2026-10") { first { name } second { name } people { lower upper estimate interval { lower upper } noEstimate } } } }',
    );
    const rows = await rowsOf('#overlap');
    expect(rows.length).toBe(asked.overlap.length);
    expect(rows.length).toBeGreaterThan(0);
    for (const [index, { first, second, people }] of asked.overlap.entries()) {
      const [pair, said, interval] = rows[index] ?? [];
      expect(pair).toBe(`${first.name} – ${second.name}`);
      const { lower, upper, estimate, noEstimate } = people;
      if (estimate === null) expect(said).toContain(`từ ${whole(lower)} đến ${whole(upper)}`);
      else expect(said).toContain(whole(estimate));
      if (noEstimate === 'TOO_FEW') expect(said).toContain('gần như đếm đúng');
      expect(interval).toBe(`từ ${whole(people.interval.lower)} đến ${whole(people.interval.upper)}`);
    }
  });

  test('says which figures are worth a look', async () => {
    await portal.open(goal);
    const { goal: asked } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { anomalies(first: 50) { nodes { progress { commune { name } } } } } }',
      'analyst',
    );
    const names = asked.anomalies.nodes.map(({ progress }: any) => progress.commune?.name ?? 'Toàn tỉnh');
    expect(await portal.page.locator('#anomalies tbody th').allTextContents()).toEqual(names);
  });
}
