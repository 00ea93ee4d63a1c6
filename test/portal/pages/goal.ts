import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** A goal: for everyone, and for an analyst. */
export function testGoal(portal: TestedPortal): void {
  const goal = '/goals/ADULTS_BASIC';
  const names = () => portal.page.locator('.communes tbody th').allTextContents();

  test('says where a figure comes from, and gives the focus back', async () => {
    await portal.open(goal);
    const figure = portal.page.locator('.large .figure');
    await figure.focus();
    await portal.page.keyboard.press('Enter');
    const dialog = portal.page.getByRole('dialog');
    await dialog.locator('.parts').waitFor();
    const { goal: asked } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { progress { denominator { source } contributions { release { number keyId } } } } }',
    );
    const said = (await dialog.textContent()) ?? '';
    expect(said).toContain(asked.progress.denominator.source);
    expect(asked.progress.contributions.length).toBeGreaterThan(0);
    for (const { release } of asked.progress.contributions) expect(said).toContain(release.keyId);
    expect(await violations(portal.page)).toEqual([]);
    await portal.page.keyboard.press('Escape');
    expect(await figure.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  test('asks kindly to sign in for what is not for everyone', async () => {
    await portal.open(goal);
    expect(await portal.page.locator('.league').textContent()).toContain('người đã đăng nhập');
    expect(await names()).toEqual([]);
  });

  test('lets anyone be an analyst with one click, says that it is a demonstration, and leads back', async () => {
    await portal.open(goal);
    await portal.page.locator('.top').getByRole('button', { name: 'Đăng nhập' }).click();
    await portal.page.getByText('Đây là bản minh họa').waitFor();
    expect(await violations(portal.page)).toEqual([]);
    await portal.page.getByRole('button', { name: /analyst/ }).click();
    await portal.page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
    expect(new URL(portal.page.url()).pathname).toBe(goal);
    await portal.page.locator('.communes tbody tr').first().waitFor();
    expect((await names()).length).toBe(166);
  });

  test('finds the communes of an area with the largest gap, and the address shows the same again', async () => {
    await portal.page.getByLabel('Khu vực').selectOption('MOUNTAIN');
    const head = portal.page.getByRole('button', { name: 'Thiếu (người)' });
    await head.click();
    await head.click();
    const { goal: asked } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { progressByCommune(area: MOUNTAIN, first: 10, orderBy: { field: GAP_PEOPLE, direction: DESC }) { edges { node { gapPeople commune { name } } } } } }',
      'analyst',
    );
    const expected = asked.progressByCommune.edges.map(({ node }: any) => node.commune.name);
    expect(expected.length).toBe(10);
    expect((await names()).slice(0, 10)).toEqual(expected);
    await portal.page.reload();
    await portal.page.locator('.communes tbody tr').first().waitFor();
    expect((await names()).slice(0, 10)).toEqual(expected);
    expect(await violations(portal.page)).toEqual([]);
  });

  test('finds a commune by its name without marks', async () => {
    await portal.open(`${goal}?name=sam%20son`);
    await portal.page.locator('.communes tbody tr').first().waitFor();
    const found = await names();
    expect(found.length).toBeLessThan(20);
    expect(found).toContain('Phường Sầm Sơn');
  });

  test('gives the table as a file with the same filter', async () => {
    await portal.open(`${goal}?area=URBAN`);
    await portal.page.locator('.communes tbody tr').first().waitFor();
    const shown = await names();
    const [download] = await Promise.all([
      portal.page.waitForEvent('download'),
      portal.page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const records = parse(text, { delimiter: ';', bom: true, relax_column_count: true });
    const inFile = records.map((record) => record[2]).filter((name) => shown.includes(name ?? ''));
    expect(inFile).toEqual(shown);
  });

  test('draws each commune on the map, for mouse and keyboard', async () => {
    await portal.open(`${goal}?map=1`);
    const shapes = portal.page.locator('.map svg path[role=button]');
    await shapes.first().waitFor();
    expect(await shapes.count()).toBe(166);
    expect(await shapes.first().getAttribute('aria-label')).toMatch(/^(?:Xã|Phường) .+: [\d,]+%$/);
    await shapes.first().focus();
    await portal.page.keyboard.press('Enter');
    await portal.page.getByRole('dialog').locator('.parts').waitFor();
    await portal.page.keyboard.press('Escape');
    expect(await violations(portal.page)).toEqual([]);
  });
}
