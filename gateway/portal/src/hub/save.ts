import { headersOfPerson } from './ask.js';

/**
 * Fetches a file as the person that has signed in, and has the browser save it: no token stands in an address.
 * @param name what the file is called where the hub does not say.
 * @throws Error where the hub does not give the file.
 */
export async function save(address: string, name: string): Promise<void> {
  const response = await fetch(address, { headers: headersOfPerson() });
  if (!response.ok) throw new Error(`status ${response.status}`);
  saveAs(await response.blob(), nameIn(response.headers.get('content-disposition') ?? '') ?? name);
}

/** File name in a `Content-Disposition` header; undefined if the header has none. */
function nameIn(disposition: string): string | undefined {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="?([^";]+)/.exec(disposition)?.[1];
}

/** Has the browser save what a page made. */
export function saveAs(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
