import type { FileContent } from './content/file-content.js';
import { provinceTime } from './formats/cell-text.js';

/**
 * The name under which a file is saved: its table, its parameters, and the time, so that names sort, and whether any
 * data is invented. Letters, digits and dashes alone.
 */
export function fileName({ request, about, madeAt }: FileContent, extension: string): string {
  const { table, given, language } = request;
  const minute = provinceTime(madeAt).slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  const demonstration = about.demonstration === true ? [language === 'vi' ? 'minh-hoa' : 'demonstration'] : [];
  const parts = [table.name, ...given.values(), minute, ...demonstration];
  const name = parts
    .map((part) => part.replace(/[^\w-]+/g, '-').slice(0, 60))
    .filter(Boolean)
    .join('_');
  return `${name.slice(0, 180)}.${extension}`;
}
