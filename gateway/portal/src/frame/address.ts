import { useEffect, useState } from 'preact/hooks';
import { pagesApart } from '../../../src/portal-files/page-addresses.js';

/** An address in the portal: the path, and the state of the page in the query string. */
export interface Address {
  readonly path: string;
  readonly state: Readonly<Record<string, string>>;
}

const moved = 'hub:moved';

/** Reads an address. */
export function readAddress({ pathname, search }: Pick<Location, 'pathname' | 'search'>): Address {
  return { path: pathname, state: Object.fromEntries(new URLSearchParams(search)) };
}

/** Writes an address: leaves out empty values, and sorts the names. */
export function writeAddress({ path, state }: Address): string {
  const said = Object.entries(state)
    .filter(([, value]) => value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const query = new URLSearchParams(said).toString();
  return query ? `${path}?${query}` : path;
}

/** Navigates to an address. With `replace`, Back skips the present address, for example while a person types. */
export function go(address: Address, replace = false): void {
  const text = writeAddress(address);
  if (
    address.path !== location.pathname &&
    (pagesApart.includes(address.path) || pagesApart.includes(location.pathname))
  ) {
    if (replace) location.replace(text);
    else location.assign(text);
    return;
  }
  if (replace) history.replaceState(null, '', text);
  else history.pushState(null, '', text);
  dispatchEvent(new Event(moved));
}

let last: { readonly href: string; readonly address: Address } | undefined;

/** The current address, for code outside components. Cached, because a thousand cells of a table read it. */
export function addressNow(): Address {
  if (last?.href !== location.href) last = { href: location.href, address: readAddress(location) };
  return last.address;
}

/** The current address; the component renders again on each change. */
export function useAddress(): Address {
  return useAddressOf((address) => address);
}

/** Reads a value from the address. If the value is a string, the component renders again only when that string changes. */
export function useAddressOf<Read>(read: (address: Address) => Read): Read {
  const [known, setKnown] = useState(() => read(addressNow()));
  useEffect(() => {
    const follow = (): void => {
      setKnown(() => read(addressNow()));
    };
    addEventListener('popstate', follow);
    addEventListener(moved, follow);
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener(moved, follow);
    };
  }, []);
  return known;
}

/** Changes the state of the current page. */
export function change(changes: Readonly<Record<string, string>>, replace = true): void {
  const { path, state } = readAddress(location);
  go({ path, state: { ...state, ...changes } }, replace);
}
