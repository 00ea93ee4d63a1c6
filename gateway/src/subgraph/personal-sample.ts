import { hasCitizenNumber } from '@hub/protocol';

/** One in how many answers of a subgraph is looked at, and how much of it: looking takes a millisecond at most. */
const [oneIn, mostCharacters] = [20, 16 * 1024];

/**
 * Looks at a sample of a subgraph's answers for what looks like a citizen's number: the first, and then one in twenty.
 * @param found is told of each answer that has one.
 * @param excepted the names of fields that agreements let hold one (`persons`), on their legal basis.
 */
export function personalSample(
  found: () => void,
  excepted: () => ReadonlySet<string> = () => new Set(),
): (body: string) => void {
  let count = 0;
  return (body) => {
    if (count++ % oneIn !== 0) return;
    const head = body.slice(0, mostCharacters);
    if (!hasCitizenNumber(head)) return;
    const fields = excepted();
    if (fields.size === 0 || hasCitizenNumber(withoutFields(head, fields))) found();
  };
}

/** An answer without the values of fields: texts, and lists of texts. */
function withoutFields(body: string, fields: ReadonlySet<string>): string {
  const text = String.raw`"(?:[^"\\]|\\.)*"`;
  const value = new RegExp(String.raw`"(\w+)"\s*:\s*(?:${text}|\[(?:\s*${text}\s*,?)*\s*\])`, 'g');
  return body.replaceAll(value, (whole, field: string) => (fields.has(field) ? '' : whole));
}
