import { type ChangeLogEntry, titleOf } from './change-log.js';

/** What a feed says of itself. */
export interface FeedHead {
  readonly title: string;
  /** Its own address, by which readers know it, too. */
  readonly url: string;
}

/** The changes of published versions as an Atom feed (RFC 4287). @param entries the newest first. */
export function atomFeed({ title, url }: FeedHead, entries: readonly ChangeLogEntry[]): string {
  const updated = entries.map(({ publishedAt }) => publishedAt).sort();
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <title>${inXml(title)}</title>`,
    `  <id>${inXml(url)}</id>`,
    `  <link rel="self" href="${inXml(url)}"/>`,
    `  <updated>${inXml(updated.at(-1) ?? '1970-01-01T00:00:00Z')}</updated>`,
    ...entries.flatMap((entry) => entryLines(url, entry)),
    '</feed>',
  ].join('\n')}\n`;
}

function entryLines(url: string, entry: ChangeLogEntry): string[] {
  const { organisation, version, publishedAt, publishedBy } = entry;
  return [
    '  <entry>',
    `    <title>${inXml(titleOf(entry))}</title>`,
    `    <id>${inXml(`${url}#${organisation}-${version}`)}</id>`,
    `    <updated>${inXml(publishedAt)}</updated>`,
    `    <author><name>${inXml(publishedBy)}</name></author>`,
    `    <content type="text">${inXml(textOf(entry))}</content>`,
    '  </entry>',
  ];
}

/** An entry's changes, one on each line. */
function textOf({ changes, override }: ChangeLogEntry): string {
  const why = override === undefined ? [] : [`Published though a check refused it: ${override}`];
  const lines = changes.map(({ kind, description }) => `${kind.toLowerCase()}: ${description}`);
  return [...why, ...(lines.length === 0 ? ['Clients see no change.'] : lines)].join('\n');
}

/** A text in XML 1.0, which has no place for most control characters, half a pair of surrogates, U+FFFE and U+FFFF. */
function inXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
