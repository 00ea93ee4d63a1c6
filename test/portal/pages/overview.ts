import { expect, test } from '@jest/globals';
import { interval, points, share, whole } from '../support/as-written.js';
import { changeIn, comparedFields } from '../support/compared.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** The overview, as everyone sees it. */
export function testOverview(portal: TestedPortal): void {
  test('shows each goal as the graph has it, to whoever comes', async () => {
    const { goals } = await portal.ask(
      `{ goals { code progress { ratio target gapPeople gapPoints people { estimate lower upper interval { lower upper } }
         forecast { people interval { lower upper } } } } }`,
    );
    await portal.open('/');
    expect(goals.length).toBeGreaterThan(2);
    for (const { code, progress } of goals) {
      const { ratio, target, gapPeople, gapPoints, people, forecast } = progress;
      const panel = portal.page.locator(`.goals [data-goal=${code}]`);
      expect(await panel.locator('.large .figure').textContent()).toBe(share(ratio));
      expect(await panel.locator('.facts .figure').allTextContents()).toEqual([
        share(target),
        whole(people.estimate ?? people.lower),
        interval(people),
        whole(gapPeople),
        points(gapPoints),
        ...(forecast.people === null ? [] : [whole(forecast.people), interval(forecast)]),
      ]);
      // Says in what the picture failed, where it did.
      expect([
        await panel.locator('.series .notice').allTextContents(),
        await panel.locator('.series path.line').count(),
      ]).toEqual([[], 1]);
    }
    expect(await portal.page.locator('.demonstration').textContent()).toContain('Dữ liệu minh họa');
  });

  test('says what has changed since the last publication: as published, and by the releases of now', async () => {
    const { publications } = await portal.ask('{ publications { id } }');
    await portal.open('/');
    expect(await portal.page.locator('.since').getByRole('link').getAttribute('href')).toBe(
      `/publications/${publications[0].id}`,
    );
    const { goals, isOther } = await sinceOf(publications[0].id);
    if (!isOther) expect(await portal.page.locator('.since [data-unchanged]').count()).toBe(1);
    else await showsChanges(goals);
  });

  test('names who has released since, and what it changed, where a former publication were the last', async () => {
    const { publications } = await portal.ask('{ publications { id } }');
    const former = publications.at(-1).id;
    const { goals, isOther } = await sinceOf(former);
    expect(isOther).toBe(true);
    // The last publication is then the first that was ever made: all other answers are the graph's.
    await portal.page.route('**/graphql', async (route) => {
      const body = route.request().postDataJSON() as { query: string };
      if (!body.query.includes('LastPublication')) return route.continue();
      const query = body.query.replace('publications(first: 20)', `publications: publication(id: "${former}")`);
      const answer = await (await route.fetch({ postData: { query, variables: {} } })).json();
      return route.fulfill({ json: { data: { publications: [answer.data.publications] } } });
    });
    await portal.open('/');
    await showsChanges(goals);
    await portal.page.unroute('**/graphql');
  });

  /** A publication's period, as published and by the releases of now. */
  const sinceOf = async (id: string) => {
    const [period] = id.split('_');
    const fields = `${comparedFields} contributions { organisation { name } release { number } }`;
    const { goals } = await portal.ask(
      `{ goals { code then: progress(period: "${period}", publication: "${id}") { ${fields} } now: progress(period: "${period}") { ${fields} } } }`,
    );
    return { goals, isOther: goals.some((goal: any) => newReleases(goal).length > 0) };
  };
  const newReleases = ({ now, then }: any) =>
    now.contributions.filter(({ release, organisation: { name } }: any) => {
      const former = then.contributions.find((one: any) => one.organisation.name === name);
      return release && release.number !== former?.release?.number;
    });
  const showsChanges = async (goals: any[]) => {
    const section = portal.page.locator('.since');
    for (const goal of goals) {
      const said = (await section.locator(`[data-compared=${goal.code}]`).textContent()) ?? '';
      for (const part of changeIn(goal.now, goal.then)) expect(said).toContain(part);
      for (const { organisation, release } of newReleases(goal)) {
        expect(said).toContain(`${organisation.name} (đợt ${release.number}`);
      }
    }
  };

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
