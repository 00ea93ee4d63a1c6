import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const program = '/usr/bin/pdftotext';

/** Whether the text of a PDF can be read here: by Poppler, which is said where it is not installed. */
export const readsPdf = existsSync(program);

if (!readsPdf) console.warn('SKIPPED: what is printed (poppler-utils is not installed).');

/** The text of a PDF, sheet by sheet. */
export function sheetsOf(file: string): readonly string[] {
  const text = execFileSync(program, ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return text.split('\f').slice(0, -1);
}
