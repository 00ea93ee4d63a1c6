/**
 * Whether a URL names a server only, such as `https://audit.example:4000`: requests use the endpoint's path, so a path
 * in the URL would be dropped.
 */
export function isBareAddress(url: string): boolean {
  const read = URL.parse(url);
  return read !== null && /^https?:$/.test(read.protocol) && /^\/?$/.test(read.pathname + read.search + read.hash);
}
