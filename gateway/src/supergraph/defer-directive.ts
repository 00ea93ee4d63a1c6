import { type DirectiveDefinitionNode, Kind, parse } from 'graphql';

/**
 * `@defer`, which the gateway implements itself. It replaces a supergraph's own directive of this name, which some
 * subgraph libraries define.
 * @see https://github.com/graphql/graphql-spec/pull/742
 */
export const deferDefinition = definition(`
  "Lets the rest of the answer come without what is in a fragment, which follows when it is known."
  directive @defer(
    "Without it, what is in the fragment comes with the rest."
    if: Boolean! = true
    "Tells the parts of the answer apart; the operation has each label once."
    label: String
  ) on FRAGMENT_SPREAD | INLINE_FRAGMENT
`);

function definition(text: string): DirectiveDefinitionNode {
  const [node] = parse(text, { noLocation: true }).definitions;
  if (node?.kind !== Kind.DIRECTIVE_DEFINITION) throw new Error('Expected the definition of a directive.');
  return node;
}
