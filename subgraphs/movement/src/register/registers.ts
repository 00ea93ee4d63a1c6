import type { NamedKey, SubgraphContext } from '@hub/kit';
import { Register } from './register.js';
import type { KeysOf } from './release-keys.js';

/** Each server's register, by the driver that all of its entity managers share. */
const registers = new WeakMap<object, Register>();

/** Opens a server's register, once. */
export function openRegister(em: SubgraphContext['em'], keysOf: KeysOf, signingKey: NamedKey | undefined): Register {
  const register = new Register(em.fork(), keysOf, signingKey);
  registers.set(em.getDriver(), register);
  return register;
}

/** The register of the server that answers a request. */
export function registerOf({ em }: Pick<SubgraphContext, 'em'>): Register {
  const register = registers.get(em.getDriver());
  if (!register) throw new Error('The register was not opened, though figures were asked for.');
  return register;
}
