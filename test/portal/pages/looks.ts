import { beforeAll, describe, expect, test } from '@jest/globals';
import { switchLanguage } from '../support/in-language.js';
import { misfits, misfitsOnPaper } from '../support/looks.js';
import { inLanguage, shownPages, widths } from '../support/shown-pages.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** The languages in which a page is looked at: `pnpm prove pages` takes both, a check takes each for every second page. */
function languagesOf(index: number): readonly ('vi' | 'en')[] {
  if (process.env['PAGES'] === 'all') return ['vi', 'en'];
  return [index % 2 === 0 ? 'vi' : 'en'];
}

/** Looks at every page in one visit, at the width of each screen and as a sheet of paper. */
export function testLooks(portal: TestedPortal): void {
  describe.each([...new Set(shownPages.map(({ person }) => person))])('each page, for %s', (person) => {
    beforeAll(() => (person ? portal.enter(person) : portal.leave()));
    const shown = shownPages.filter((one) => one.person === person);
    test.each(shown.map(({ address }, index) => [address, languagesOf(index)] as const))(
      'keeps nobody out, and fits every width and A4, with no text cut off: %s in %j',
      async (address, languages) => {
        for (const [index, language] of languages.entries()) {
          const isThere = index > 0 && (await switchLanguage(portal.page, language));
          if (!isThere) await portal.open(inLanguage(address, language));
          expect(await violations(portal.page)).toEqual([]);
          for (const width of widths) expect([width, await misfits(portal.page, width)]).toEqual([width, []]);
          expect(['A4', await misfitsOnPaper(portal.page)]).toEqual(['A4', []]);
          await portal.page.setViewportSize({ width: 1280, height: 800 });
        }
      },
    );
  });
}
