import { isCollection, isPair, LineCounter, parseDocument, type Document } from 'yaml';
import { agreementsFile, type OrganisationAgreements } from './agreement.js';

/** An organisation's agreements, or what is wrong with its file: each problem begins with the file and the line. */
export type ReadAgreements =
  | { readonly agreements: OrganisationAgreements; readonly problems?: never }
  | { readonly problems: readonly string[]; readonly agreements?: never };

/**
 * Reads a file of agreements, in YAML or JSON.
 * @param file its name, for the problems.
 */
export function readAgreements(text: string, file: string): ReadAgreements {
  try {
    return read(text, file);
  } catch (error) {
    // What the parser gives up on: aliases of aliases, or too much within itself.
    return { problems: [`${file}: ${(error as Error).message}`] };
  }
}

function read(text: string, file: string): ReadAgreements {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return { problems: document.errors.map(({ message, pos: [offset] }) => `${at(offset)}: ${message}`) };
  }
  const result = agreementsFile.safeParse(document.toJS());
  if (!result.success) {
    return {
      problems: result.error.issues.map(({ path, message }) => {
        const place = path.map(String).join('.');
        return `${at(offsetOf(document, path))}: ${place ? `${place}: ` : ''}${message}`;
      }),
    };
  }
  const { organisation, agreements, purposes = [], communeLevel = [] } = result.data;
  const ids = agreements.map(({ id }) => id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0) {
    const line = at(offsetOf(document, ['agreements', twice, 'id']));
    return { problems: [`${line}: agreements.${twice}.id: expected an id of its own, got ${ids[twice]} again`] };
  }
  return { agreements: { organisation, agreements, purposes, communeLevel } };
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
