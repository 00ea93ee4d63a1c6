/** The description of a feed. */
export interface FeedHead {
  readonly title: string;
  /** The feed's address, which also identifies it. */
  readonly url: string;
  /** The feed's author; then entries need none. */
  readonly author?: string;
  /** The language of its texts, such as `vi`. */
  readonly language?: string;
  /** The address of the page for people. */
  readonly page?: string;
}

/** An entry of a feed. */
export interface FeedEntry {
  /** A permanent id. */
  readonly id: string;
  readonly title: string;
  /** In RFC 3339. */
  readonly updated: string;
  readonly author?: string;
  readonly content?: string;
  /** The address of the page for people. */
  readonly page?: string;
  /** The category of the entry. */
  readonly category?: string;
}

/** A feed by RFC 4287. @param entries the newest first. */
export function atomText({ title, url, author, language, page }: FeedHead, entries: readonly FeedEntry[]): string {
  const updated = entries.map((entry) => entry.updated).sort();
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom"${language === undefined ? '' : ` xml:lang="${inXml(language)}"`}>`,
    `  <title>${inXml(title)}</title>`,
    `  <id>${inXml(url)}</id>`,
    `  <link rel="self" href="${inXml(url)}"/>`,
    ...(page === undefined ? [] : [`  <link rel="alternate" type="text/html" href="${inXml(page)}"/>`]),
    `  <updated>${inXml(updated.at(-1) ?? '1970-01-01T00:00:00Z')}</updated>`,
    ...(author === undefined ? [] : [`  <author><name>${inXml(author)}</name></author>`]),
    ...entries.flatMap(entryLines),
    '</feed>',
  ].join('\n')}\n`;
}

function entryLines({ id, title, updated, author, content, page, category }: FeedEntry): string[] {
  return [
    '  <entry>',
    `    <title>${inXml(title)}</title>`,
    `    <id>${inXml(id)}</id>`,
    `    <updated>${inXml(updated)}</updated>`,
    ...(author === undefined ? [] : [`    <author><name>${inXml(author)}</name></author>`]),
    ...(page === undefined ? [] : [`    <link rel="alternate" type="text/html" href="${inXml(page)}"/>`]),
    ...(category === undefined ? [] : [`    <category term="${inXml(category)}"/>`]),
    // An entry without a page must contain the whole text.
    ...(content === undefined && page !== undefined
      ? []
      : [`    <content type="text">${inXml(content ?? title)}</content>`]),
    '  </entry>',
  ];
}

/** A text in XML 1.0, which excludes most control characters, unpaired surrogates, U+FFFE and U+FFFF. */
function inXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
