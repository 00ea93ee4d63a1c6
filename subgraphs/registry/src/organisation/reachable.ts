import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { badUserInput } from '@hub/protocol';
import { AddressList, InwardAddressError, isInward, lookupOutward } from '@hub/runtime';

/** Which addresses the registry takes for endpoints of organisations: the public internet, and the networks that the operator names. */
export class Reachable {
  readonly #allowed: AddressList;
  /** Finds the addresses of a name as `dns.lookup` does, unless one of them points inward. */
  readonly lookup: LookupFunction;

  constructor(networks: readonly string[] = []) {
    this.#allowed = new AddressList(networks);
    this.lookup = lookupOutward(this.#allowed);
  }

  /**
   * Refuses an address that points inward: only the hub can reach it. A name's addresses are looked up for each
   * connection.
   * @throws InwardAddressError
   */
  expectOutward(endpoint: string): void {
    const host = new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
    const address = /^(.+\.)?localhost\.?$/i.test(host) ? '127.0.0.1' : host;
    if (isIP(address) !== 0 && isInward(address, this.#allowed)) throw new InwardAddressError(host);
  }

  /** Refuses the endpoint in an organisation's record. @throws GraphQLError */
  refuseInward(endpoint: string): void {
    try {
      this.expectOutward(endpoint);
    } catch (error) {
      if (!(error instanceof InwardAddressError)) throw error;
      throw badUserInput(`said.endpoint: ${error.message}; got ${endpoint}.`);
    }
  }
}

/** Why an endpoint cannot be reached, without a text that the endpoint wrote. */
export function whyUnreachable(error: unknown): string {
  if (error instanceof InwardAddressError) return error.message;
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError') return 'it did not answer in time';
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : 'it gave no answer of HTTP';
}
