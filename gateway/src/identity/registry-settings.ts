import { type OperatorEndpoint, readOperatorEndpoint } from '../connection/operator-endpoint.js';

/**
 * Reads REGISTRY_URL and REGISTRY_TOKEN_FILE: the registry whose keys for programs the gateway follows.
 * @returns undefined without REGISTRY_URL, or with `off`: then no keys are accepted.
 * @throws StartError naming the fault.
 */
export function readRegistrySettings(variables: NodeJS.ProcessEnv): OperatorEndpoint | undefined {
  const names = { url: 'REGISTRY_URL', tokenFile: 'REGISTRY_TOKEN_FILE' };
  return readOperatorEndpoint(variables, { ...names, scope: 'follow', what: 'the registry' });
}
