import { atomText, type FeedHead } from './atom.js';
import { type ChangeLogEntry, titleOf } from './change-log.js';

/** The changes of published versions as an Atom feed (RFC 4287). @param entries the newest first. */
export function atomFeed(head: FeedHead, entries: readonly ChangeLogEntry[]): string {
  return atomText(
    head,
    entries.map((entry) => ({
      id: `${head.url}#${entry.organisation}-${entry.version}`,
      title: titleOf(entry),
      ...{ updated: entry.publishedAt, author: entry.publishedBy, content: textOf(entry) },
    })),
  );
}

/** An entry's changes, one on each line. */
function textOf({ changes, override }: ChangeLogEntry): string {
  const why = override === undefined ? [] : [`Published though a check refused it: ${override}`];
  const lines = changes.map(({ kind, description }) => `${kind.toLowerCase()}: ${description}`);
  return [...why, ...(lines.length === 0 ? ['Clients see no change.'] : lines)].join('\n');
}
