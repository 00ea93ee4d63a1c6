import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';
import { share } from '../support/as-written.js';

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
    const day = asked.progress.completeThrough.split('-').toReversed().join('/');
    expect([picture.root, picture.styled]).toEqual(['svg', 0]);
    expect(said).toContain(asked.title);
    expect(said).toContain(title);
    expect(said).toContain('tháng 9/2026');
    expect(said).toContain(`Số liệu đủ đến hết: ${day}`);
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
}
