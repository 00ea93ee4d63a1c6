import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';
import { day, share, whole } from '../support/as-written.js';
import { clipboardOf } from '../support/clipboard.js';

/** Places side by side over time, pictures of charts and maps, and how fast the table of communes follows. */
export function testGoalCharts(portal: TestedPortal): void {
  const goal = '/goals/ADULTS_BASIC';
  const two = ['14812', '16609'] as const;
  beforeAll(() => portal.enter('analyst'));

  const download = async (within: string, kind: 'SVG' | 'PNG'): Promise<Buffer> => {
    const button = portal.page.locator(within).getByRole('button', { name: new RegExp(`^Tải ảnh ${kind}`) });
    const [file] = await Promise.all([portal.page.waitForEvent('download'), button.first().click()]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${kind.toLowerCase()}$`));
    return readFile(await file.path());
  };

  test('compares two communes over a year: lines, target and table are as the graph has them', async () => {
    await portal.open(`${goal}?period=2026-10&places=${two.join(',')}`);
    const { goal: asked } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { series(places: ["${two.join('", "')}"], from: "2025-11", to: "2026-10") { communeCode points { progress { ratio target commune { name } } } } } }`,
      'analyst',
    );
    expect(asked.series.length).toBe(2);
    expect(await portal.page.locator('.compare path.line:not(.legend *)').count()).toBe(2);
    expect(await portal.page.locator('.compare .chart .target').first().textContent()).toContain('100%');
    await portal.page.locator('.compare summary').click();
    const rows = portal.page.locator('.compare tbody tr');
    expect(await rows.count()).toBe(12);
    for (const [column, code] of two.entries()) {
      const { points } = asked.series.find(({ communeCode }: any) => communeCode === code);
      const shown = await portal.page.locator(`.compare tbody td:nth-child(${column + 2})`).allTextContents();
      expect(shown).toEqual(points.map(({ progress }: any) => share(progress.ratio)));
      const head = portal.page.locator(`.compare thead th:nth-child(${column + 2})`);
      expect(await head.textContent()).toBe(points[0].progress.commune.name);
    }
    const targets = await portal.page.locator('.compare tbody td:last-child').allTextContents();
    expect(targets).toEqual(asked.series[0].points.map(({ progress }: any) => share(progress.target)));
  });

  test('adds a place that is found by its name without marks, and takes one away, in the address too', async () => {
    await portal.open(`${goal}?places=14812`);
    await portal.page.locator('input[name=place]').fill('mien nui');
    await portal.page.locator('.matches button').first().waitFor();
    await portal.page.keyboard.press('Enter');
    await portal.page.locator('.places').getByText('Miền núi').waitFor();
    expect(new URL(portal.page.url()).searchParams.get('places')).toBe('14812,area:MOUNTAIN');
    await portal.page
      .locator('.places')
      .getByRole('button', { name: /^Bỏ: Phường Bỉm Sơn/ })
      .click();
    await portal.page.locator('.places').getByText('Phường Bỉm Sơn').waitFor({ state: 'detached' });
    const { goal: asked } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { progress { period } breakdown(by: AREA) { groups { group ratio } } } }',
      'analyst',
    );
    const { ratio } = asked.breakdown.groups.find(({ group }: any) => group === 'MOUNTAIN');
    await portal.page.locator('.compare summary').click();
    const last = portal.page.locator('.compare tbody tr').last().locator('td').first();
    expect(await last.textContent()).toBe(share(ratio));
  });

  test.each([
    ['.compare', 'Phường Bỉm Sơn'],
    ['.map', 'tỷ lệ đạt ở từng xã, phường'],
  ])('gives a picture of %s that says what it is, as SVG and PNG', async (within, title) => {
    await portal.open(`${goal}?period=2026-09&places=38,14812&map=1`);
    const { goal: asked } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { title progress(period: "2026-09") { completeThrough } } }',
    );
    const text = (await download(within, 'SVG')).toString('utf8');
    const picture = await portal.page.evaluate<{
      root: string;
      width: number;
      texts: string[];
      styled: number;
    }>(`(() => {
      const { documentElement: root } = new DOMParser().parseFromString(${JSON.stringify(text)}, 'image/svg+xml');
      return {
        root: root.tagName,
        width: Number(root.getAttribute('width')),
        texts: [...root.querySelectorAll('text')].map((one) => one.textContent),
        styled: root.querySelectorAll('[class], [style]').length,
      };
    })()`);
    const said = picture.texts.join(' ');
    const through = day(asked.progress.completeThrough);
    expect([picture.root, picture.styled]).toEqual(['svg', 0]);
    expect(said).toContain(asked.title);
    expect(said).toContain(title);
    expect(said).toContain('tháng 9/2026');
    expect(said).toContain(`Số liệu đủ đến hết: ${through}`);
    expect(said).toContain('Dữ liệu minh họa');
    expect(said).toContain('Nguồn: Bình dân học vụ số');
    const png = await download(within, 'PNG');
    expect(png.readUInt32BE(16)).toBe(2 * picture.width);
    const colours = await portal.page.evaluate<number>(`(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${png.toString('base64')}';
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      const pen = canvas.getContext('2d');
      pen.drawImage(image, 0, 0);
      return new Set(new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer)).size;
    })()`);
    expect(colours).toBeGreaterThan(20);
  });

  test('copies the table of communes for Word and Excel, with its source in the last line', async () => {
    await portal.open(`${goal}?period=2026-09&area=MOUNTAIN&sort=gapPeople&dir=desc`);
    const { goal: asked } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { title progressByCommune(period: "2026-09", area: MOUNTAIN, first: 200) {
        nodes { completeThrough commune { name } ratio people { estimate lower } gapPeople } } } }`,
      'analyst',
    );
    const league = portal.page.locator('.league');
    await portal.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await league.getByRole('button', { name: 'Chép bảng: Bảng xếp hạng' }).click();
    await league.getByText('Đã chép.').waitFor();
    const copied = await clipboardOf(portal.page);
    const [caption, heads = '', ...lines] = (copied['text/plain'] ?? '').split('\n');
    const source = lines.pop() ?? '';
    expect(caption).toContain('Bảng xếp hạng');
    const columns = heads.split('\t');
    const rows = lines.map((line) => Object.fromEntries(line.split('\t').map((text, at) => [columns[at], text])));
    const order = await portal.page.locator('.communes tbody th').allTextContents();
    expect(rows.map((row) => row['Xã, phường'])).toEqual(order);
    const nodes: readonly any[] = asked.progressByCommune.nodes;
    expect(rows.length).toBe(nodes.length);
    for (const { commune, ratio, people, gapPeople } of nodes) {
      const row = rows.find((one) => one['Xã, phường'] === commune.name);
      expect([row?.['Tỷ lệ'], row?.['Số người đạt'], row?.['Thiếu (người)']]).toEqual([
        share(ratio),
        whole(people.estimate ?? people.lower),
        whole(gapPeople),
      ]);
    }
    const [through] = nodes.map(({ completeThrough }) => completeThrough).toSorted();
    for (const part of [asked.title, portal.page.url(), 'tháng 9/2026', day(through), 'Dữ liệu minh họa']) {
      expect(source).toContain(part);
    }
    const inHtml = await portal.page.evaluate<string[][]>(
      `((html) => [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('tr')].map((row) =>
        [...row.cells].map((cell) => cell.textContent)))(${JSON.stringify(copied['text/html'])})`,
    );
    expect(inHtml).toEqual([heads, ...lines].map((line) => line.split('\t')));
    expect(copied['text/html']).toContain('Dữ liệu minh họa');
  });

  test('copies a chart as a picture with title and source, as PNG and as SVG', async () => {
    const overlap = portal.page.locator('#overlap');
    await overlap.getByRole('button', { name: /^Chép ảnh: / }).click();
    await overlap.getByText('Đã chép.').waitFor();
    const copied = await clipboardOf(portal.page);
    expect(
      Buffer.from(copied['image/png'] ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    for (const part of ['<svg', 'tháng 9/2026', 'Dữ liệu minh họa', 'Nguồn: Bình dân học vụ số']) {
      expect(copied['image/svg+xml']).toContain(part);
    }
  });
}
