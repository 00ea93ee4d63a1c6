import type { Page } from 'playwright-core';
import { untilShown } from './watched-page.js';

/** People of the demonstration, by the name that the development issuer has for them. */
export type Person = 'analyst' | 'approver' | 'auditor' | 'operator' | `${string}-staff`;

const wayOut = (page: Page) => page.locator('.person').getByRole('button', { name: /^(Đăng xuất|Sign out)$/ });
const wayIn = (page: Page) => page.locator('.person').getByRole('button', { name: /^(Đăng nhập|Sign in)$/ });

/** Signs in by the shown page, as a person would; a person that is signed in signs out first. */
export async function signInAs(page: Page, person: Person): Promise<void> {
  await signOut(page);
  await wayIn(page).click();
  await page.getByText('Đây là bản minh họa').waitFor();
  await page.locator(`form[action$="person=${person}"] button`).click();
  await wayOut(page).waitFor();
  await untilShown(page);
}

/** Whether somebody has signed in on the page that is shown. */
export function isSignedIn(page: Page): Promise<boolean> {
  return wayOut(page).isVisible();
}

/** Signs out, where somebody has signed in. */
export async function signOut(page: Page): Promise<void> {
  if (!(await isSignedIn(page))) return;
  await wayOut(page).click();
  await wayIn(page).waitFor();
  await untilShown(page);
}
