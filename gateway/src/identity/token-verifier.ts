import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { callerOfToken } from './caller-of-token.js';
import type { Caller } from '../request/caller.js';
import { type IssuerKeys, IssuerUnavailable } from './issuer-keys.js';
import type { Issuer } from './issuer.js';

/** The accepted algorithms. All are asymmetric: a key that verifies cannot sign. */
const algorithms = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];

/** The maximum length of a token, in characters. */
const maxLength = 8192;

/** The approximate maximum memory of verified tokens, in bytes. */
const maxWeight = 16 * 1024 * 1024;

/** The approximate memory of a caller without its token. */
const callerBytes = 2048;

/** The time that a token stays verified, in milliseconds: shorter than an issuer needs to revoke keys. */
const maxTrust = 300_000;

/** The allowed difference between the clocks of issuer and gateway, in seconds. */
const clockTolerance = 5;

/** The token is not accepted. The reason is for the log. */
export class InvalidToken extends Error {}

/** The token was accepted before and has expired. Its bearer may learn this and get another. */
export class ExpiredToken extends InvalidToken {}

interface Verified {
  readonly caller: Caller;
  /** In milliseconds since the epoch. */
  readonly until: number;
  readonly keysVersion: number;
}

/** Verifies tokens of one issuer. A verified token stays known until it expires. */
export class TokenVerifier {
  readonly #verified = new LRUCache<string, Verified>({ maxSize: maxWeight });

  constructor(
    private readonly issuer: Issuer,
    private readonly keys: IssuerKeys,
  ) {}

  /**
   * Returns the caller of a token; synchronous if the token is known.
   * @throws InvalidToken, or ExpiredToken if its time is over.
   * @throws IssuerUnavailable if the token cannot be checked.
   */
  verify(token: string): Caller | Promise<Caller> {
    const known = this.#verified.get(token);
    if (known && known.keysVersion === this.keys.version && known.until > Date.now()) return known.caller;
    return this.#verify(token);
  }

  async #verify(token: string): Promise<Caller> {
    if (token.length > maxLength) throw new InvalidToken(`longer than ${maxLength} characters`);
    const caller = await this.#read(token);
    const until = Math.min(caller.expiresAt ?? 0, Date.now() + maxTrust);
    const verified = { caller, until, keysVersion: this.keys.version };
    this.#verified.set(token, verified, { size: callerBytes + token.length });
    return caller;
  }

  async #read(token: string): Promise<Caller> {
    const { url, audience, maxLifetime, purposesClaim } = this.issuer;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        // An ID token is signed with the same keys and names its bearer, but gives no access (RFC 9068, 4).
        typ: 'at+jwt',
        algorithms,
        audience,
        issuer: url,
        requiredClaims: ['exp', 'iat'],
        clockTolerance,
      });
      const { exp = Infinity, iat = 0 } = payload;
      if (iat > Date.now() / 1000 + clockTolerance) throw new InvalidToken('issued in the future');
      if (exp - iat > maxLifetime) throw new InvalidToken(`good for ${exp - iat} s, of at most ${maxLifetime} s`);
      return callerOfToken(payload, purposesClaim);
    } catch (error) {
      if (error instanceof IssuerUnavailable || error instanceof InvalidToken) throw error;
      // The signature, issuer and audience are right.
      if (error instanceof errors.JWTExpired) throw new ExpiredToken('expired', { cause: error });
      throw new InvalidToken(error instanceof errors.JOSEError ? error.code : 'claims', { cause: error });
    }
  }
}
