import type { FastifyBaseLogger } from 'fastify';
import type { RequestContext } from '../request/context.js';
import { Busy, Refusal } from '../errors/refusal.js';
import { anonymous, type Caller } from '../request/caller.js';
import { IssuerKeys, IssuerUnavailable } from './issuer-keys.js';
import { fetchKeys, type Issuer } from './issuer.js';
import { type ProgramKeys, UnknownKey } from './program-keys.js';
import { ExpiredToken, InvalidToken, TokenVerifier } from './token-verifier.js';

/**
 * Authenticates the caller of a request by its `Authorization` header; synchronous for a known token.
 * @throws Refusal `UNAUTHENTICATED` for a token or key that is not accepted; `TOKEN_EXPIRED`, `KEY_EXPIRED`,
 * `KEY_REVOKED` or `KEY_NOT_FROM_HERE` for one that is otherwise right; `IDENTITY_UNAVAILABLE` if the issuer is
 * unreachable, or the registry has been for too long.
 */
export type Authenticate = (
  authorization: string | undefined,
  request: Pick<RequestContext, 'log' | 'from' | 'purpose'>,
) => Caller | Promise<Caller>;

/** Without a trusted issuer, every caller is anonymous, whatever token it sends. */
export const allAnonymous: Authenticate = () => anonymous;

/**
 * Authenticates callers by tokens of an issuer; a caller without a token is anonymous.
 * @param log reports when the issuer's keys cannot be fetched.
 * @param onKeys receives the cache of the issuer's keys.
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export function bearerTokens(
  issuer: Issuer,
  log: FastifyBaseLogger,
  onKeys?: (keys: IssuerKeys) => void,
): Authenticate {
  const keys = new IssuerKeys(() =>
    fetchKeys(issuer).catch((error: unknown) => {
      log.error({ issuer: issuer.url, err: error }, 'the keys of the issuer of tokens cannot be had');
      throw error;
    }),
  );
  onKeys?.(keys);
  const verifier = new TokenVerifier(issuer, keys);
  return (authorization, request) => {
    if (authorization === undefined) return anonymous;
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) return refuse(new InvalidToken('no bearer token'), request);
    const caller = verifier.verify(token);
    return caller instanceof Promise ? caller.catch((error: unknown) => refuse(error, request)) : caller;
  };
}

/** The prefix of keys for programs; tokens of an issuer never start with it. */
const keyStart = 'hubk_';

/**
 * Also authenticates programs by their keys: as the bearer token, or as the password of Basic (RFC 7617), whose user
 * name is ignored.
 * @param others authenticates requests without a key.
 */
export function programKeys(keys: Pick<ProgramKeys, 'callerOf'>, others: Authenticate): Authenticate {
  return (authorization, request) => {
    const key = keyIn(authorization);
    if (key === undefined) return others(authorization, request);
    const refuseKey = (error: unknown): never => {
      if (error instanceof UnknownKey) return refuse(new InvalidToken(error.message), request);
      if (error instanceof Refusal) request.log.info({ key: key.split('_')[1], code: error.code }, 'key refused');
      throw error;
    };
    try {
      const caller = keys.callerOf(key, request.from);
      return caller instanceof Promise ? caller.catch(refuseKey) : caller;
    } catch (error) {
      return refuseKey(error);
    }
  };
}

/** Limits callers that use a registered app to the app's accepted rights. */
export function throughApps(keys: Pick<ProgramKeys, 'within'>, others: Authenticate): Authenticate {
  return (authorization, request) => {
    const caller = others(authorization, request);
    return caller instanceof Promise ? caller.then((one) => keys.within(one)) : keys.within(caller);
  };
}

/** The key in an `Authorization` header; undefined if there is none. */
function keyIn(authorization = ''): string | undefined {
  const [, scheme = '', credentials = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  const text =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(credentials, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : credentials;
  return text.startsWith(keyStart) ? text : undefined;
}

/** The caller does not learn why an invalid token is refused: the reason would help a forger. */
function refuse(error: unknown, { log }: Pick<RequestContext, 'log'>): never {
  if (error instanceof ExpiredToken) {
    throw new Refusal('TOKEN_EXPIRED', 'The token has expired: expected a new one, or none.');
  }
  if (error instanceof InvalidToken) {
    log.info({ reason: error.message }, 'token refused');
    throw new Refusal('UNAUTHENTICATED', 'Expected a valid token, or none.');
  }
  if (error instanceof IssuerUnavailable) {
    throw new Busy('IDENTITY_UNAVAILABLE', 'Tokens cannot be verified for the moment.', 5);
  }
  throw error;
}
