import { expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';

/** The overview, as everyone sees it. */
export function testOverview(portal: TestedPortal): void {
  test('shows each goal as the graph has it, to whoever comes', async () => {
    const { goals } = await portal.ask('{ goals { code progress { ratio demonstration people { estimate lower } } } }');
    await portal.open('/');
    expect(goals.length).toBeGreaterThan(2);
    for (const { code, progress } of goals) {
      const panel = portal.page.locator(`[data-goal=${code}]`);
      const digits = progress.ratio < 0.1 ? 2 : 1;
      const share = (progress.ratio * 100).toFixed(digits).replace('.', ',');
      expect(await panel.locator('.large .figure').textContent()).toBe(`${share}%`);
      const people = progress.people.estimate ?? progress.people.lower;
      expect(await panel.locator('.facts .figure').textContent()).toBe(
        String(people).replaceAll(/\B(?=(\d{3})+$)/g, '.'),
      );
      expect(await panel.locator('.series path.line').count()).toBe(1);
    }
    expect(await portal.page.locator('.demonstration').textContent()).toContain('Dữ liệu minh họa');
  });
}
