import { callersPart } from './callers-part.js';
import { html, type Html, type PageLanguage } from './html.js';
import type { PageContent } from './page-content.js';
import type { PartState } from '../state/board.js';
import { at, clock, section, table } from './parts.js';
import { systemPart } from './system-part.js';
import { heads, words } from './words.js';
import type { Told } from '../state/told.js';

/** The page, in a language. */
export function renderPage(content: PageContent, language: PageLanguage): string {
  const say = (told: Told) => told[language];
  const other = language === 'vi' ? html`<a href="/?lang=en">English</a>` : html`<a href="/">Tiếng Việt</a>`;
  const { organisation, now, parts } = content;
  const sources = parts.filter(({ kind }) => kind === 'source');
  const connections = parts.filter(({ kind }) => kind === 'connection');
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="30" />
        <title>${say(words.title)}: ${organisation}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <h1>${say(words.title)}: ${organisation}</h1>
          <p>${clock.format(now)} · ${other}</p>
        </header>
        <main>
          ${section(
            say(words.sources),
            table(
              heads.source,
              sources.map((part) => sourceRow(part, content, language)),
              language,
            ),
          )}
          ${section(
            say(words.connections),
            html`${table(
              heads.connection,
              connections.map((part) => connectionRow(part, language)),
              language,
            )}
            ${button('/test', words.test, language)}`,
          )}
          ${section(say(words.left), released(content, language))}
          ${section(say(words.cameIn), received(content, language))}
          ${content.system && section(say(words.system), html`${systemPart(content, language)}`)}
          ${content.callers && section(say(words.askedBy), html`${callersPart(content, language)}`)}
          ${section(say(words.keys), keys(content, language))}
          ${section(
            say(words.configured),
            html`<dl>
              ${content.settings.map(
                ({ name, value }) =>
                  html`<dt>${say(name)}</dt>
                    <dd>${say(value)}</dd>`,
              )}
            </dl>`,
          )}
          ${section(say(words.log), lines(content, language))}
        </main>
      </body>
    </html>`;
  return page.text;
}

function button(action: string, label: Told, language: PageLanguage): Html {
  return html`<form method="post" action="${action}?lang=${language}"><button>${label[language]}</button></form>`;
}

function stateOf(part: PartState, language: PageLanguage): Html {
  const { fault, isBusy, lastAt, note, progress } = part;
  if (fault)
    return html`<strong class="fault">${fault.code}</strong> ${fault.told[language]}
      <small>(${clock.format(fault.since)})</small>`;
  if (isBusy) return html`${words.busy[language]}${progress > 0 ? ` (${progress})` : ''}…`;
  if (!lastAt) return html`${words.waits[language]}`;
  return html`<span class="good">${words.works[language]}</span> ${note?.[language]}`;
}

function sourceRow(part: PartState, { lists }: PageContent, language: PageLanguage): Html {
  const { name, counts, lastAt, nextAt } = part;
  const list = lists.has(name)
    ? html`<br /><a href="/rejected?part=${encodeURIComponent(name)}">${words.rejectedList[language]}</a>`
    : undefined;
  const now = nextAt
    ? button(`/read/${encodeURIComponent(name.split(':')[0] ?? name)}`, words.read, language)
    : undefined;
  return html`<tr>
    <td>${name}${now}</td>
    <td>${stateOf(part, language)}${list}</td>
    <td>${at(lastAt)}</td>
    <td>${at(nextAt)}</td>
    <td>${counts ? `${counts.read} / ${counts.written} / ${counts.rejected}` : '–'}</td>
  </tr>`;
}

const connectionRow = (part: PartState, language: PageLanguage): Html =>
  html`<tr>
    <td>${part.name}</td>
    <td>${stateOf(part, language)}</td>
    <td>${at(part.lastAt)}</td>
  </tr>`;

function received({ receipts }: PageContent, language: PageLanguage): Html {
  const rows = receipts.map(
    ({ run, kind, file, endedAt, read, added, changed, rejected, state }) =>
      html`<tr>
        <td>${run}</td>
        <td>${kind}</td>
        <td>${file} <small>${state}</small></td>
        <td>${at(new Date(endedAt))}</td>
        <td>${read}</td>
        <td>${added ?? '–'}</td>
        <td>${changed ?? '–'}</td>
        <td>${rejected}</td>
      </tr>`,
  );
  return table(heads.receipt, rows, language);
}

function released({ releases, hub, canRelease }: PageContent, language: PageLanguage): Html {
  const rows = releases.map(({ number, madeAt, through, withdrawn, standing }) => {
    const state = !hub ? words.noHub : number <= hub.held ? words.handedOver : words.notYet;
    return html`<tr>
      <td>${number}</td>
      <td>${at(madeAt)}</td>
      <td>${through ?? '–'}</td>
      <td>${hub?.url} ${state[language]} <small>${withdrawn ?? ''} ${standing ?? ''}</small></td>
    </tr>`;
  });
  return html`${table(heads.release, rows, language)}${canRelease ? button('/release', words.release, language) : undefined}`;
}

function keys({ keys: all }: PageContent, language: PageLanguage): Html {
  const rows = all.map(
    ({ name, id, until, problem }) =>
      html`<tr>
        <td>${name[language]}</td>
        <td><code>${id}</code></td>
        <td>${until?.[language] ?? '–'}</td>
        <td>${problem ? html`<strong class="fault">${problem[language]}</strong>` : words.works[language]}</td>
      </tr>`,
  );
  return table(heads.key, rows, language);
}

function lines({ log }: PageContent, language: PageLanguage): Html {
  if (log.length === 0) return html`<p>${words.none[language]}</p>`;
  const items = log.map(
    ({ at: moment, level, message, details }) =>
      html`<li class="${level}">${clock.format(moment)} ${message} <small>${details}</small></li>`,
  );
  return html`<ol class="log">
    ${items}
  </ol>`;
}
