/** An HTTP request for the log: without its query string and headers, which may contain tokens and people's numbers. */
export function loggableRequest({ method, url = '' }: { readonly method?: string; readonly url?: string }): {
  readonly method: string | undefined;
  readonly path: string | undefined;
} {
  return { method, path: url.split('?')[0] };
}
