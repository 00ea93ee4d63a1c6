import { inProduction } from '@hub/runtime';

/** The values of the settings that production requires. */
export interface SaidOfProduction {
  readonly foreign: boolean;
  readonly development: boolean;
  /** `none`, or a URL. */
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  readonly limits: string | undefined;
  readonly trustedProxies: string | undefined;
}

/**
 * The faults that prevent running in production, one text for each, so that an operator sees all at once. The issuer,
 * agreements and the audit log have one explicit opt-out each; signing and limits have none.
 */
export function productionFaults(said: SaidOfProduction, variables: NodeJS.ProcessEnv): string[] {
  const { foreign, development, issuer, audience, limits, trustedProxies } = said;
  const faults: string[] = [];
  if (foreign) faults.push(`--foreign: expected nothing ${inProduction(variables)}, for it serves without protection`);
  if (development) faults.push(`--development, HUB_DEVELOPMENT: expected neither ${inProduction(variables)}`);
  if (limits === 'off') {
    faults.push(`--limits or LIMITS: expected hub or a JSON file of limits ${inProduction(variables)}, got "off"`);
  }
  if (!issuer && !audience) {
    faults.push(
      '--issuer and --audience (TOKEN_ISSUER, TOKEN_AUDIENCE): expected the issuer of tokens and what they are made out to (--issuer none: nobody is known)',
    );
  }
  if (!variables['SIGNING_KEY_FILE']) {
    faults.push(
      "SIGNING_KEY_FILE: expected the file of the gateway's signing key, and each subgraph's public keys in SUBGRAPH_KEYS_FILE_<NAME>",
    );
  }
  if (!variables['AUDIT_URL']) {
    faults.push(
      'AUDIT_URL, AUDIT_TOKEN_FILE: expected the audit log and the file of the token that opens it (AUDIT_URL=off: nothing is recorded)',
    );
  }
  if (!trustedProxies) {
    faults.push(
      'TRUSTED_PROXIES: expected how many proxies stand before the gateway; 0 where callers reach it directly',
    );
  }
  return faults;
}
