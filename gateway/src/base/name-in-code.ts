/** What is a name in GraphQL can stand in code, in quotes; nothing else gets there. */
const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/;

/**
 * A response key as it stands in generated code.
 * @throws where it is no name as GraphQL has it.
 */
export function quoted(key: string): string {
  if (!graphqlName.test(key)) throw new Error(`Expected a name as GraphQL has it, got ${JSON.stringify(key)}.`);
  return JSON.stringify(key);
}
