import type { Locator } from 'playwright-core';
import type { TestedPortal } from './tested-portal.js';
import { untilShown } from './watched-page.js';

/** Clicks as a person makes them: what is pressed, a choice from a list, and a field that is typed into are one each. */
export class CountedClicks {
  #clicks = 0;

  constructor(private readonly portal: TestedPortal) {}

  get count(): number {
    return this.#clicks;
  }

  /** Begins a task at an address: it is given, as from a bookmark, and no click. */
  async begin(address = '/'): Promise<void> {
    this.#clicks = 0;
    await this.portal.open(address);
  }

  async click(one: Locator): Promise<void> {
    this.#clicks += 1;
    await one.click();
    await untilShown(this.portal.page);
  }

  async choose(list: Locator, value: string): Promise<void> {
    this.#clicks += 1;
    await list.selectOption(value);
    await untilShown(this.portal.page);
  }

  async type(field: Locator, text: string): Promise<void> {
    this.#clicks += 1;
    await field.fill(text);
    await untilShown(this.portal.page);
  }

  /** Chooses a file in the window of the machine. */
  async file(input: Locator, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    this.#clicks += 1;
    await input.setInputFiles(file);
    await untilShown(this.portal.page);
  }

  /** Goes to a page by the menu, which is behind a button on a phone. */
  async menu(name: string): Promise<void> {
    const button = this.portal.page.locator('.menu');
    if (await button.isVisible()) await this.click(button);
    await this.click(this.portal.page.locator('nav').getByRole('link', { name, exact: true }));
  }
}
