/**
 * What a log keeps of an HTTP request: its query string and headers may have tokens and people's numbers in them.
 */
export function loggableRequest({ method, url = '' }: { readonly method?: string; readonly url?: string }): {
  readonly method: string | undefined;
  readonly path: string | undefined;
} {
  return { method, path: url.split('?')[0] };
}
