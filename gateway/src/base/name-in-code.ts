/** Only GraphQL names get into generated code, in quotes. */
const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/;

/**
 * Quotes a response key for generated code.
 * @throws if the key is not a GraphQL name.
 */
export function quoted(key: string): string {
  if (!graphqlName.test(key)) throw new Error(`Expected a name as GraphQL has it, got ${JSON.stringify(key)}.`);
  return JSON.stringify(key);
}
