import { expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';

/** The developers' pages: the first request, and the guide. */
export function testDevelopers(portal: TestedPortal): void {
  test('shows the first request in each language, with the address of this hub', async () => {
    await portal.open('/developers');
    const program = portal.page.locator('pre');
    for (const language of ['curl', 'TypeScript', 'Python', 'Java']) {
      await portal.page.getByRole('button', { name: language, exact: true }).click();
      const text = await program.innerText();
      expect(text).toContain(new URL(portal.page.url()).origin);
      expect(text).toContain('ADULTS_BASIC');
    }
    const commands = await portal.page.locator('.command code').allInnerTexts();
    for (const command of commands) {
      const [, address = ''] = /^(?:npm|pip) install (\S+)$/.exec(command) ?? [];
      expect((await fetch(address)).status).toBe(200);
    }
    expect(commands).toHaveLength(2);
  });

  test('leads to each section of the guide, and keeps the language', async () => {
    await portal.open('/developers?lang=en');
    const links = await portal.page
      .locator('nav[aria-labelledby=guide] a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      await portal.open(link);
      await portal.page.locator('.document h1').waitFor();
      const { pathname, search, hash } = new URL(portal.page.url());
      expect([pathname, search]).toEqual([link.split('?')[0], '?lang=en']);
      if (hash !== '') expect(await portal.page.locator(`.document ${hash}`).count()).toBe(1);
    }
    const targets = await portal.page.locator('.document a').evaluateAll((all) => all.map((one) => (one as any).href));
    for (const target of targets.filter((one) => one.startsWith(new URL(portal.page.url()).origin))) {
      expect([target, (await fetch(target)).status]).toEqual([target, 200]);
    }
    await portal.open('/developers/none');
    await portal.page.getByRole('alert').waitFor();
  });
}
