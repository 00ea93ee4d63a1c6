/**
 * Whether a URL names a server alone, as `https://audit.example:4000` does: nothing is sent to a path before that of the
 * endpoint, so one that is written would be dropped.
 */
export function isBareAddress(url: string): boolean {
  const read = URL.parse(url);
  return read !== null && /^https?:$/.test(read.protocol) && /^\/?$/.test(read.pathname + read.search + read.hash);
}
