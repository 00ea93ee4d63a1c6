import { StartError } from '../errors/start-error.js';
import { type Issuer, isSecure } from './issuer.js';

/** The configuration of the token issuer. */
export interface IssuerSettings {
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly maxLifetime: number;
  readonly purposesClaim?: string | undefined;
  readonly development: boolean;
}

/**
 * The trusted issuer; undefined if there is none.
 * @throws StartError
 */
export function trustedIssuer({ issuer, audience, ...settings }: IssuerSettings): Issuer | undefined {
  if (issuer === undefined && audience === undefined) return undefined;
  if (issuer === undefined || audience === undefined) {
    throw new StartError('expected both --issuer (TOKEN_ISSUER) and --audience (TOKEN_AUDIENCE), or none');
  }
  if (settings.development || isSecure(issuer)) return { url: issuer, audience, ...settings };
  throw new StartError(
    `--issuer or TOKEN_ISSUER: expected an https URL on another machine, got ${JSON.stringify(issuer)}; for development, add --development`,
  );
}
