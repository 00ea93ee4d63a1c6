/**
 * What operators' tokens open at a subgraph: its metrics; imports; releases, to make or to withdraw them; the records of
 * a person, to show or to erase them; what was asked of it (receipts, anchors, and the audit log's own entries); at the
 * audit log, to accept that it was restored from an older backup; and, at the registry, to create, list and revoke keys
 * for programs (`keys`), and to follow which there are (`follow`), as gateways do.
 */
export const operatorScopes = ['metrics', 'import', 'release', 'people', 'audit', 'restore', 'keys', 'follow'] as const;

/**
 * What a subgraph's own tokens open. The others are apart: gateways have the audit log's tokens, and may not accept a
 * restore; they follow the registry's keys, and make none.
 */
export const ordinaryScopes: readonly OperatorScope[] = ['metrics', 'import', 'release', 'people', 'audit'];

/** What one kind of operator's token opens. */
export type OperatorScope = (typeof operatorScopes)[number];

/** An operator's token, and all that it opens. */
export interface OperatorToken {
  readonly scopes: ReadonlySet<OperatorScope>;
  readonly token: string;
}

/** The fewest bytes of a token. */
const minimumBytes = 32;

/**
 * Reads operators' tokens, one in a line after what it opens: `import,people 3f…`. Empty lines, and those that begin with
 * `#`, say nothing.
 * @throws Error that says what is wrong with the first wrong line; it has no token in it.
 */
export function readOperatorTokens(text: string): OperatorToken[] {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, parts: line.trim().split(/\s+/) }));
  const tokens = lines.flatMap(({ number, parts }): OperatorToken[] => {
    const [scopes = '', token, ...more] = parts;
    if (scopes === '' || scopes.startsWith('#')) return [];
    const known = operatorScopes.filter((scope) => scopes.split(',').includes(scope));
    const isWhole = token !== undefined && more.length === 0 && known.length === scopes.split(',').length;
    if (!isWhole) {
      throw new Error(
        `line ${number}: expected scopes (${operatorScopes.join(', ')}) and a token, as "import,people TOKEN"`,
      );
    }
    if (Buffer.byteLength(token) < minimumBytes) {
      throw new Error(`line ${number}: expected a token of at least ${minimumBytes} bytes`);
    }
    return [{ scopes: new Set(known), token }];
  });
  if (tokens.length === 0) throw new Error('expected a token at least');
  return tokens;
}

/** The first token in a file's text that opens something; undefined where none does. @throws as above. */
export function operatorTokenFor(text: string, scope: OperatorScope): string | undefined {
  return readOperatorTokens(text).find(({ scopes }) => scopes.has(scope))?.token;
}
