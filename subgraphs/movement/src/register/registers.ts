import { defineService, type SubgraphContext } from '@hub/kit';
import type { Register } from './register.js';

/** A server's register. */
export const serverRegister = defineService<Register>('register');

/** The register of the server that answers a request. */
export function registerOf({ services }: Pick<SubgraphContext, 'services'>): Register {
  return services.of(serverRegister);
}
