import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { share, whole } from '../support/as-written.js';
import { CountedClicks } from '../support/counted-clicks.js';
import { misfits } from '../support/looks.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { untilShown } from '../support/watched-page.js';

const goal = 'ADULTS_BASIC';

/**
 * The tasks of an analyst's week, each from its beginning to its end with its clicks counted, on a notebook. The page at
 * the end of each is also looked at with the width of a phone; `pnpm prove pages` does the tasks on a phone, too.
 * Of the twenty, 14 and 15 are in `publishing.ts`, 18 is in `by-hand.ts`, and 19 in `new-year.test.ts`.
 */
export function testTasks(portal: TestedPortal): void {
  const clicks = new CountedClicks(portal);
  const main = () => portal.page.locator('main');
  const taken: Record<string, Record<string, number> | undefined> = {};

  describe.each(process.env['PAGES'] === 'all' ? [1280, 390] : [1280])('at %d pixels', (width) => {
    beforeAll(() => portal.enter('analyst'));
    beforeEach(() => portal.page.setViewportSize({ width, height: 800 }));
    afterAll(async () => {
      await portal.page.setViewportSize({ width: 1280, height: 800 });
      await portal.leave();
      if (process.env['TASK_CLICKS'] !== undefined) console.info(JSON.stringify(taken));
    });

    /** Holds a task to its clicks, and the page that it ends on to the widths. */
    const ends = async (task: number, most: number): Promise<void> => {
      (taken[task] ??= {})[width] = clicks.count;
      expect(clicks.count).toBeLessThanOrEqual(most);
      for (const one of [390, width]) expect([one, await misfits(portal.page, one)]).toEqual([one, []]);
    };
    const goalFromOverview = async (code = goal): Promise<void> => {
      await clicks.begin();
      await clicks.click(portal.page.locator(`.goals [data-goal=${code}] h2 a`));
    };
    const downloaded = async (button: Locator) => {
      const [file] = await Promise.all([portal.page.waitForEvent('download'), clicks.click(button)]);
      return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
    };

    test('2. the ten mountain communes furthest behind in people, and a link that shows this for good', async () => {
      await goalFromOverview();
      await clicks.choose(portal.page.locator('select[name=area]'), 'MOUNTAIN');
      await clicks.click(portal.page.getByRole('button', { name: 'Thiếu (người)' }));
      const link = portal.page.locator('[data-pin]').getByRole('link', { name: 'Liên kết cố định' });
      const address = (await link.getAttribute('href')) ?? '';
      const of = new URL(address, portal.url).searchParams;
      expect([of.get('area'), of.get('sort'), of.get('dir')]).toEqual(['MOUNTAIN', 'gapPeople', 'desc']);
      const { goal: asked } = await portal.ask(
        `{ goal(code: "${goal}") { progressByCommune(area: MOUNTAIN, first: 10, orderBy: { field: GAP_PEOPLE, direction: DESC }) { nodes { commune { name } } } } }`,
        'analyst',
      );
      const names = await portal.page.locator('.communes tbody th').allTextContents();
      expect(names.slice(0, 10)).toEqual(asked.progressByCommune.nodes.map(({ commune }: any) => commune.name));
      await ends(2, 4);
    });

    test('3. one commune on one sheet', async () => {
      await goalFromOverview();
      await clicks.click(portal.page.locator('.communes tbody th a').first());
      await clicks.click(portal.page.getByRole('link', { name: 'Tờ A4 của xã, phường' }));
      await portal.page.locator('.sheet').waitFor();
      expect(await portal.page.locator('.sheet').count()).toBe(1);
      await ends(3, 3);
    });

    test('4. five communes and the province over a year in one chart, its picture and its data', async () => {
      await goalFromOverview();
      const input = portal.page.locator('input[name=place]');
      await clicks.click(input);
      for (const name of ['bim son', 'sam son', 'hac thanh', 'muong lat', 'luu ve']) {
        await input.pressSequentially(name);
        await portal.page.locator('.matches button').first().waitFor();
        await portal.page.keyboard.press('Enter');
        await untilShown(portal.page);
      }
      expect(await portal.page.locator('.compare .chart path.line').count()).toBe(6);
      const compare = portal.page.locator('.compare');
      const picture = await downloaded(compare.getByRole('button', { name: /^Tải ảnh PNG/ }).first());
      expect(picture.name).toMatch(/\.png$/);
      const data = await downloaded(compare.getByRole('button', { name: 'XLSX', exact: true }).first());
      expect(data.bytes.length).toBeGreaterThan(1000);
      await ends(4, 7);
    });

    test('5. why figures changed between two publications', async () => {
      await clicks.begin();
      await clicks.menu('Công bố');
      const { publications } = await portal.ask('{ publications { id period revision } }');
      const correction = publications.find(({ revision }: any) => revision > 1);
      await clicks.click(main().locator(`a[href="/publications/${correction.id}"]`).first());
      await portal.page.getByRole('region', { name: 'Số liệu khác với lần công bố trước' }).waitFor();
      await ends(5, 3);
    });

    test('6. who is late, by how much, for which goal', async () => {
      const { goals } = await portal.ask(
        '{ goals { code completeness(from: "2025-11", to: "2026-10") { organisations { organisation { name } months { state late } } } } }',
      );
      const late = ({ completeness: { organisations } }: any) =>
        organisations.flatMap(({ organisation, months }: any) =>
          months.filter(({ state }: any) => state === 'LATE').map((month: any) => [organisation.name, month.late]),
        );
      // A goal without a due day has no late organisation.
      const found = goals.find((one: any) => late(one).length > 0);
      await goalFromOverview(found.code);
      const said = (await portal.page.locator('#calendar').textContent()) ?? '';
      for (const [name, days] of late(found)) {
        expect(said).toContain(name);
        expect(said).toContain(`(${days} ngày)`);
      }
      await ends(6, 2);
    });

    test('7. who contributed what to a commune’s figure', async () => {
      await goalFromOverview();
      const row = portal.page.locator('.communes tbody tr').first();
      const code = ((await row.getAttribute('id')) ?? '').replace('commune-', '');
      await clicks.click(row.locator('td .figure').filter({ hasText: '%' }).first());
      const { goal: asked } = await portal.ask(
        `{ goal(code: "${goal}") { progress(commune: "${code}") { contributions { organisation { name } } } } }`,
        'analyst',
      );
      const said = (await portal.page.getByRole('dialog').textContent()) ?? '';
      for (const { organisation } of asked.progress.contributions) expect(said).toContain(organisation.name);
      await ends(7, 2);
      await portal.page.keyboard.press('Escape');
    });

    test('8. from a number to the signed release, checked in the page', async () => {
      const { publications } = await portal.ask('{ publications { id period } }');
      await clicks.begin(`/goals/${goal}?period=${publications[0].period}`);
      await clicks.click(portal.page.locator('.large .figure').first());
      const link = portal.page.getByRole('dialog').locator('a[href^="/publications/"]').last();
      await link.waitFor();
      await clicks.click(link);
      await portal.page.locator('.checked.good').waitFor();
      await ends(8, 3);
    });

    test('9. the league table as a workbook', async () => {
      await goalFromOverview();
      const { name, bytes } = await downloaded(
        portal.page.locator('.league').getByRole('button', { name: 'XLSX', exact: true }).first(),
      );
      expect([name, bytes.subarray(0, 2).toString()]).toEqual([expect.stringMatching(/\.xlsx$/), 'PK']);
      await ends(9, 2);
    });

    test('10. a key with which Excel refreshes one table', async () => {
      await clicks.begin();
      await clicks.click(portal.page.locator('.top').getByRole('link', { name: 'Khóa', exact: true }));
      await clicks.type(portal.page.getByLabel('Ai chịu trách nhiệm'), `Lan ${width} ${Date.now()}`);
      await clicks.click(portal.page.getByRole('button', { name: 'Lập khóa', exact: true }));
      expect(await portal.page.locator('.made-key .to-copy code').textContent()).toMatch(/^hubk_/);
      expect(await portal.page.locator('.use-key .to-copy code').textContent()).toContain('/export/league-table.xlsx');
      await ends(10, 4);
    });

    test('11. a former district: its communes of today', async () => {
      await clicks.begin();
      await clicks.menu('Xã, phường');
      await clicks.type(portal.page.getByLabel('Tên'), 'huyen quang xuong');
      const { communes } = await portal.ask('{ communes(search: "huyen quang xuong", first: 50) { nodes { name } } }');
      expect(communes.nodes.length).toBeGreaterThan(3);
      expect(await main().locator('tbody th').allTextContents()).toEqual(communes.nodes.map(({ name }: any) => name));
      await ends(11, 3);
    });

    test('12. women and men, ages, areas: figures, or the true reason why not', async () => {
      await goalFromOverview();
      const panel = portal.page.locator('#breakdown');
      const { goal: asked } = await portal.ask(
        `{ goal(code: "${goal}") { progress { period } SEX: breakdown(by: SEX) { groups { people } } AREA: breakdown(by: AREA) { groups { people } } } }`,
      );
      const shows = async (groups: { people: number | null }[]) => {
        const said = (await panel.textContent()) ?? '';
        for (const { people } of groups) expect(said).toContain(people === null ? 'gần như đếm đúng' : whole(people));
      };
      await shows(asked.SEX.groups);
      await clicks.choose(panel.locator('select[name=by]'), 'AREA');
      await shows(asked.AREA.groups);
      await ends(12, 2);
    });

    test('13. how many people two organisations share in the province', async () => {
      await goalFromOverview();
      const { goal: asked } = await portal.ask(
        `{ goal(code: "${goal}") { overlap { first { name } second { name } } } }`,
      );
      const said = (await portal.page.locator('#overlap').textContent()) ?? '';
      expect(asked.overlap.length).toBeGreaterThan(0);
      for (const { first, second } of asked.overlap) expect(said).toContain(`${first.name} – ${second.name}`);
      await ends(13, 2);
    });

    test('20. to be told by feed or mail when the organisation of a commune is late', async () => {
      await clicks.begin('/communes/16438');
      const feed = portal.page.locator('[data-feeds]').getByRole('link', { name: 'quá hạn' });
      expect(await feed.first().getAttribute('href')).toContain('late');
      await clicks.click(portal.page.locator('[data-feeds]').getByRole('link', { name: 'qua thư' }).first());
      await clicks.type(portal.page.getByLabel('Địa chỉ thư điện tử'), `lan.${width}.${Date.now()}@example.vn`);
      await clicks.click(portal.page.getByRole('button', { name: 'Đăng ký', exact: true }));
      await portal.page.getByRole('status').getByText('Đã gửi thư xác nhận đến').waitFor();
      await ends(20, 4);
    });

    test('16. staff drop a file, see what was rejected and why, correct it, and take it in', async () => {
      await portal.enter('womens-union-staff');
      const { learningGroups } = await portal.ask(
        '{ learningGroups(first: 1) { nodes { branch { code } commune { code } } } }',
        'womens-union-staff',
      );
      const [{ branch, commune }] = learningGroups.nodes;
      const head = 'code;branch_code;commune_code;name_vi;name_en;leader_role;founded_on;team_code';
      const row = (place: string) => `T-${width};${branch.code};${place};Tổ một;Group one;TEACHER;25/6/2025;`;
      const file = (place: string) => ({
        ...{ name: 'tổ.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${head}\r\n${row(place)}\r\n`) },
      });
      await clicks.begin();
      await clicks.click(portal.page.getByRole('link', { name: 'Trang của tổ chức bạn' }));
      const bring = portal.page.locator('#bring');
      await clicks.choose(bring.getByLabel('Loại số liệu'), 'learning-groups');
      await clicks.file(bring.locator('input[type=file]'), file('99999'));
      expect(await bring.locator('.rejected-rows tbody tr').textContent()).toContain('mã 5 số');
      await clicks.click(bring.getByRole('button', { name: 'Chọn tệp khác' }));
      await clicks.file(bring.locator('input[type=file]'), file(commune.code));
      await clicks.click(bring.getByRole('button', { name: /^Nhập \(1\)/ }));
      await bring.getByText('Đã nhập: biên nhận số').waitFor();
      await ends(16, 6);
    });

    test('17. who asked what of my organisation, and for what', async () => {
      await clicks.begin();
      await clicks.click(portal.page.getByRole('link', { name: 'Trang của tổ chức bạn' }));
      const panel = portal.page.locator('#audit');
      await clicks.click(panel.getByRole('button', { name: 'Kiểm tra' }));
      await panel.locator('tbody tr').first().waitFor();
      expect(await panel.locator('tbody tr').count()).toBeGreaterThan(0);
      await ends(17, 3);
      await portal.page.getByLabel('Mục đích').selectOption('steering');
    });

    test('1. without signing in: how far each goal is, as of when, and what changed since the last publication', async () => {
      await portal.leave();
      await clicks.begin();
      const { goals } = await portal.ask('{ goals { code progress { ratio completeThrough } } }');
      for (const { code, progress } of goals) {
        const panel = portal.page.locator(`.goals [data-goal=${code}]`);
        expect(await panel.locator('.large .figure').textContent()).toBe(share(progress.ratio));
        expect(await panel.textContent()).toContain(progress.completeThrough.split('-').toReversed().join('/'));
      }
      expect(await portal.page.locator('.since').textContent()).not.toBe('');
      await ends(1, 0);
    });
  });
}
