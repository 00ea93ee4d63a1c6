import { dayInProvince } from '@hub/protocol';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { share, whole } from '../support/as-written.js';
import type { TestedPortal } from '../support/tested-portal.js';

/**
 * Tests that pages show the graph's remarks on its figures: breaks, doubts, provisional months, forecasts as bands,
 * sums.
 */
export function testShownTruly(portal: TestedPortal): void {
  beforeAll(() => portal.enter('analyst'));
  afterAll(() => portal.leave());

  /** How often a line begins that has a value in some months, and is broken at some of them. */
  const begins = (points: readonly { ratio: number | null; isBreak: boolean }[]): number =>
    points.filter(
      ({ ratio, isBreak }, index) => ratio !== null && (isBreak || (points[index - 1]?.ratio ?? null) === null),
    ).length;
  const beginsOf = async (selector: string): Promise<number> => {
    const drawn = (await portal.page.locator(selector).first().getAttribute('d')) ?? '';
    return drawn.split('M').length - 1;
  };

  test('a line is broken where the graph says so, as where another denominator counts, in large and in small', async () => {
    const { goal } = await portal.ask(
      `{ goal(code: "PUPILS") { series(from: "2025-11", to: "2026-10") { points { period isBreak progress { ratio } } } } }`,
    );
    const points = goal.series[0].points.map(({ isBreak, progress }: any) => ({ isBreak, ratio: progress.ratio }));
    // In the demonstration, pupils belong to another school year from September on.
    expect(goal.series[0].points.find(({ period }: any) => period === '2026-09').isBreak).toBe(true);
    const expected = begins(points);
    expect(expected).toBeGreaterThan(1);
    await portal.open('/goals/PUPILS?period=2026-10&places=38');
    expect(await beginsOf('.compare .chart path.line')).toBe(expected);
    expect(await portal.page.locator('.compare').textContent()).toContain('Chỗ đường bị ngắt');
    await portal.open('/table?goal=PUPILS&to=2026-10&view=small');
    expect(await beginsOf('.small-multiple path.line')).toBe(expected);
    // The overview's own chart ends with the last month that is due.
    await portal.open('/');
    expect(await beginsOf('[data-goal=PUPILS] .series path.line')).toBeGreaterThan(1);
  });

  test('where groups add up to another number than the whole, the page says which is which, and why', async () => {
    const kinds = ['SEX', 'AGE_BAND', 'TYPE'] as const;
    const asked = kinds.map((kind) => `${kind}: breakdown(by: ${kind}, period: "2026-10") { groups { people } }`);
    const { goals } = await portal.ask(
      `{ goals { code progress(period: "2026-10") { people { lower estimate } } ${asked.join(' ')} } }`,
      'analyst',
    );
    const sums = goals.flatMap((goal: any) =>
      kinds.flatMap((by) => {
        const people: (number | null)[] = goal[by]?.groups.map((group: any) => group.people) ?? [];
        const { lower, estimate } = goal.progress.people ?? {};
        if (people.length === 0 || people.includes(null) || lower === undefined) return [];
        return {
          goal: goal.code,
          by,
          sum: people.reduce<number>((all, one) => all + (one ?? 0), 0),
          of: estimate ?? lower,
        };
      }),
    );
    const other = sums.find(({ sum, of }: any) => sum !== of);
    expect(other).toBeDefined();
    await portal.open(`/goals/${other.goal}?period=2026-10&by=${other.by}`);
    const note = portal.page.locator('#breakdown [data-sum]');
    expect(await note.getAttribute('data-sum')).toBe(String(other.sum));
    for (const said of [whole(other.sum), whole(other.of), 'ước lượng và làm tròn riêng']) {
      expect(await note.textContent()).toContain(said);
    }
  });

  test('a status that is not certain says so, with what would decide it; one that is has no doubts', async () => {
    const words: Record<string, string> = {
      ABSENT_ORGANISATION: 'thiếu số liệu của một tổ chức',
      PEOPLE_IN_SEVERAL: 'nhiều tổ chức cùng đếm',
      ESTIMATE_ERROR: 'sai số của ước lượng',
      ROUNDING: 'làm tròn xuống hàng chục',
      SMALL_PLACE: 'quá ít người để đánh giá',
    };
    const { goals } = await portal.ask(
      `{ goals { code progressByCommune(first: 500) { nodes { communeCode status doubts } } } }`,
      'analyst',
    );
    const found = goals.flatMap(({ code, progressByCommune }: any) =>
      progressByCommune.nodes.map((node: any) => ({ goal: code, ...node })),
    );
    const uncertain = found.find(({ status }: any) => status === 'UNCERTAIN');
    expect(uncertain.doubts.length).toBeGreaterThan(0);
    await portal.open(`/communes/${uncertain.communeCode}`);
    const { commune } = await portal.ask(
      `{ commune(code: "${uncertain.communeCode}") { goalProgress { goalCode status doubts } } }`,
      'analyst',
    );
    const main = portal.page.locator('main');
    const doubtful = commune.goalProgress.filter(({ doubts }: any) => doubts.length > 0);
    expect(await main.locator('.doubts').count()).toBe(doubtful.length);
    for (const [index, { doubts }] of doubtful.entries()) {
      const said = await main.locator('.doubts').nth(index).textContent();
      for (const one of doubts) expect(said).toContain(words[one]);
    }
  });

  test('a month that reports still change is marked as provisional, on the overview and on the goal’s page', async () => {
    const { goals } = await portal.ask('{ goals { code progress { isProvisional flags } } }');
    await portal.open('/');
    for (const { code, progress } of goals) {
      const mark = portal.page.locator(`.goals [data-goal=${code}] .large .provisional`);
      expect([code, await mark.count()]).toEqual([code, progress.isProvisional ? 1 : 0]);
    }
    // The month that is not over yet is one that reports still change.
    const month = new Date().toISOString().slice(0, 7);
    const { goal } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { progress(period: "${month}") { isProvisional } } }`,
    );
    expect(goal.progress.isProvisional).toBe(true);
    await portal.open(`/goals/ADULTS_BASIC?period=${month}`);
    expect(await portal.page.locator('.large .provisional').first().textContent()).toContain('ơ bộ');
  });

  test('a forecast is a band as high as its interval, and the line’s end says where it leads', async () => {
    await portal.open('/goals/ADULTS_BASIC?period=2026-10&places=38');
    const { goal } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { progress(period: "2026-10") { ratio denominator { value }
        forecast { people interval { lower upper } } } } }`,
    );
    const { ratio, forecast, denominator } = goal.progress;
    expect(forecast.interval.upper).toBeGreaterThan(forecast.interval.lower);
    const chart = portal.page.locator('.compare .chart');
    const numbers = ((await chart.locator('path.band').getAttribute('d')) ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
    const [, from = NaN, , upper = NaN, , lower = NaN] = numbers;
    // As far above the line's last month as the interval is above its share.
    const scale = (from - upper) / (forecast.interval.upper / denominator.value - ratio);
    expect((from - lower) / scale).toBeCloseTo(forecast.interval.lower / denominator.value - ratio, 3);
    expect(await chart.locator('text.end').textContent()).toContain(`→ ${share(forecast.people / denominator.value)}`);
  });

  test('a number’s panel leads to the publications of its month, and one that is published to its own', async () => {
    const { publications } = await portal.ask('{ publications { id period } }');
    const { period } = publications[0];
    const own = publications.filter((one: any) => one.period === period).map(({ id }: any) => `/publications/${id}`);
    const panel = async (address: string) => {
      await portal.open(address);
      await portal.page.locator('.large .figure').click();
      const dialog = portal.page.getByRole('dialog');
      await dialog.locator('.parts').waitFor();
      await dialog.locator('a[href^="/publications/"]').first().waitFor();
      return dialog.locator('a[href^="/publications/"]');
    };
    const links = await panel(`/goals/PUPILS?period=${period}`);
    const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(addresses.toSorted()).toEqual(own.toSorted());
    const [newest] = publications;
    const published = await panel(`/goals/PUPILS?publication=${newest.id}`);
    expect(await published.first().getAttribute('href')).toBe(`/publications/${newest.id}`);
    await published.first().click();
    await portal.page.locator('.checked').waitFor();
    expect(new URL(portal.page.url()).pathname).toBe(`/publications/${newest.id}`);
  });

  test('from the month of its deadline on, a goal says how many days are left and which pace is needed', async () => {
    const { goals } = await portal.ask(
      '{ goals { code closing { state daysLeft } progress { requiredPace { peoplePerMonth } } } }',
    );
    await portal.open('/');
    for (const { code, closing, progress } of goals) {
      const notice = portal.page.locator(`.goals [data-goal=${code}] [data-closing]`);
      expect([code, await notice.count()]).toEqual([code, closing.state === 'OPEN' ? 0 : 1]);
      if (closing.state !== 'ENDING') continue;
      const said = await notice.textContent();
      expect(said).toContain(`${closing.daysLeft} ngày nữa là hết hạn`);
      const pace = progress.requiredPace?.peoplePerMonth ?? null;
      if (pace !== null) expect(said).toContain(`Cần thêm mỗi tháng: ${whole(pace)} người`);
    }
  });

  test('agreements that end within weeks are told to both sides, and so is what is due', async () => {
    for (const person of ['analyst', 'womens-union-staff'] as const) {
      await portal.enter(person);
      await portal.open('/');
      const { agreements, releaseCalendar } = await portal.ask(
        `{ agreements(endingWithin: 56) { id title daysLeft concernsCaller }
          releaseCalendar { kind dueOn isOverdue goal { code } organisation { code } } }`,
        person,
      );
      const own = agreements.filter(({ concernsCaller }: any) => concernsCaller);
      const ending = portal.page.locator('.reminders [data-ending]');
      expect([person, await ending.count()]).toEqual([person, own.length]);
      for (const { id, title, daysLeft } of own) {
        const said = await portal.page.locator(`.reminders [data-ending="${id}"]`).first().textContent();
        for (const part of [title, `${daysLeft} ngày`]) expect(said).toContain(part);
      }
      const soon = dayInProvince(new Date(Date.now() + 7 * 86_400_000));
      const due = releaseCalendar.filter(
        ({ kind, dueOn, organisation }: any) =>
          dueOn !== null &&
          dueOn <= soon &&
          (kind === 'PUBLICATION' ? person === 'analyst' : `${organisation?.code}-staff` === person),
      );
      const told = await portal.page
        .locator('.reminders [data-due]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-due')));
      expect(told.toSorted()).toEqual(due.map(({ kind, goal }: any) => `${kind} ${goal.code}`).toSorted());
      const overdue = due.filter(({ isOverdue }: any) => isOverdue).length;
      expect(await portal.page.locator('.reminders [data-due] strong').count()).toBe(overdue);
    }
  });
}
