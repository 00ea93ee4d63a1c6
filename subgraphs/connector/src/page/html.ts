import type { Told } from '../state/told.js';

/** In which language the page is shown. */
export type PageLanguage = keyof Told;

/** A piece of HTML that is safe as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | undefined | readonly (Html | string)[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function written(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number')
    return String(part).replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? '');
  return part.map(written).join('');
}

/** Puts values into HTML: whatever is no `Html` itself is text. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(texts.map((text, index) => `${text}${written(parts[index])}`).join(''));
}
