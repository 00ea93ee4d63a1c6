import type { SubgraphContext } from '@hub/kit';
import { keyIdOf, type ReleaseHeader, untilOf } from '@hub/protocol';

/** The header's facts that the register uses. */
export interface HeaderFacts extends Pick<
  ReleaseHeader,
  'kind' | 'madeAt' | 'through' | 'demonstration' | 'withdraws'
> {
  readonly until: string;
  /** The id of the key that its signature names. */
  readonly keyId: string;
}

/** The version of a row of `taken_release t`, as SQL: every write changes it. */
export const rowVersion = `t.ctid::text || ' ' || t.xmin::text`;

/** A stored release, with the version of its row. */
export interface HeaderRow {
  readonly organisation: string;
  readonly number: number;
  readonly version: string;
}

/** The facts of headers. Each header is read once, and again only after its row was written. */
export class HeaderReader {
  #known: ReadonlyMap<string, HeaderFacts | null> = new Map();

  constructor(private readonly em: SubgraphContext['em']) {}

  /** Reads the facts of headers. @returns in the order of the rows; null for a text that is no header. */
  async read(rows: readonly HeaderRow[]): Promise<readonly (HeaderFacts | null)[]> {
    const missing = rows.filter((row) => !this.#known.has(nameOf(row)));
    const found = new Map<string, HeaderFacts | null>();
    if (missing.length > 0) {
      const texts = await this.em.fork().execute<(HeaderRow & { header: string; signature: string })[]>(
        `select organisation, number, ${rowVersion} as version, t.header, t.signature
         from json_to_recordset(?::json) as n(organisation text, number int) join taken_release t using (organisation, number)`,
        [JSON.stringify(missing.map(({ organisation, number }) => ({ organisation, number })))],
      );
      for (const { header, signature, ...row } of texts) found.set(nameOf(row), factsOf(header, signature));
    }
    const facts = rows.map((row) => found.get(nameOf(row)) ?? this.#known.get(nameOf(row)) ?? null);
    this.#known = new Map(rows.map((row, index) => [nameOf(row), facts[index] ?? null]));
    return facts;
  }
}

function nameOf({ organisation, number, version }: HeaderRow): string {
  return `${organisation} ${number} ${version}`;
}

/** The facts of a header; null if the text is no JSON object of a header. */
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
