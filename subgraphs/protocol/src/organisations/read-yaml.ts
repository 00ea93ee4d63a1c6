import { type Document, isCollection, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** A file's value, or its problems: each begins with the file and the line. */
export type ReadYaml<Value> =
  | {
      readonly value: Value;
      /** Gives the position of a value, for the start of a problem: `<file>:<line>`. */
      readonly at: (path: readonly PropertyKey[]) => string;
      readonly problems?: never;
    }
  | { readonly problems: readonly string[]; readonly value?: never; readonly at?: never };

/** How many problems of a file are reported. */
export const mostProblems = 20;

/** The deepest nesting of lists and maps. */
const deepest = 64;

const tooDeep = `expected at most ${deepest} lists and maps in each other, got more`;

/**
 * Reads a file in YAML or JSON.
 * @param file its name, for the problems.
 */
export function readYaml<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
): ReadYaml<z.output<Schema>> {
  try {
    return read(schema, text, file);
  } catch (error) {
    // The parser refuses aliases of aliases, and overflows its stack on deep lists.
    return { problems: [`${file}: ${error instanceof RangeError ? tooDeep : (error as Error).message}`] };
  }
}

function read<Schema extends z.ZodType>(schema: Schema, text: string, file: string): ReadYaml<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const line = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  // The parser reports a stack overflow as an error of the file, with further errors that follow from it.
  const ended = document.errors.find(({ message }) => message.includes('call stack'));
  if (ended) return { problems: [`${line(ended.pos[0])}: ${tooDeep}`] };
  if (document.errors.length > 0) {
    return { problems: reported(document.errors, ({ message, pos: [offset] }) => `${line(offset)}: ${message}`, file) };
  }
  const deep = tooDeepIn(document.contents);
  if (deep !== undefined) return { problems: [`${line(deep)}: ${tooDeep}`] };
  const at = (path: readonly PropertyKey[]) => line(offsetOf(document, path));
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, at };
  const problemOf = ({ path, message }: z.core.$ZodIssue) => {
    const place = path.map(String).join('.');
    return `${at(path)}: ${place ? `${place}: ` : ''}${message}`;
  };
  return { problems: reported(result.error.issues, problemOf, file) };
}

/** The first problems as texts, and how many more there are. */
function reported<One>(all: readonly One[], text: (one: One) => string, file: string): string[] {
  const more = all.length - mostProblems;
  return [...all.slice(0, mostProblems).map(text), ...(more > 0 ? [`${file}: and ${more} more problems`] : [])];
}

/** The offset of a list or map that is too deep; undefined where there is none. */
function tooDeepIn(root: unknown): number | undefined {
  const open: [node: unknown, depth: number][] = [[root, 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    if (!isCollection(node)) continue;
    if (depth > deepest) return rangeOf(node);
    for (const item of node.items) {
      const parts = isPair(item) ? [item.key, item.value] : [item];
      for (const part of parts) if (!isScalar(part)) open.push([part, depth + 1]);
    }
  }
  return undefined;
}

/** The offset of a value in a document, or of the nearest existing one. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = rangeOf(node);
  for (const key of path) {
    if (!isCollection(node)) break;
    const pair = node.items.find((item) => isPair(item) && String(item.key) === String(key));
    const next: unknown = isPair(pair) ? pair.key : node.get(key, true);
    if (next === undefined) break;
    offset = rangeOf(next) || offset;
    node = node.get(key, true);
  }
  return offset;
}

function rangeOf(node: unknown): number {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
}
