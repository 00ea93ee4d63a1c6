import { readFileSync } from 'node:fs';
import { type OperatorScope, operatorTokenFor } from '@hub/protocol';
import { isBareAddress, isInwardUrl } from '@hub/runtime';
import { StartError } from '../errors/start-error.js';

/** The URL of a service, and the token for its operators' endpoints. */
export interface OperatorEndpoint {
  readonly url: string;
  readonly token: string;
}

/** The settings of an endpoint, and its name for messages. */
export interface EndpointSettings {
  /** The variable with the URL. */
  readonly url: string;
  /** The variable with the path of the token file. */
  readonly tokenFile: string;
  readonly scope: OperatorScope;
  /** Such as `the audit log`. */
  readonly what: string;
}

/**
 * Reads the URL and token of a service.
 * @returns undefined without a URL, or with `off`.
 * @throws StartError naming the fault.
 */
export function readOperatorEndpoint(
  variables: NodeJS.ProcessEnv,
  { url: urlName, tokenFile, scope, what }: EndpointSettings,
): OperatorEndpoint | undefined {
  const { [urlName]: url, [tokenFile]: file } = variables;
  if (!url || url === 'off') return undefined;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new StartError(`${urlName}: expected an http or https URL or off, got ${JSON.stringify(url)}`);
  }
  if (!isBareAddress(url))
    throw new StartError(`${urlName}: expected the address of ${what} alone, such as https://host:4000, got ${url}`);
  if (isInwardUrl(url)) throw new StartError(`${urlName}: expected no address that points inward, got ${url}`);
  if (!file) throw new StartError(`${tokenFile}: expected the file of the token that opens ${what}`);
  let token: string | undefined;
  try {
    token = operatorTokenFor(readFileSync(file, 'utf8'), scope);
  } catch (error) {
    throw new StartError(`${tokenFile}: expected operators' tokens in ${file}: ${(error as Error).message}`);
  }
  if (token !== undefined) return { url, token };
  throw new StartError(`${tokenFile}: expected a token with the scope ${scope} in ${file}`);
}
