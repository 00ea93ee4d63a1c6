import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { documentedBlocks } from './documented-blocks.js';

const root = new URL('../../', import.meta.url);

/** The pages for users of the hub. */
export const documentedPages = [
  'README.md',
  'gateway/README.md',
  ...readdirSync(new URL('docs', root)).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

export interface DocumentedOperation {
  /** The page that shows it. */
  readonly page: string;
  readonly text: string;
}

/**
 * Every operation that the hub's documentation shows: blocks of GraphQL, indented blocks, the `query` of a request's
 * JSON, and operations within a line.
 * @throws GraphQLError where a block is no GraphQL.
 */
export function documentedOperations(): DocumentedOperation[] {
  return documentedPages.flatMap((page) => {
    const text = readFileSync(new URL(page, root), 'utf8');
    const fenced = documentedBlocks(page, 'graphql').map((block) => block.trim());
    const blocks = [...fenced, ...indented(text), ...inRequests(text)];
    for (const block of blocks) parse(block);
    return [...new Set([...blocks, ...withinLines(text)])].map((operation) => ({ page, text: operation }));
  });
}

/** Blocks of lines that four spaces begin, but what is JSON or a command. */
function indented(text: string): string[] {
  const blocks = [...text.matchAll(/(?<=\n\n)(?: {4}.*\n)+/g)].map(([block]) => block.replaceAll(/^ {4}/gm, '').trim());
  return blocks.filter((block) => /^(?:\{(?!\s*")|(?:query|mutation|subscription)\b)/.test(block));
}

function inRequests(text: string): string[] {
  return [...text.matchAll(/"query":("(?:[^"\\]|\\.)*")/g)].map(([, json = '']) => JSON.parse(json) as string);
}

function withinLines(text: string): string[] {
  return [...text.matchAll(/`(\{ [^`]*\})`/g)].flatMap(([, found = '']) => (isOperation(found) ? [found] : []));
}

/** Whether a text is a whole operation, not a sketch of one. */
function isOperation(text: string): boolean {
  try {
    return parse(text).definitions.length > 0;
  } catch {
    return false;
  }
}
