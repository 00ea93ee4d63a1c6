/**
 * The scopes of operators' tokens at a subgraph: its metrics; imports; making and withdrawing releases; showing and
 * erasing the records of a person; the records of requests (receipts, anchors, and the audit log's entries); at the
 * audit log, accepting a restore from an older backup; and, at the registry, creating, listing and revoking keys for
 * programs (`keys`), and following the list of keys (`follow`), as gateways do.
 */
export const operatorScopes = ['metrics', 'import', 'release', 'people', 'audit', 'restore', 'keys', 'follow'] as const;

/**
 * The scopes of a subgraph's tokens. The others are separate: gateways have the audit log's tokens, and may not accept
 * a restore; they follow the registry's keys, and create none.
 */
export const ordinaryScopes: readonly OperatorScope[] = ['metrics', 'import', 'release', 'people', 'audit'];

/** The scope of an operator's token. */
export type OperatorScope = (typeof operatorScopes)[number];

/** An operator's token with its scopes. */
export interface OperatorToken {
  readonly scopes: ReadonlySet<OperatorScope>;
  readonly token: string;
}

/** The fewest bytes of a token. */
const minimumBytes = 32;

/**
 * Reads operators' tokens, one in a line after its scopes: `import,people 3f…`. Empty lines, and lines that begin with
 * `#`, are ignored.
 * @throws Error with the fault of the first wrong line, without its token.
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

/** The first token in a file's text with a scope; undefined where none has it. @throws as above. */
export function operatorTokenFor(text: string, scope: OperatorScope): string | undefined {
  return readOperatorTokens(text).find(({ scopes }) => scopes.has(scope))?.token;
}
