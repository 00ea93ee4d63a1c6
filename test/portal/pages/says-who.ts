import { afterAll, afterEach, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { between, day, points, whole } from '../support/as-written.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** Tests the panel that opens for a chosen figure, also for gaps and forecasts. */
export function testSaysWho(portal: TestedPortal): void {
  const goal = 'ADULTS_BASIC';
  const asked = async () =>
    (
      await portal.ask(`{ goal(code: "${goal}") { progress { period target gapPeople gapPoints denominator { value }
        completeThrough
        people { method lower upper interval { lower upper } } forecast { people interval { lower upper } }
        contributions { state late organisation { name } release { number keyId } } } } }`)
    ).goal.progress;
  const openFigure = async (text: string) => {
    await portal.page
      .locator('.facts .figure', { hasText: new RegExp(`^${text.replaceAll('.', String.raw`\.`)}$`) })
      .click();
    const dialog = portal.page.getByRole('dialog');
    await dialog.locator('.parts').waitFor();
    return dialog;
  };

  // A test that fails leaves it open, which is not the next one's fault.
  afterEach(() => portal.page.keyboard.press('Escape'));
  afterAll(() => portal.leave());

  test('says of the gap that it is the target of the denominator, less the fewest people', async () => {
    await portal.open(`/goals/${goal}`);
    const { target, gapPeople, gapPoints, denominator, people } = await asked();
    const fewest = people.interval.lower ?? people.lower;
    expect(Math.ceil(target * denominator.value) - fewest).toBe(gapPeople);
    const dialog = await openFigure(whole(gapPeople));
    const formula = await dialog.locator('.formula').textContent();
    for (const part of [denominator.value, fewest, gapPeople]) expect(formula).toContain(whole(part));
    await portal.page.keyboard.press('Escape');
    const inPoints = await openFigure(points(gapPoints));
    expect(await inPoints.locator('.formula').textContent()).toContain(`${points(gapPoints)} điểm`);
  });

  test('explains a number of people in three sentences, to copy with the source and to print', async () => {
    const { people, contributions, completeThrough } = await asked();
    await portal.open(`/goals/${goal}`);
    await portal.page.locator('.large .figure').first().click();
    const dialog = portal.page.getByRole('dialog');
    const section = dialog.locator('.explained');
    const said = (await section.locator('p').nth(1).textContent()) ?? '';
    const isLikely = people.method === 'ESTIMATE';
    const { lower, upper } = people.interval;
    expect(said.includes('nhiều khả năng (xác suất 95 %)')).toBe(isLikely);
    expect(said).toContain(`ít nhất ${whole(lower)}, nhiều nhất ${whole(upper)} người đạt`);
    expect(said).toContain(`đủ đến hết ngày ${day(completeThrough)}`);
    const missing = contributions.filter(({ state }: any) => state === 'NOT_YET');
    for (const { organisation } of missing) expect(said).toContain(organisation.name);
    await portal.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await section.getByRole('button', { name: 'Chép ba câu này' }).click();
    await section.getByText('Đã chép.').waitFor();
    const copied = await portal.page.evaluate<string>('navigator.clipboard.readText()');
    for (const part of [said, `Nguồn: `, `/goals/${goal}`, 'Dữ liệu minh họa']) expect(copied).toContain(part);
    expect(await violations(portal.page, 'dialog')).toEqual([]);
    await portal.page.emulateMedia({ media: 'print' });
    const isSeen = [section.getByText(said), portal.page.locator('main'), section.getByRole('button').first()].map(
      (one) => one.isVisible(),
    );
    expect(await Promise.all(isSeen)).toEqual([true, false, false]);
    await portal.page.emulateMedia({ media: null });
  });

  test('says of the forecast by which method, in which band, and who has not reported', async () => {
    const { period, forecast, contributions } = await asked();
    const dialog = await openFigure(whole(forecast.people));
    const said = (await dialog.textContent()) ?? '';
    expect(said).toContain('tháng gần hơn tính nặng hơn');
    expect(said).toContain(`từ ${whole(forecast.interval.lower)} đến ${whole(forecast.interval.upper)}`);
    const missing = contributions.filter(({ state }: any) => state === 'NOT_YET');
    // Where no day is laid down, a report is not due before its month is over in the province.
    const [year = 0, month = 0] = period.split('-').map(Number);
    const isOver = Date.now() >= Date.UTC(year, month) - 7 * 3_600_000;
    for (const { organisation, late } of missing) {
      const said = await dialog.locator('li', { hasText: organisation.name }).textContent();
      const isDue = late === null ? isOver : late > 0;
      expect(said).toContain(isDue ? 'chưa có số liệu đủ' : 'chưa đến hạn báo cáo');
    }
    for (const { release } of contributions) if (release) expect(said).toContain(release.keyId);
    expect(await violations(portal.page, 'dialog')).toEqual([]);
  });

  test('leads to the explorer with the query of the figure, and the graph answers that', async () => {
    await portal.open(`/goals/${goal}`);
    const dialog = await openFigure(whole((await asked()).gapPeople));
    const href = (await dialog.getByRole('link', { name: 'Mở câu hỏi' }).getAttribute('href')) ?? '';
    const { pathname, search, hash } = new URL(href, portal.url);
    expect(pathname).toBe('/explorer');
    const opened = new URLSearchParams(hash.slice(1) || search);
    const shown = (await dialog.locator('pre').textContent()) ?? '';
    expect(shown.startsWith(opened.get('query') ?? 'none')).toBe(true);
    const response = await fetch(`${portal.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: opened.get('query'), variables: JSON.parse(opened.get('variables') ?? '') }),
    });
    const answer = (await response.json()) as any;
    expect(answer.errors).toBeUndefined();
    expect(answer.data.goal.progress.gapPeople).toBe((await asked()).gapPeople);
  });

  const chosen = async (number: Locator): Promise<string> => {
    await number.click();
    const dialog = portal.page.getByRole('dialog');
    await dialog.locator('table').first().waitFor();
    const said = (await dialog.textContent()) ?? '';
    expect(await violations(portal.page, 'dialog')).toEqual([]);
    return said;
  };
  const newestKey = async (organisation: string): Promise<string> => {
    const { contributions } = (
      await portal.ask(
        `{ goal(code: "${goal}") { progress { contributions { organisation { code } release { keyId } } } } }`,
      )
    ).goal.progress;
    return contributions.find((one: any) => one.organisation.code === organisation).release.keyId;
  };

  test('says of a count of an organisation’s whose it is, of which column and row, and in which release', async () => {
    const commune = '16438';
    await portal.enter('analyst');
    await portal.open(`/communes/${commune}`);
    const { learningGroups } = (
      await portal.ask(
        `{ commune(code: "${commune}") { learningGroups(first: 1) { totalCount nodes { name members { people atMost } } } } }`,
        'analyst',
      )
    ).commune;
    const [{ name, members }] = learningGroups.nodes;
    const panel = portal.page.locator('#womens-union');
    const said = await chosen(panel.locator('tbody tr').first().locator('.figure').first());
    for (const part of [name, 'Thành viên', between(members), 'làm tròn', await newestKey('womens-union')]) {
      expect(said).toContain(part);
    }
    expect(said).toContain('WomensUnionHere');
    await portal.page.keyboard.press('Escape');
    const total = await chosen(panel.locator('.more .figure').first());
    expect(total).toContain(whole(learningGroups.totalCount));
    expect(total).toContain('lúc trang này hỏi');
  });

  test('says of a rank by what it is, and of a change against which figure', async () => {
    await portal.open(`/goals/${goal}?period=2026-09&against=2026-08`);
    const row = portal.page.locator('.communes tbody tr').first();
    const { edges } = (
      await portal.ask(
        `{ goal(code: "${goal}") { progressByCommune(period: "2026-09", first: 200) {
           edges { rank { overall overallLast of } node { communeCode } } } } }`,
        'analyst',
      )
    ).goal.progressByCommune;
    const rank = await chosen(row.locator('td').first().locator('.figure'));
    expect(rank).toContain('Xếp theo tỷ lệ');
    const code = (await row.getAttribute('id'))?.replace('commune-', '');
    const { overall, overallLast, of } = edges.find(({ node }: any) => node.communeCode === code).rank;
    expect(rank).toContain(`(${of})`);
    expect(rank).toContain(overall === overallLast ? `${overall}` : `${overall}–${overallLast}`);
    await portal.page.keyboard.press('Escape');
    const changes = portal.page.locator('.communes tbody td:nth-child(6) .figure');
    const changed = changes.filter({ hasText: /^\+[\d.]+ \(\+[\d,]*[1-9]/ }).first();
    const [, people = 'none', points = 'none'] =
      /^\+([\d.]+) \(\+([\d,]+)\)$/.exec((await changed.textContent()) ?? '') ?? [];
    const change = await chosen(changed);
    for (const part of ['So với tháng 8/2026', `tăng ${points} điểm`, `thêm ${people} người`]) {
      expect(change).toContain(part);
    }
  });

  test('says of a bar, by keyboard, whose release it is, and gives the focus back', async () => {
    await portal.open(`/goals/${goal}?period=2026-09`);
    const bar = portal.page.locator('#shares .told').nth(1);
    await bar.focus();
    await portal.page.keyboard.press('Enter');
    const dialog = portal.page.getByRole('dialog');
    await dialog.locator('table').waitFor();
    const said = (await dialog.textContent()) ?? '';
    const [label = ''] = ((await bar.getAttribute('aria-label')) ?? '').split(':');
    expect(said).toContain(label);
    expect(await dialog.locator('tbody tr').count()).toBe(1);
    expect(await dialog.locator('tbody th').textContent()).toBe(label);
    await portal.page.keyboard.press('Escape');
    expect(await bar.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
  });

  test.each(['#breakdown', '#overlap'])('says of a bar of %s how it comes about, by whose releases', async (panel) => {
    const said = await chosen(portal.page.locator(`${panel} .told`).first());
    expect(said.toLowerCase()).toContain('ước lượng từ bản tóm lược');
    expect(said).toContain(await newestKey('womens-union'));
  });

  test.each(['indicators', 'communes', 'publications'])(
    'says of numbers among %s where they come from',
    async (pages) => {
      const { publications } = await portal.ask('{ publications { id } }');
      await portal.open(pages === 'publications' ? `/publications/${publications[0].id}` : `/${pages}`);
      await portal.page
        .locator(pages === 'publications' ? '.sources .figure' : 'tbody .figure')
        .first()
        .click();
      await portal.page.getByRole('dialog').getByRole('link', { name: 'Mở câu hỏi' }).waitFor();
    },
  );
}
