import type { Page } from 'playwright-core';

/** What is on the clipboard: a text by its type, another content by its type as base64. */
export async function clipboardOf(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate<Record<string, string>>(`(async () => {
    const [item] = await navigator.clipboard.read();
    const said = {};
    for (const type of item.types) {
      const blob = await item.getType(type);
      said[type] = type === 'image/png'
        ? btoa([...new Uint8Array(await blob.arrayBuffer())].map((one) => String.fromCharCode(one)).join(''))
        : await blob.text();
    }
    return said;
  })()`);
}
