import { createHash } from 'node:crypto';
import { keyIdOf, type ReleaseHeader, type SubgraphContext, untilOf } from '@hub/kit';

/** What the register reads of a header. */
export interface HeaderFacts extends Pick<
  ReleaseHeader,
  'kind' | 'madeAt' | 'through' | 'demonstration' | 'withdraws'
> {
  readonly until: string;
  /** The id of the key that its signature names. */
  readonly keyId: string;
}

/** The digest by which what was read of a header (`t.header`) and its signature is known, as SQL. */
export const headerDigest = `encode(sha256(convert_to(t.signature || t.header, 'UTF8')), 'hex')`;

/** How many headers' facts are kept: those of ten organisations that make a release a day for ten years. */
const mostKept = 36_500;

/** By digest; null of a text that is no header. Facts follow from the text alone, so all servers of a process share them. */
const known = new Map<string, HeaderFacts | null>();

/** A release that is held, with the digest of its header. */
export interface HeaderRow {
  readonly organisation: string;
  readonly number: number;
  readonly digest: string;
}

/**
 * Reads what headers say: the texts of those alone that were not read before, or are others now.
 * @returns by digest; null of a text that is no header.
 */
export async function readHeaders(
  em: SubgraphContext['em'],
  rows: readonly HeaderRow[],
): Promise<ReadonlyMap<string, HeaderFacts | null>> {
  const missing = rows.filter(({ digest }) => !known.has(digest));
  const found = new Map(rows.map(({ digest }) => [digest, known.get(digest) ?? null]));
  if (missing.length === 0) return found;
  const texts = await em.fork().execute<{ header: string; signature: string }[]>(
    `select t.header, t.signature from json_to_recordset(?::json) as n(organisation text, number int)
     join taken_release t using (organisation, number)`,
    [JSON.stringify(missing.map(({ organisation, number }) => ({ organisation, number })))],
  );
  for (const { header, signature } of texts) {
    const digest = createHash('sha256')
      .update(signature + header)
      .digest('hex');
    const facts = factsOf(header, signature);
    found.set(digest, facts);
    known.set(digest, facts);
  }
  for (const oldest of known.keys()) {
    if (known.size <= mostKept) break;
    known.delete(oldest);
  }
  return found;
}

/** What a header says; null where the text is no JSON object of one. */
export function factsOf(text: string, signature: string): HeaderFacts | null {
  try {
    const header = JSON.parse(text) as ReleaseHeader | null;
    if (typeof header !== 'object' || header === null || !Array.isArray(header.withdraws)) return null;
    const { kind, madeAt, through, demonstration, withdraws } = header;
    return { kind, madeAt, through, until: untilOf(header), demonstration, withdraws, keyId: keyIdOf(signature) ?? '' };
  } catch {
    return null;
  }
}
