/** Address of a feed, without empty parameters. */
export function feedAddress(kinds: readonly string[], about: Readonly<Record<string, string>>, lang: string): string {
  const said = Object.entries({ kind: kinds.join(','), ...about, lang: lang === 'en' ? 'en' : '' });
  const query = new URLSearchParams(said.filter(([, value]) => value !== '')).toString();
  return `/events.atom${query === '' ? '' : `?${query}`}`;
}
