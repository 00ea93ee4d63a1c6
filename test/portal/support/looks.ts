import type { Page } from 'playwright-core';

/** How wide the text of an A4 sheet is within the page's margins, in pixels: 210 mm less twice 14. */
const sheetWidth = 688;

/** Parts that do not fit a page at a width: the page itself if it is too wide, and each text that is cut off. */
export async function misfits(page: Page, width: number): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: 800 });
  return page.evaluate<string[]>(`(() => {
    const over = document.documentElement.scrollWidth - innerWidth;
    const hides = (style) => ['hidden', 'clip'].includes(style.overflowX);
    const cut = [...document.querySelectorAll('main *, header *')].filter(
      (one) =>
        one.clientWidth > 1 &&
        one.scrollWidth > one.clientWidth + 1 &&
        one.textContent.trim() !== '' &&
        // GraphiQL lays out itself, and moves what it draws.
        !one.closest('.graph, svg') &&
        hides(getComputedStyle(one)),
    );
    const said = cut.map((one) => one.tagName + '.' + one.className + ': ' + one.textContent.trim().slice(0, 60));
    return over > 0 ? ['the page: ' + over + ' pixels', ...said] : said;
  })()`);
}

/** The same for a page printed on A4. */
export async function misfitsOnPaper(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ media: 'print' });
  try {
    return await misfits(page, sheetWidth);
  } finally {
    await page.emulateMedia({ media: 'screen' });
  }
}
