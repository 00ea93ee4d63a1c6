import type { Bilingual } from './described.js';
import { type PlacedValue, type Template, type PanelFormat, panelFormats } from './panel.js';

const placed = /\{([^{}|]*)(?:\|([^{}]*))?\}/g;
const path = /^\/?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/**
 * Reads a text with values in braces: `{members}`, `{members|people}`, `{group.name,code}`.
 * @param formatOf gives the format of a value without a written one.
 * @throws Error
 */
export function readTemplate(text: string | Bilingual, formatOf: (path: string) => PanelFormat): Template {
  const read = (one: string) => partsOf(one, formatOf);
  return typeof text === 'string' ? { vi: read(text), en: read(text) } : { vi: read(text.vi), en: read(text.en) };
}

/** The values of a text, in its order. */
export function valuesIn({ vi }: Template): PlacedValue[] {
  return vi.filter((part) => typeof part !== 'string');
}

function partsOf(text: string, formatOf: (path: string) => PanelFormat): (string | PlacedValue)[] {
  const parts: (string | PlacedValue)[] = [];
  let at = 0;
  for (const match of text.matchAll(placed)) {
    if (match.index > at) parts.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const paths = (match[1] ?? '').split(',').map((one) => one.trim());
    const wrong = paths.find((one) => !path.test(one));
    if (wrong !== undefined) throw new Error(`expected a path such as {group.name}, got ${match[0]}`);
    parts.push({ paths, as: match[2] === undefined ? formatOf(paths[0] ?? '') : readFormat(match[2]) });
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

function readFormat(text: string): PanelFormat {
  const found = panelFormats.find((one) => one === text.trim());
  if (!found) throw new Error(`expected a format, one of ${panelFormats.join(', ')}, got ${text}`);
  return found;
}
