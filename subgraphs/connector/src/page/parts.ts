import type { Told } from '../state/told.js';
import { html, type Html, type PageLanguage } from './html.js';
import { words } from './words.js';

/** Moments as the page writes them. */
export const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

/** A moment, or that there is none. */
export const at = (moment: Date | undefined): string => (moment ? clock.format(moment) : '–');

/** A part of the page under its title. */
export const section = (title: string, body: Html): Html =>
  html`<section>
    <h2>${title}</h2>
    ${body}
  </section>`;

/** A table, or that there is nothing in it yet. */
export function table(head: readonly Told[], rows: readonly Html[], language: PageLanguage): Html {
  if (rows.length === 0) return html`<p>${words.none[language]}</p>`;
  const cells = head.map((one) => html`<th scope="col">${one[language]}</th>`);
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          ${cells}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
