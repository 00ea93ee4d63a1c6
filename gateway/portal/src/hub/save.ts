import { headersOfPerson } from './ask.js';

/**
 * Downloads a file with the person's token in a header, so that no address contains the token.
 * @param name file name, if the hub gives none.
 * @throws Error if the hub refuses the file.
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

/** Makes the browser save content from the page. */
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
