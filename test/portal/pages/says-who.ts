import { expect, test } from '@jest/globals';
import { points, whole } from '../support/as-written.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** What opens where a figure is chosen, of gaps and forecasts too. */
export function testSaysWho(portal: TestedPortal): void {
  const goal = 'ADULTS_BASIC';
  const asked = async () =>
    (
      await portal.ask(`{ goal(code: "${goal}") { progress { target gapPeople gapPoints denominator { value }
        people { lower interval { lower } } forecast { people interval { lower upper } }
        contributions { state organisation { name } release { number keyId } } } } }`)
    ).goal.progress;
  const openFigure = async (text: string) => {
    await portal.page
      .locator('.facts .figure', { hasText: new RegExp(`^${text.replaceAll('.', String.raw`\.`)}$`) })
      .click();
    const dialog = portal.page.getByRole('dialog');
    await dialog.locator('.parts').waitFor();
    return dialog;
  };

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
    await portal.page.keyboard.press('Escape');
  });

  test('says of the forecast by which method, in which band, and who has not reported', async () => {
    const { forecast, contributions } = await asked();
    const dialog = await openFigure(whole(forecast.people));
    const said = (await dialog.textContent()) ?? '';
    expect(said).toContain('bình phương tối thiểu');
    expect(said).toContain(`${whole(forecast.interval.lower)}–${whole(forecast.interval.upper)}`);
    const missing = contributions.filter(({ state }: any) => state === 'NOT_YET');
    for (const { organisation } of missing) {
      expect(await dialog.locator('li', { hasText: organisation.name }).textContent()).toContain('chưa có số liệu đủ');
    }
    for (const { release } of contributions) if (release) expect(said).toContain(release.keyId);
    expect(await violations(portal.page)).toEqual([]);
  });

  test('leads to the explorer with the query of the figure, and the graph answers that', async () => {
    const dialog = portal.page.getByRole('dialog');
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
    await portal.page.keyboard.press('Escape');
  });
}
