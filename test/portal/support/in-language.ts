import type { Page } from 'playwright-core';
import { untilShown } from './watched-page.js';

/** Switches the page to another language without another visit. @returns whether the page offers that language */
export async function switchLanguage(page: Page, language: 'vi' | 'en'): Promise<boolean> {
  const button = page.locator(`.top button[lang=${language}]`);
  if (!(await button.isVisible())) return false;
  await button.click();
  await untilShown(page);
  return true;
}
