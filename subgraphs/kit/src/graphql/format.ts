import type { FormatName } from '@hub/protocol';
import { Directive } from 'type-graphql';

/**
 * Declares the format of an argument or an input field, so that the gateway refuses a malformed value before it asks a
 * subgraph: see `valueFormats` in the contract. For a field resolver, it must be on a field of an `@ArgsType`:
 * type-graphql loses directives on parameters.
 */
export function Format(name: FormatName): ReturnType<typeof Directive> {
  return Directive(`@format(as: "${name}")`);
}
