import { hasCitizenNumber } from '@hub/protocol';

/** Every how many answers one is checked, and how much of it: a check takes a millisecond at most. */
const [oneIn, mostCharacters] = [20, 16 * 1024];

/**
 * Checks a sample of a subgraph's answers for texts that look like a citizen's number: the first, and then one in
 * twenty.
 * @param found called for each answer with such a text.
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

/** An answer without the values of some fields: texts, and lists of texts. */
function withoutFields(body: string, fields: ReadonlySet<string>): string {
  const text = String.raw`"(?:[^"\\]|\\.)*"`;
  const value = new RegExp(String.raw`"(\w+)"\s*:\s*(?:${text}|\[(?:\s*${text}\s*,?)*\s*\])`, 'g');
  return body.replaceAll(value, (whole, field: string) => (fields.has(field) ? '' : whole));
}
