import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { whole } from '../support/as-written.js';
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
    expect(await violations(portal.page, 'dialog')).toEqual([]);
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
    await portal.page.locator('select[name=area]').selectOption('MOUNTAIN');
    const head = portal.page.getByRole('button', { name: 'Thiếu (người)' });
    // The first click has the worst first.
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
  });

  test('orders the mountain communes by their change since a month that is chosen, as the graph has it', async () => {
    await portal.open(`${goal}?area=MOUNTAIN&against=2026-04&period=2026-08&sort=change`);
    await portal.page.locator('.communes tbody tr').first().waitFor();
    const { goal: asked } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { progressByCommune(area: MOUNTAIN, first: 200, period: "2026-08") { nodes { commune { name } change(from: "2026-04") { people } } } } }',
      'analyst',
    );
    const changes = new Map<string, number>(
      asked.progressByCommune.nodes.map(({ commune, change }: any) => [commune.name, change.people]),
    );
    const shown = await names();
    expect(shown.length).toBe(changes.size);
    const cells = await portal.page.locator('.communes tbody tr td:nth-child(6)').allTextContents();
    const least = Math.min(...changes.values());
    expect(changes.get(shown[0] ?? '')).toBe(least);
    for (const [index, name] of shown.entries()) {
      const change = changes.get(name) ?? Number.NaN;
      const text = String(Math.abs(change)).replaceAll(/\B(?=(\d{3})+$)/g, '.');
      expect(cells[index]?.split(' ')[0]).toBe(change === 0 ? '0' : `${change > 0 ? '+' : '\u2212'}${text}`);
    }
    expect(await portal.page.locator('.communes .small-series').count()).toBe(changes.size);
  });

  test.each(['Quảng Xương', 'quang xuong'])('finds what has become of a unit of before: %s', async (name) => {
    await portal.open(`${goal}?name=${encodeURIComponent(name)}`);
    await portal.page.locator('.communes tbody tr').first().waitFor();
    const { communes } = await portal.ask(
      '{ communes(first: 200, search: "Quảng Xương") { nodes { name } } }',
      'analyst',
    );
    const expected = communes.nodes.map((one: any) => one.name);
    expect(expected.length).toBeGreaterThan(0);
    expect((await names()).toSorted()).toEqual(expected.toSorted());
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
      portal.page.locator('.league').getByRole('button', { name: 'CSV' }).click(),
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
    // One stop for the Tab key; the arrow keys lead on from it.
    expect(await portal.page.locator('.map svg path[tabindex="0"]').count()).toBe(1);
    await portal.page.locator('.map svg path[tabindex="0"]').focus();
    const nameOfStop = () => portal.page.locator('.map svg path:focus').getAttribute('aria-label');
    const before = await nameOfStop();
    await portal.page.keyboard.press('ArrowLeft');
    expect(await nameOfStop()).not.toBe(before);
    expect(await portal.page.locator('.map svg path[tabindex="0"]').count()).toBe(1);
    await portal.page.keyboard.press('Enter');
    await portal.page.getByRole('dialog').locator('.parts').waitFor();
    await portal.page.keyboard.press('Escape');
  });

  test('says what is counted, how, under which licence, and what its flags mean', async () => {
    await portal.open(goal);
    const { goal: asked } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { progress { flags }
        metadata { definition(language: VI) method(language: VI) error(language: VI) revisionPolicy(language: VI) contact licence publisher { name(language: VI) } } } }`,
    );
    const about = portal.page.locator('#metadata');
    await about.waitFor();
    const said = (await about.textContent()) ?? '';
    const { publisher, ...texts } = asked.metadata;
    for (const text of [...Object.values(texts), publisher.name]) expect(said).toContain(text);
    expect(await about.locator('a[href="/catalogue.jsonld"]').count()).toBe(1);
    const flags = (await portal.page.locator('.panel.beside .flags').textContent()) ?? '';
    for (const code of asked.progress.flags) expect(flags).toContain(`${code}: `);
  });

  test('shows an analyst how each month’s figure was revised, as the graph has it', async () => {
    await portal.open(goal);
    const { goal: asked } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { progress { period }
        revisions(from: "2026-01", to: "2026-10") { values month changePeople last { progress { people { estimate lower upper } } } } } }`,
      'analyst',
    );
    const rows = portal.page.locator('#revisions tbody tr');
    await rows.first().waitFor();
    const shown = await rows.allTextContents();
    for (const { month, values, last } of asked.revisions.filter((one: any) => one.values > 0)) {
      const [year, number] = month.split('-');
      const row = shown.find((text) => text.startsWith(`tháng ${Number(number)}/${year}`));
      const { estimate, lower, upper } = last.progress.people;
      expect(row).toContain(estimate === null ? `từ ${whole(lower)} đến ${whole(upper)}` : whole(estimate));
      expect(row).toMatch(new RegExp(`${values}$`));
    }
  });
}
