/** A saved link: the address of a page with its choices. */
export interface SavedLink {
  readonly title: string;
  /** The path and the query string, without the language. */
  readonly address: string;
  /** Time of saving, in ISO 8601. */
  readonly at: string;
}

const name = 'hub-links';

/** Largest number of saved links; older ones are dropped. */
export const mostLinks = 200;

/** Event that the list of links listens to. */
export const linksChanged = 'hub:links';

/** The links saved in this browser, newest first; unreadable entries are left out. */
export function savedLinks(kept: Storage = localStorage): readonly SavedLink[] {
  try {
    const read: unknown = JSON.parse(kept.getItem(name) ?? '[]');
    return Array.isArray(read) ? read.filter(isLink) : [];
  } catch {
    return [];
  }
}

/** Accepts only links to pages of this hub, whatever the storage contains. */
function isLink(value: unknown): value is SavedLink {
  if (typeof value !== 'object' || value === null) return false;
  const { title, address, at } = value as Record<string, unknown>;
  const isText = typeof title === 'string' && typeof at === 'string' && typeof address === 'string';
  return isText && /^\/(?!\/)/.test(address);
}

/**
 * Saves a link at the top of the list; a former link with the same address is dropped.
 * @returns whether the browser saved it: storage may be disabled or full.
 */
export function saveLink(link: SavedLink, kept: Storage = localStorage): boolean {
  const others = savedLinks(kept).filter(({ address }) => address !== link.address);
  return write([link, ...others].slice(0, mostLinks), kept);
}

/** Deletes a link, or all of them. */
export function forgetLinks(address?: string, kept: Storage = localStorage): void {
  write(address === undefined ? [] : savedLinks(kept).filter((link) => link.address !== address), kept);
}

function write(links: readonly SavedLink[], kept: Storage): boolean {
  try {
    if (links.length === 0) kept.removeItem(name);
    else kept.setItem(name, JSON.stringify(links));
  } catch {
    return false;
  }
  if ('dispatchEvent' in globalThis) globalThis.dispatchEvent(new Event(linksChanged));
  return true;
}

/** Period and publication in an address; undefined if the address has neither and so shows the newest figures. */
export function pinnedIn(address: string): { readonly period: string; readonly publication: string } | undefined {
  const said = new URLSearchParams(address.slice(address.indexOf('?') + 1));
  const [period, publication] = [said.get('period') ?? '', said.get('publication') ?? ''];
  return period === '' && publication === '' ? undefined : { period, publication };
}
