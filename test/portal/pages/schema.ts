import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';

/** The reference of the schema: for an analyst, and what everyone may read. */
export function testSchema(portal: TestedPortal): void {
  test('shows everyone what is public, and what changed', async () => {
    await portal.leave();
    await portal.open('/schema');
    await portal.page.getByRole('link', { name: 'GoalProgress', exact: true }).waitFor();
    expect(await portal.page.locator('main').getByRole('link', { name: 'TrainingRecord', exact: true }).count()).toBe(
      0,
    );
    await portal.page.locator('.views').getByText('Lịch sử thay đổi').click();
    const heads = await portal.page.locator('.change h2').allTextContents();
    const changeLog = await readFile(new URL('../../../schema/CHANGELOG.md', import.meta.url), 'utf8');
    const written = [...changeLog.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title.replaceAll('`', ''));
    expect(written.length).toBeGreaterThan(5);
    expect(heads).toEqual(written);
    expect(new URL(portal.page.url()).pathname).toBe('/schema/changes');
  });

  test('finds a field by a Vietnamese word, and shows its type, its scope and its agreements', async () => {
    await portal.enter('analyst');
    await portal.open('/schema');
    await portal.page.getByLabel('Tìm').fill('ngay thanh lap');
    const result = portal.page.locator('.results li').filter({ hasText: 'LearningGroup.foundedOn' });
    await result.waitFor();
    await result.getByRole('link').click();
    const field = portal.page.locator('#field-foundedOn');
    await field.waitFor();
    const { __type: asked } = await portal.ask(
      '{ __type(name: "LearningGroup") { fields { name description type { ofType { name } } } } }',
      'analyst',
    );
    const { description, type } = asked.fields.find(({ name }: any) => name === 'foundedOn');
    const [text, needs] = description.split('\n\n');
    expect(await field.locator('h3').textContent()).toBe(`foundedOn: ${type.ofType.name}!`);
    expect(await field.locator('.prose').textContent()).toBe(text);
    const named = [...needs.matchAll(/`([^`]+)`|([A-Z]+-\d+-\d+) \(/g)].map(
      ([, scope, agreement]) => scope ?? agreement,
    );
    expect(named.length).toBeGreaterThan(1);
    const chips = await field.locator('.chip').allTextContents();
    expect(chips.map((chip) => chip.split(' ')[0])).toEqual(named);
    expect(new URL(portal.page.url()).pathname).toBe('/schema/LearningGroup');
  });

  test('leads from type to type without asking again, and shows each field that the hub tells of', async () => {
    const asked: string[] = [];
    const hear = (request: { url: () => string }) => asked.push(request.url());
    portal.page.on('request', hear);
    await portal.page.locator('#field-commune h3').getByRole('link', { name: 'Commune' }).click();
    await portal.page.locator('h1').getByText('Commune', { exact: true }).waitFor();
    await portal.page.locator('#field-code').waitFor();
    portal.page.off('request', hear);
    expect(asked).toEqual([]);
    const { __type: type } = await portal.ask('{ __type(name: "Commune") { fields { name } } }', 'analyst');
    const shown = await portal.page.locator('.type > section.field').evaluateAll((all) => all.map(({ id }) => id));
    expect(shown).toEqual(type.fields.map(({ name }: any) => `field-${name}`));
  });

  test('draws a list of results that stays short', async () => {
    await portal.open('/schema?search=the');
    expect(await portal.page.locator('.results li').count()).toBe(50);
    await portal.page.getByRole('button', { name: 'Xem thêm' }).click();
    expect(await portal.page.locator('.results li').count()).toBe(100);
  });
}
