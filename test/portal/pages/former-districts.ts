import { beforeAll, expect, test } from '@jest/globals';
import { share } from '../support/as-written.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** Former districts among the places that are compared: each a line of its communes of today. */
export function testFormerDistricts(portal: TestedPortal): void {
  const goal = '/goals/ADULTS_BASIC';
  beforeAll(() => portal.enter('analyst'));

  test('is found by its name, and drawn as a line of the shares that the graph has, marked as approximated', async () => {
    await portal.open(`${goal}?period=2026-10&places=14812`);
    await portal.page.locator('input[name=place]').fill('huyen ha trung');
    await portal.page.locator('.matches button').first().click();
    await portal.page.locator('.places').getByText('Huyện Hà Trung (cũ) (xấp xỉ)').waitFor();
    expect(new URL(portal.page.url()).searchParams.get('places')).toBe('14812,region:HA-TRUNG');
    await portal.page.locator('.compare summary').click();
    const { goal: asked } = await portal.ask(
      '{ goal(code: "ADULTS_BASIC") { breakdown(by: REGION, period: "2026-10", regions: ["HA-TRUNG"]) { groups { ratio } } } }',
      'analyst',
    );
    const { ratio } = asked.breakdown.groups[0];
    const cell = portal.page.locator('.compare tbody tr').last().locator('td').nth(1);
    expect(await cell.textContent()).toContain(ratio === null ? 'gần như đếm đúng' : share(ratio));
    expect(await portal.page.locator('.compare .approximated').textContent()).toContain('không theo đơn vị cũ');
  });

  test('one that no border was crossed of is not marked', async () => {
    await portal.open(`${goal}?period=2026-10&places=region:CAM-THUY`);
    await portal.page.locator('.places').getByText('Huyện Cẩm Thủy (cũ)', { exact: true }).waitFor();
  });

  test('over two years, the month in which units were merged is marked', async () => {
    await portal.open(`${goal}?period=2026-10&span=24&places=region:CAM-THUY`);
    expect(await portal.page.locator('.compare .chart .mark text').textContent()).toContain('Sáp nhập đơn vị');
    await portal.open(`${goal}?period=2026-10&places=region:CAM-THUY`);
    expect(await portal.page.locator('.compare .chart .mark').count()).toBe(0);
  });
}
