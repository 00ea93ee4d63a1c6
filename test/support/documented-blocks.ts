import { readFileSync } from 'node:fs';

/** The fenced blocks of a page in a language, without their indentation. */
export function documentedBlocks(page: string, language: string): readonly string[] {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  const blocks = text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^\\1\`\`\`$`, 'gm'));
  return [...blocks].map(([, indentation = '', body = '']) => body.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''));
}

/** The blocks of a page that four spaces begin. */
export function indentedBlocks(page: string): readonly string[] {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/(?<=\n\n)(?: {4}.*\n)+/g)].map(([block]) => block.replaceAll(/^ {4}/gm, ''));
}
