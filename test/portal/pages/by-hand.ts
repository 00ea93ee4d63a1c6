import { expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';
import { untilShown, violations } from '../support/watched-page.js';

/** How pages are in the hand: by keyboard, on a phone, back and forth, and where a person writes as people do. */
export function testByHand(portal: TestedPortal): void {
  const goal = '/goals/ADULTS_BASIC';
  const names = () => portal.page.locator('.communes tbody th').allTextContents();
  const focused = () =>
    portal.page.evaluate<string>(
      `((one) => (one.closest('.communes') ? 'in the table' : one.className || one.tagName))(document.activeElement)`,
    );
  const search = (name: string) => new URL(portal.page.url()).searchParams.get(name);

  test('a table of all communes is skipped with one key', async () => {
    await portal.enter('analyst');
    await portal.open(goal);
    const skip = portal.page.locator('.league').getByRole('button', { name: 'Bỏ qua bảng' });
    await skip.focus();
    expect(await skip.evaluate((one) => one.getBoundingClientRect().left)).toBeGreaterThanOrEqual(0);
    await portal.page.keyboard.press('Enter');
    expect(await focused()).toBe('after-table');
    await portal.page.keyboard.press('Tab');
    expect(await focused()).not.toBe('in the table');
    // The button comes before the table, so that a user can also go on into the table.
    await skip.focus();
    await portal.page.keyboard.press('Tab');
    await portal.page.keyboard.press('Tab');
    expect(await focused()).toBe('in the table');
  }, 60_000);

  test('the ten mountain communes furthest behind, with the keyboard alone: at most 60 keys', async () => {
    await portal.open(goal);
    let keys = 0;
    const press = async (key: string): Promise<void> => {
      keys += 1;
      await portal.page.keyboard.press(key);
    };
    await press('Tab');
    await press('Enter');
    const until = async (selector: string) => {
      const isThere = () =>
        portal.page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`);
      while (!(await isThere()) && keys < 60) await press('Tab');
    };
    await until('select[name=area]');
    await press('M');
    await untilShown(portal.page);
    expect(search('area')).toBe('MOUNTAIN');
    await until('.communes thead th:nth-child(10) button');
    await press('Enter');
    expect(keys).toBeLessThanOrEqual(60);
    expect([search('sort'), search('dir')]).toEqual(['gapPeople', 'desc']);
  }, 60_000);

  test('the first click on what is missing has the worst first; Back undoes it, and a filter', async () => {
    await portal.open(goal);
    const order = await names();
    await portal.page.locator('select[name=area]').selectOption('MOUNTAIN');
    const mountain = await names();
    expect(mountain.length).toBeLessThan(order.length);
    await portal.page.getByRole('button', { name: 'Thiếu (người)' }).click();
    const { goal: asked } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { progressByCommune(area: MOUNTAIN, first: 1, orderBy: { field: GAP_PEOPLE, direction: DESC }) {
        nodes { commune { name } } } } }`,
      'analyst',
    );
    expect((await names())[0]).toBe(asked.progressByCommune.nodes[0].commune.name);
    await portal.page.goBack();
    expect(await names()).toEqual(mountain);
    await portal.page.goBack();
    expect(await names()).toEqual(order);
    expect(await portal.page.locator('select[name=area]').inputValue()).toBe('');
    // A name that is typed is one step, not one for each letter.
    await portal.page.locator('.league input[type=search]').pressSequentially('muong');
    expect(search('name')).toBe('muong');
    await portal.page.goBack();
    expect(await names()).toEqual(order);
  }, 60_000);

  test('on a phone the table shows name, share and gap, and the page does not move sideways', async () => {
    await portal.page.setViewportSize({ width: 390, height: 844 });
    await portal.open(`${goal}?area=MOUNTAIN`);
    for (const cell of ['th', 'td:nth-child(5)', 'td:nth-child(10)']) {
      const box = await portal.page.locator(`.communes tbody tr >> nth=0 >> ${cell}`).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    }
    expect(await portal.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(await violations(portal.page)).toEqual([]);
    await portal.page.setViewportSize({ width: 1280, height: 800 });
  }, 60_000);

  test('selects keep their height, whatever is chosen, on a phone and on a notebook', async () => {
    await portal.open(goal);
    const heights = () =>
      portal.page.evaluate<number[]>(
        `[...document.querySelectorAll('.league .filters select')].map((one) => one.getBoundingClientRect().height)`,
      );
    const heightsAt = async (width: number) => {
      await portal.page.setViewportSize({ width, height: 800 });
      return heights();
    };
    const before = [await heightsAt(390), await heightsAt(1280)];
    for (const [name, value] of [
      ['area', 'MOUNTAIN'],
      ['status', 'OFF_TRACK'],
      ['type', 'WARD'],
    ] as const) {
      const select = portal.page.locator(`.league select[name=${name}]`);
      if ((await select.locator(`option[value=${value}]`).count()) > 0) await select.selectOption(value);
      expect([await heightsAt(390), await heightsAt(1280)]).toEqual(before);
    }
  }, 60_000);

  test('a search finds a commune by its own name first, and a former city by what people call it', async () => {
    await portal.open('/communes?name=muong%20lat');
    const found = () => portal.page.locator('main tbody th').allTextContents();
    expect((await found())[0]).toBe('Xã Mường Lát');
    expect((await found()).length).toBeGreaterThan(1);
    await portal.page.getByLabel('Tên').fill('tp thanh hoa');
    await untilShown(portal.page);
    const { communes } = await portal.ask('{ communes(search: "thành phố thanh hóa", first: 50) { nodes { name } } }');
    expect(communes.nodes.length).toBeGreaterThan(3);
    expect((await found()).toSorted()).toEqual(communes.nodes.map(({ name }: any) => name).toSorted());
    await portal.open(goal);
    await portal.page.locator('input[name=place]').fill('muong lat');
    await portal.page.locator('.matches button').first().waitFor();
    expect(await portal.page.locator('.matches button').first().textContent()).toBe('Xã Mường Lát');
  }, 60_000);

  test('an organisation is as late on its own page as on a goal’s', async () => {
    await portal.open('/goals/DEMO_ACCOUNTS');
    const ofGoal = portal.page.locator('#calendar tbody tr').first();
    await ofGoal.waitFor();
    const code = (await ofGoal.getAttribute('data-organisation')) ?? '';
    const share = await ofGoal.locator('td').last().textContent();
    await portal.open(`/organisations/${code}`);
    const own = portal.page.locator('.punctuality[data-goal=DEMO_ACCOUNTS] p strong');
    expect(await own.textContent()).toBe(share);
  }, 60_000);

  test('a panel of records says on which release the goals beside it rest', async () => {
    await portal.open('/communes/16438');
    const { goals } = await portal.ask(
      '{ goals { progress { contributions { organisation { code } release { number } } } } }',
    );
    const all = goals.flatMap(({ progress }: any) => progress.contributions);
    const { release } = all.find(({ organisation }: any) => organisation.code === 'womens-union');
    expect(await portal.page.locator('#womens-union .newer').textContent()).toContain(`đợt công bố ${release.number}`);
  }, 60_000);
}
