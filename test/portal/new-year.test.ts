import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromiumPath } from './support/chromium.js';
import { misfits } from './support/looks.js';
import { signInAs } from './support/signing-in.js';
import { type MovedPortal, startMovedPortal } from './support/moved-portal.js';
import { untilShown, violations } from './support/watched-page.js';

/** What becomes of the reports: organisations that report, beyond the demonstration's data until October. */
const fates = {
  'no organisation has reported since October': [],
  'some organisations have reported': ['education', 'womens-union'],
  'all organisations have reported': [
    ...['education', 'identity', 'public-sector', 'university', 'womens-union', 'youth-union'],
  ],
} as const;

/** The moments to which the clocks of all programs of the hub, and the browser's, are moved: while late data counts, and once it is closed. */
const few = ['2027-01-05T10:00', '2027-02-10T10:00'];
const all = ['2026-12-31T23:50', '2027-01-01T00:10', '2027-01-15T10:00', '2027-02-01T00:10', '2027-02-28T10:00'];

/** Texts that no page may show for a goal after its deadline. */
const overSince = ['Đúng tiến độ', 'Chậm tiến độ', 'Có nguy cơ chậm', 'Dự báo khi hết hạn', 'Cần thêm mỗi tháng'];

/** The verdicts that a goal may have after its deadline. */
const verdicts = {
  ...{ ACHIEVED: 'Đã đạt', ACHIEVED_LATE: 'Đạt sau thời hạn', MISSED: 'Không đạt', NOT_REACHED: 'Chưa đạt' },
  ...{ UNCERTAIN: 'Chưa xác định', NO_DATA: 'Chưa có số liệu' },
} as const;

const [deadline, lateUntil] = ['2026-12-31', '2027-01-31'];
const written = (day: string) => day.split('-').reverse().join('/');

interface Goal {
  readonly code: string;
  readonly closing: { readonly state: string; readonly asOf: string };
  readonly progress: {
    readonly completeThrough: string;
    readonly status: string;
    readonly missing: readonly { readonly name: string }[];
  };
}

const cases = (moments: readonly string[], which = Object.keys(fates) as (keyof typeof fates)[]) =>
  which.flatMap((fate) => moments.map((moment) => [moment, fate] as const));

