/** A saved link: the address of a page with its choices. */
export interface SavedLink {
  readonly title: string;
  /** The path and the query string, without the language. */
  readonly address: string;
  /** When it was kept, as ISO 8601. */
  readonly at: string;
}

const name = 'hub-links';

/** How many links are kept: the newest. */
export const mostLinks = 200;

/** Event that the list of links listens to. */
export const linksChanged = 'hub:links';

/** The links that this browser keeps, the newest first; what is not readable is left out. */
export function savedLinks(kept: Storage = localStorage): readonly SavedLink[] {
  try {
    const read: unknown = JSON.parse(kept.getItem(name) ?? '[]');
    return Array.isArray(read) ? read.filter(isLink) : [];
  } catch {
    return [];
  }
}

/** A link leads to a page of this hub, whatever was written to the storage. */
function isLink(value: unknown): value is SavedLink {
  if (typeof value !== 'object' || value === null) return false;
  const { title, address, at } = value as Record<string, unknown>;
  const isText = typeof title === 'string' && typeof at === 'string' && typeof address === 'string';
  return isText && /^\/(?!\/)/.test(address);
}

/**
 * Keeps a link, above all others; one of the same address only once.
 * @returns whether the browser keeps it: some keep nothing, and a storage may be full.
 */
export function saveLink(link: SavedLink, kept: Storage = localStorage): boolean {
  const others = savedLinks(kept).filter(({ address }) => address !== link.address);
  return write([link, ...others].slice(0, mostLinks), kept);
}

/** Forgets a link, or all of them. */
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
