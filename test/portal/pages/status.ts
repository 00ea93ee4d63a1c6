import { expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';

/** Whether the parts of the hub answer, and how recent the data are: for everyone. */
export function testStatus(portal: TestedPortal): void {
  test('shows each part as the gateway knows it, and each organisation’s last release', async () => {
    const { parts } = (await (await fetch(`${portal.url}/parts.json`)).json()) as any;
    expect(parts.map(({ name }: any) => name)).toEqual(
      expect.arrayContaining(['audit', 'movement', 'registry', 'womens-union']),
    );
    await portal.open('/status');
    await portal.page.locator('.part').first().waitFor();
    expect(await portal.page.locator('.part').count()).toBe([...parts, 'gateway'].length);
    expect(await portal.page.locator('.part.silent').count()).toBe(
      parts.filter(({ answers }: any) => answers === false).length,
    );
    const { goals, organisations } = await portal.ask(
      '{ organisations { code name } goals { progress { contributions { organisation { code } release { number } } } } }',
    );
    for (const { code, name } of organisations) {
      const numbers = goals.flatMap(({ progress }: any) =>
        progress.contributions.flatMap(({ organisation, release }: any) =>
          organisation.code === code && release ? [release.number] : [],
        ),
      );
      const row = portal.page.locator('.freshness tbody tr', { hasText: name });
      const shown = await row.locator('td.number').textContent();
      expect(shown).toBe(numbers.length === 0 ? '–' : String(Math.max(...numbers)));
    }
  });

  test('shows operators, and nobody else, what ends soon', async () => {
    expect(await portal.page.locator('#endings').count()).toBe(0);
    await portal.hub(['key', 'create', '--role', 'app', '--purpose', 'statistics', '--for', 'Lan, until it ends']);
    await portal.enter('operator');
    await portal.open('/status');
    await portal.page.getByRole('row', { name: 'Khóa cho chương trình: ' }).first().waitFor();
    await portal.leave();
  });

  test('says what a part that does not answer means for whoever reads', async () => {
    const silent = {
      parts: [{ name: 'womens-union', answers: false, lastAnswer: null, silentSince: '2026-11-20T02:00:00.000Z' }],
    };
    await portal.page.route('**/parts.json', (route) => route.fulfill({ json: silent }));
    await portal.open('/status');
    const row = portal.page.locator('tbody tr', { has: portal.page.locator('.part.silent') });
    expect(await row.textContent()).toMatch(
      /Hội Liên hiệp Phụ nữ.*Không trả lời.*09:00 ngày 20\/11\/2026.*vẫn xem được/,
    );
    expect(await portal.page.locator('main [role=status] .notice').textContent()).toContain('1 phần không trả lời');
    await portal.page.unroute('**/parts.json');
  });
}
