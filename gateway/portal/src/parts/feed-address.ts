/** The address of a feed; parameters that are empty are left out. */
export function feedAddress(kinds: readonly string[], about: Readonly<Record<string, string>>, lang: string): string {
  const said = Object.entries({ kind: kinds.join(','), ...about, lang: lang === 'en' ? 'en' : '' });
  const query = new URLSearchParams(said.filter(([, value]) => value !== '')).toString();
  return `/events.atom${query === '' ? '' : `?${query}`}`;
}
