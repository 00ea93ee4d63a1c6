import { html, type Html, type PageLanguage } from './html.js';
import type { PageContent } from './page-content.js';
import { at } from './parts.js';
import { words } from './words.js';

/** The state of the system behind the records: its schema, and the faults of its answers. */
export function systemPart({ system }: PageContent, language: PageLanguage): Html | undefined {
  if (!system) return undefined;
  const { fault, remarks, readAt, requests, faults, last } = system;
  const codes = Object.entries(faults).map(([code, count]) => `${code} ${count}`);
  const row = (name: keyof typeof words, value: Html | string | undefined) =>
    value === undefined
      ? ''
      : html`<dt>${words[name][language]}</dt>
          <dd>${value}</dd>`;
  return html`<dl>
    ${row('schemaRead', at(readAt === undefined ? undefined : new Date(readAt)))}
    ${row('schemaFault', fault === undefined ? undefined : html`<strong class="fault">${fault}</strong>`)}
    ${row('requests', String(requests))} ${row('wrongAnswers', codes.length > 0 ? codes.join(', ') : undefined)}
    ${row('lastWrong', last)}
    ${row('remarks', remarks.length > 0 ? remarks.map(({ message }) => message).join(' ') : undefined)}
  </dl>`;
}
