import type { Told } from '../state/told.js';
import { html, type Html, type PageLanguage } from './html.js';
import { words } from './words.js';

/** The format of moments on the page. */
export const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

/** A moment, or a dash without one. */
export const at = (moment: Date | undefined): string => (moment ? clock.format(moment) : '–');

/** A section of the page with its title. */
export const section = (title: string, body: Html): Html =>
  html`<section>
    <h2>${title}</h2>
    ${body}
  </section>`;

/** A table, or a note that it is empty. */
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
