import { type Document, isCollection, isPair, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** What a file says, or what is wrong with it: each problem begins with the file and the line. */
export type ReadYaml<Value> =
  | {
      readonly value: Value;
      /** Says where a value stands, as a problem begins: `<file>:<line>`. */
      readonly at: (path: readonly PropertyKey[]) => string;
      readonly problems?: never;
    }
  | { readonly problems: readonly string[]; readonly value?: never; readonly at?: never };

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
    // What the parser gives up on: aliases of aliases, or too much within itself.
    return { problems: [`${file}: ${(error as Error).message}`] };
  }
}

function read<Schema extends z.ZodType>(schema: Schema, text: string, file: string): ReadYaml<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const line = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return { problems: document.errors.map(({ message, pos: [offset] }) => `${line(offset)}: ${message}`) };
  }
  const at = (path: readonly PropertyKey[]) => line(offsetOf(document, path));
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, at };
  return {
    problems: result.error.issues.map(({ path, message }) => {
      const place = path.map(String).join('.');
      return `${at(path)}: ${place ? `${place}: ` : ''}${message}`;
    }),
  };
}

/** Where a value stands in a document, or the nearest that is there. */
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