(chromiumPath === undefined ? describe.skip : describe).each(
  process.env['NEW_YEAR'] === 'all'
    ? cases(all)
    : [
        ...cases(few, ['no organisation has reported since October']),
        ...cases(['2027-02-10T10:00'], ['some organisations have reported']),
      ],
)('the portal in the new year: at %s, while %s,', (moment, fate) => {
  const today = moment.slice(0, 10);
  const isOver = today > deadline;
  const isClosed = today > lateUntil;
  let portal: MovedPortal;
  let goals: readonly Goal[];

  beforeAll(async () => {
    // The limit allows three starts of a hub: for the shared folder, unless another test has made it, when organisations
    // report, and in the new year.
    // December's reports come in January. Before, organisations can report November only.
    const [at, through] = today > '2027-01-10' ? ['2027-01-10', deadline] : ['2026-12-20', '2026-11-30'];
    const reported = { at: new Date(`${at}T03:00:00Z`), organisations: fates[fate], through };
    portal = await startMovedPortal(new Date(`${moment}:00+07:00`), {}, fates[fate].length > 0 ? reported : undefined);
    const { goals: known } = await portal.ask(`{ goals { code
        closing { state asOf } progress(period: "2026-12") { completeThrough status missing { name } } } }`);
    goals = known.filter(({ closing }: Goal) => closing.asOf === deadline);
  }, 900_000);
  afterAll(async () => {
    await (portal as MovedPortal | undefined)?.stop();
  }, 60_000);

  const open = async (address: string) => {
    await portal.watched.page.goto(portal.url + address);
    await untilShown(portal.watched.page);
    return portal.watched.page;
  };

  test('says by which day of the data each goal was reached, who is missing and what comes next', async () => {
    const page = await open('/');
    expect(goals.map(({ code }) => code).toSorted()).toEqual([
      ...['ADULTS_BASIC', 'ADULTS_CONFIRMED', 'PUBLIC_SECTOR', 'PUPILS'],
    ]);
    for (const { code, closing, progress } of goals) {
      expect([code, closing.state]).toEqual([code, isClosed ? 'CLOSED' : isOver ? 'LATE_DATA' : 'ENDING']);
      expect(progress.missing.length === 0).toBe(progress.completeThrough >= deadline);
      // In the demonstration, the data of all ends before the deadline.
      if (fates[fate].length === 0) expect(progress.missing.length).toBeGreaterThan(0);
      const panel = page.locator(`.goals [data-goal=${code}]`);
      const said = (await panel.textContent()) ?? '';
      if (!isOver) continue;
      for (const never of overSince) expect([code, said.includes(never), never]).toEqual([code, false, never]);
      expect(said).toContain(verdicts[progress.status as keyof typeof verdicts]);
      expect(said).toContain(`thời hạn là ${written(deadline)}`);
      const end = panel.locator(`[data-at-deadline=${code}]`);
      expect(await end.locator('dt').allTextContents()).toEqual([
        `Đạt được đến hết ngày ${written(progress.completeThrough)}`,
        isClosed ? 'Thiếu' : 'Chưa biết',
        'Tiếp theo',
      ]);
      const [, missing = '', next = ''] = await end.locator('dd').allTextContents();
      for (const { name } of progress.missing) expect(missing).toContain(name);
      if (progress.missing.length === 0) expect(missing).toBe(`Mọi tổ chức đã báo cáo đến ngày ${written(deadline)}.`);
      expect(next).toContain('Chưa có mục tiêu tiếp theo');
      expect(next).toContain(
        isClosed ? 'công bố số liệu cuối cùng' : `đến hết ngày ${written(lateUntil)}, sau đó chốt`,
      );
      // A closed goal is final: the page names missing reports, and marks no figure as provisional.
      if (isClosed) expect(said).not.toMatch(/sơ bộ/i);
    }
    expect(await violations(page)).toEqual([]);
    expect(await misfits(page, 390)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  }, 120_000);

  test('says the same on the pages of a goal and of a commune', async () => {
    for (const address of ['/goals/PUPILS', '/goals/ADULTS_BASIC', '/communes/16438']) {
      const page = await open(address);
      const said = (await page.locator('main').textContent()) ?? '';
      for (const { code, progress } of goals) {
        if (!address.endsWith(code) || !isOver) continue;
        const end = page.locator(`[data-at-deadline=${code}] dt`);
        expect(await end.first().textContent()).toContain(written(progress.completeThrough));
      }
      const nowhere = address.startsWith('/communes') ? overSince : overSince.slice(3);
      if (isOver)
        for (const never of nowhere) expect([address, said.includes(never), never]).toEqual([address, false, never]);
      expect(await violations(page)).toEqual([]);
    }
  }, 120_000);

  test('says by which day of the data communes have reached a target or not, without pace and forecast', async () => {
    await signInAs(portal.watched.page, 'analyst');
    const known: readonly string[] = Object.values(verdicts);
    for (const code of ['PUPILS', 'PUBLIC_SECTOR']) {
      const { goal } = await portal.ask(`{ goal(code: "${code}") { progress { completeThrough } } }`);
      const until = `đến hết ngày ${written(goal.progress.completeThrough)}`;
      const page = await open(`/goals/${code}?map=0`);
      const league = page.locator('.league');
      const head = await league.locator('thead th').last().textContent();
      const endsEarly = isOver && goal.progress.completeThrough < deadline;
      expect([code, head?.includes(until)]).toEqual([code, endsEarly]);
      if (!isOver) continue;
      if (endsEarly) expect(await league.locator('[data-until]').textContent()).toContain(until);
      const said = (await league.locator('tbody td:last-child').allTextContents()).map((one) => one.trim());
      expect(said.length).toBeGreaterThan(100);
      expect(said.filter((one) => !known.includes(one.replace(/^Nhiều khả năng: (.*) \(.*\)$/, '$1')))).toEqual([]);
      const options = await league.locator('select[name=status] option').allTextContents();
      expect(options.filter((one) => ![...known, 'Tất cả'].includes(one))).toEqual([]);
      expect(await page.locator('.compare .forecast').count()).toBe(0);
      expect(await violations(page)).toEqual([]);
    }
    const page = await open('/sheets/16438');
    const sheet = (await page.locator('[data-sheet]').textContent()) ?? '';
    for (const never of overSince.slice(0, 3)) expect([never, isOver && sheet.includes(never)]).toEqual([never, false]);
  }, 120_000);

  test('shows months that no organisation has reported hatched, without the figures of October', async () => {
    const month = isOver ? '2026-12' : '2026-11';
    const { goal } = await portal.ask(`{ goal(code: "PUPILS") { progress { completeThrough }
        series(from: "2026-09", to: "${month}") { points { period progress { contributions { state } } } } } }`);
    const silent = goal.series[0].points
      .filter(({ progress }: any) => progress.contributions.every(({ state }: any) => state === 'NOT_YET'))
      .map(({ period }: any) => `${Number(period.slice(5))}/${period.slice(2, 4)}`);
    if (fates[fate].length === 0) expect(silent).toContain('11/26');
    const page = await open(`/goals/PUPILS?period=${month}&map=0`);
    const compare = page.locator('.compare');
    expect(await compare.locator('rect.notReported').count()).toBe(silent.length);
    if (silent.length > 0) {
      expect(await compare.locator('.lines').textContent()).toContain(
        `chưa tổ chức nào báo cáo: ${silent.join(', ')}.`,
      );
      const notice = page.locator(isOver ? '[data-until]' : `[data-unreported="${month}"]`);
      expect(await notice.textContent()).toContain(`đến hết ngày ${written(goal.progress.completeThrough)}`);
    }
    await compare.locator('details summary').click();
    const rows = await compare.locator('tbody tr').allTextContents();
    expect(rows.filter((row) => /chưa (?:báo cáo|đến hạn)/.test(row))).toEqual(
      silent.length > 0 ? rows.slice(-silent.length) : [],
    );
    const table = await open('/table?goal=PUPILS&to=2026-11');
    await table.locator('.months-table tbody tr').first().waitFor();
    const shown = await table.locator('.months-table tbody td:last-child').allTextContents();
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((one) => one === 'chưa báo cáo')).toHaveLength(silent.includes('11/26') ? shown.length : 0);
    expect(await violations(table)).toEqual([]);
  }, 120_000);

  test('says to who publishes which organisation owes which months, and how goals close', async () => {
    const page = await open('/publishing');
    const last = isClosed ? '2027-01' : isOver ? '2026-12' : '2026-11';
    const { goals: known } =
      await portal.ask(`{ goals { title closing { state period } completeness(from: "2026-02", to: "${last}") {
        organisations { organisation { name } months { month state } } } } }`);
    const rows = known.flatMap(({ title, closing, completeness }: any) =>
      completeness.organisations.flatMap(({ organisation, months }: any) => {
        const owed = months.filter(
          ({ month, state }: any) => ['NOT_YET', 'NOT_LINKED'].includes(state) && month <= closing.period,
        );
        return owed.length > 0 ? [[organisation.name, title, owed.at(-1).month]] : [];
      }),
    );
    if (fates[fate].length === 0) expect(rows.length).toBeGreaterThan(5);
    const shown = await page
      .locator('#owed tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent)));
    expect(shown.map(([name, title]) => [name, title]).toSorted()).toEqual(
      rows.map(([name, title]: string[]) => [name, title]).toSorted(),
    );
    for (const [name, title, month] of rows) {
      const [year, number] = month.split('-');
      const row = shown.find((one) => one[0] === name && one[1] === title);
      expect([name, title, row?.[2]]).toEqual([name, title, expect.stringMatching(`tháng ${Number(number)}/${year}$`)]);
    }
    const entries = page.locator('#owed [data-closing="2026-12"]');
    expect(await entries.count()).toBe(isOver ? 1 : 0);
    if (isOver)
      expect(await entries.textContent()).toContain(isClosed ? 'đã ngừng nhận số liệu muộn' : written(lateUntil));
    expect(await violations(page)).toEqual([]);
    expect(await misfits(page, 390)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(portal.watched.errors).toEqual([]);
  }, 120_000);
});
