import { StartError } from '../start-error.js';
import { type Issuer, isSecure } from './issuer.js';

/** What the configuration says of the issuer of tokens. */
export interface IssuerSettings {
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly development: boolean;
}

/**
 * The issuer that a gateway trusts; undefined where it trusts none.
 * @throws StartError
 */
export function trustedIssuer({ issuer, audience, development }: IssuerSettings): Issuer | undefined {
  if (issuer === undefined && audience === undefined) return undefined;
  if (issuer === undefined || audience === undefined) {
    throw new StartError('expected both --issuer (TOKEN_ISSUER) and --audience (TOKEN_AUDIENCE), or none');
  }
  if (development || isSecure(issuer)) return { url: issuer, audience, development };
  throw new StartError(
    `--issuer or TOKEN_ISSUER: expected an https URL on another machine, got ${JSON.stringify(issuer)}; for development, add --development`,
  );
}
