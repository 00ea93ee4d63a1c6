import { type OperatorEndpoint, readOperatorEndpoint } from '../connection/operator-endpoint.js';

/**
 * Reads REGISTRY_URL and REGISTRY_TOKEN_FILE: where the registry answers, whose keys for programs are followed.
 * @returns undefined where no keys are known: without REGISTRY_URL, or with `off`.
 * @throws StartError naming what is wrong.
 */
export function readRegistrySettings(variables: NodeJS.ProcessEnv): OperatorEndpoint | undefined {
  const names = { url: 'REGISTRY_URL', tokenFile: 'REGISTRY_TOKEN_FILE' };
  return readOperatorEndpoint(variables, { ...names, scope: 'follow', what: 'the registry' });
}
