import { html, type Html, type PageLanguage } from './html.js';
import { type PageContent, shown } from './page-content.js';
import { at, clock, table } from './parts.js';
import { heads, words } from './words.js';

/** The callers of records, their purposes and their numbers of requests. */
export function callersPart({ callers, since }: PageContent, language: PageLanguage): Html | undefined {
  if (!callers) return undefined;
  const { all, others, unsigned } = callers;
  const rows = all.slice(0, shown.callers).map(
    ({ who, organisation, roles, purpose, requests, refused, lastAt }) =>
      html`<tr>
        <td>${who ?? words.nobody[language]}</td>
        <td>${organisation ?? '–'}</td>
        <td>${roles.join(', ') || '–'}</td>
        <td>${purpose ?? '–'}</td>
        <td>${requests}</td>
        <td>${refused}</td>
        <td>${at(lastAt)}</td>
      </tr>`,
  );
  const further = others + all.slice(shown.callers).reduce((sum, { requests }) => sum + requests, 0);
  return html`${table(heads.caller, rows, language)}
    <p>
      ${words.askedSince[language]} ${clock.format(since)}. ${words.others[language]}: ${further}.
      ${words.unsigned[language]}: ${unsigned}.
    </p>`;
}
