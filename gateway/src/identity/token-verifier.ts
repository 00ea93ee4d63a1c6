import { errors, jwtVerify } from 'jose';
import { LruCache } from '../base/lru-cache.js';
import { callerOfToken } from './caller-of-token.js';
import type { Caller } from '../request/caller.js';
import { type IssuerKeys, IssuerUnavailable } from './issuer-keys.js';
import type { Issuer } from './issuer.js';

/** What tokens may be signed with: whoever can verify with these keys cannot sign. */
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

/** The longest token that is looked at, in characters. */
const maxLength = 8192;

/** About how much memory verified tokens may take together, in bytes. */
const maxWeight = 16 * 1024 * 1024;

/** About how much of it a caller takes besides its token. */
const callerBytes = 2048;

/** How long a token is taken for valid without looking again, in milliseconds: less than its issuer may take back keys. */
const maxTrust = 300_000;

/** How far the clocks of issuer and gateway may be apart, in seconds. */
const clockTolerance = 5;

/** A token is none that the gateway accepts; why is for the log. */
export class InvalidToken extends Error {}

/** A token was one that the gateway accepts, and is so no more: its bearer may know, and get another. */
export class ExpiredToken extends InvalidToken {}

interface Verified {
  readonly caller: Caller;
  /** In milliseconds since the epoch. */
  readonly until: number;
  readonly keysVersion: number;
}

/** Verifies tokens of one issuer, each once: what was verified is known until it expires. */
export class TokenVerifier {
  readonly #verified = new LruCache<Verified>(maxWeight);

  constructor(
    private readonly issuer: Issuer,
    private readonly keys: IssuerKeys,
  ) {}

  /**
   * Tells whose a token is: at once where it was asked before.
   * @throws InvalidToken, of one whose time is over ExpiredToken.
   * @throws IssuerUnavailable where that cannot be told.
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
    this.#verified.set(token, { caller, until, keysVersion: this.keys.version }, callerBytes + token.length);
    return caller;
  }

  async #read(token: string): Promise<Caller> {
    const { url, audience, maxLifetime, purposesClaim } = this.issuer;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        // An ID token, say, is signed with the same keys and names its bearer, but opens nothing (RFC 9068, 4).
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
      // Its signature, issuer and audience were right.
      if (error instanceof errors.JWTExpired) throw new ExpiredToken('expired', { cause: error });
      throw new InvalidToken(error instanceof errors.JOSEError ? error.code : 'claims', { cause: error });
    }
  }
}
