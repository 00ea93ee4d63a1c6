import type { FormatName } from '@hub/protocol';
import { Directive } from 'type-graphql';

/**
 * Says of an argument or an input field what its text must look like, so that the gateway refuses a malformed one before
 * anything is asked: see `valueFormats` in the contract. In a field resolver it stands on a field of an `@ArgsType`:
 * type-graphql loses what stands on the parameters there.
 */
export function Format(name: FormatName): ReturnType<typeof Directive> {
  return Directive(`@format(as: "${name}")`);
}
