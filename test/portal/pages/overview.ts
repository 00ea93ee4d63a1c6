import { expect, test } from '@jest/globals';
import { points, share, whole } from '../support/numbers.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** The overview, as everyone sees it. */
export function testOverview(portal: TestedPortal): void {
  test('shows each goal as the graph has it, to whoever comes', async () => {
    const { goals } = await portal.ask(
      '{ goals { code progress { ratio gapPeople gapPoints people { estimate lower } forecast { people } } } }',
    );
    await portal.open('/');
    expect(goals.length).toBeGreaterThan(2);
    for (const { code, progress } of goals) {
      const { ratio, gapPeople, gapPoints, people, forecast } = progress;
      const panel = portal.page.locator(`.goals [data-goal=${code}]`);
      expect(await panel.locator('.large .figure').textContent()).toBe(share(ratio));
      expect(await panel.locator('.facts .figure').allTextContents()).toEqual([
        whole(people.estimate ?? people.lower),
        whole(gapPeople),
        points(gapPoints),
        ...(forecast.people === null ? [] : [whole(forecast.people)]),
      ]);
      expect(await panel.locator('.series path').count()).toBe(1);
    }
    expect(await portal.page.locator('.demonstration').textContent()).toContain('Dữ liệu minh họa');
  });

  test('says what has changed since the last publication: as published, and by the releases of now', async () => {
    const { publications } = await portal.ask('{ publications(first: 1) { id period } }');
    const [{ id, period }] = publications;
    const fields = 'ratio people { estimate lower } contributions { organisation { name } release { number } }';
    const { goals } = await portal.ask(
      `{ goals { code then: progress(period: "${period}", publication: "${id}") { ${fields} } now: progress(period: "${period}") { ${fields} } } }`,
    );
    const section = portal.page.locator('.since');
    expect(await section.getByRole('link').getAttribute('href')).toBe(`/publications/${id}`);
    const newOf = ({ now, then }: any) =>
      now.contributions.filter(
        ({ release, organisation }: any) =>
          release?.number !==
          then.contributions.find((one: any) => one.organisation.name === organisation.name)?.release?.number,
      );
    if (goals.every((goal: any) => newOf(goal).length === 0)) {
      expect(await section.locator('[data-unchanged]').count()).toBe(1);
      return;
    }
    for (const goal of goals) {
      const said = (await section.locator(`[data-compared=${goal.code}]`).textContent()) ?? '';
      const change = (goal.now.ratio - goal.then.ratio) * 100;
      expect(said).toContain(share(goal.now.ratio));
      if (Math.abs(change) >= 0.005) expect(said).toContain(`${points(Math.abs(change), 2)} điểm`);
      for (const { organisation, release } of newOf(goal)) {
        expect(said).toContain(`${organisation.name} (đợt ${release.number}`);
      }
    }
  });

  test('has a map by kinds of area for everyone, and the address keeps the goal that is chosen', async () => {
    const { goal } = await portal.ask(
      '{ goal(code: "PUPILS") { breakdown(by: AREA) { groups { ratio noEstimate } } } }',
    );
    await portal.open('/?goal=PUPILS');
    const map = portal.page.locator('.overview-map');
    expect(await map.locator('select').inputValue()).toBe('PUPILS');
    const { groups } = goal.breakdown;
    const known = groups.filter(({ ratio }: any) => ratio !== null);
    expect(known.length).toBeGreaterThan(0);
    const shown = await map.locator('tbody td').allTextContents();
    expect(shown).toEqual(groups.map(({ ratio }: any) => (ratio === null ? 'không công bố' : share(ratio))));
    expect(await map.locator('svg[role=img] path').count()).toBeGreaterThanOrEqual(166);
    await map.locator('select').selectOption('ADULTS_CONFIRMED');
    expect(new URL(portal.page.url()).searchParams.get('goal')).toBe('ADULTS_CONFIRMED');
  });
}
