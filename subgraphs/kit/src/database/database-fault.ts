import { clientError } from '@hub/protocol';
import { StartFailure } from '@hub/runtime';
import { isAway } from './away.js';

/** The database of a URL, for messages: never with the password. */
export interface DatabasePlace {
  /** For the middle of a sentence: `the database "hub" on host:5432`. */
  readonly where: string;
  readonly database: string;
  readonly role: string;
  /** The setting with the URL. */
  readonly setting: string;
}

/** @param setting the name of the setting with the URL. */
export function placeOf(url: string, setting = 'DATABASE_URL'): DatabasePlace {
  const { hostname, port, pathname, username } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  const where = `the database ${JSON.stringify(database)} on ${decodeURIComponent(hostname)}:${port || '5432'}`;
  return { where, database, role: decodeURIComponent(username), setting };
}

/**
 * Explains to an operator why a database cannot be used, from the error of PostgreSQL or the system.
 * @returns the error itself where its cause is unknown.
 */
export function databaseFault(error: unknown, { where, database, role, setting }: DatabasePlace): unknown {
  if (error instanceof StartFailure || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const fault = (message: string, exitCode: 1 | 2 = 1) => new StartFailure(message, exitCode, { cause: error });
  switch (code) {
    case '3D000':
      return fault(
        `Expected ${where}, but its server has none of that name. Correct ${setting}, or have the server's administrator make it (createdb ${database}): the hub makes no database.`,
        2,
      );
    case '28P01':
    case '28000':
      return fault(
        `The server of ${where} refuses the role "${role}" (${code}). Correct the role in ${setting}, or its password.`,
        2,
      );
    case '42501':
      return fault(
        `The role "${role}" lacks a right in ${where} (42501): ${error.message}. Run this program with the argument migrate, which grants what a server needs.`,
        2,
      );
    case '53100':
      return fault(`The disk of ${where} is full (53100). Free some of it, then start again.`);
    case '53300':
      return fault(
        `The server of ${where} has no connection left (53300). Raise its max_connections, or lower DATABASE_CONNECTIONS.`,
      );
    case '55P03':
    case '57014':
      return fault(`A statement in ${where} took too long (${code}). See what holds its locks, then start again.`);
    case '57P03':
      return fault(`The server of ${where} is starting or stopping (57P03). Start again once it takes connections.`);
    default:
      if (isNotTrusted(code))
        return fault(
          `The certificate of the server of ${where} is not accepted (${code}). Name the authority that it is from in NODE_EXTRA_CA_CERTS, or the host as the certificate does in ${setting}.`,
        );
      if (isAway(error.message, code))
        return fault(`Cannot reach ${where} (${code ?? error.message}). Start its server, or correct ${setting}.`);
      return error;
  }
}

/** Whether a code of Node's says that a certificate, or its host name, differs from the expected one. */
function isNotTrusted(code: string | undefined): boolean {
  return code !== undefined && /CERT|VERIFY_/.test(code);
}

/** The SQLSTATE, or the system's code, of an error or of its cause. */
export function codeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? undefined : codeOf(cause);
}

/** The client's error for a database that does not answer now. */
export const databaseUnavailable = clientError(
  'DATABASE_UNAVAILABLE',
  'The database does not answer now; ask again later.',
  { retryAfterSeconds: 10 },
);

/** Whether an error, or its cause, says that a disk is full: the database's, or this machine's. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause, originalError } = error as {
    readonly code?: unknown;
    readonly cause?: unknown;
    readonly originalError?: unknown;
  };
  return code === '53100' || code === 'ENOSPC' || isDiskFull(originalError ?? cause);
}

/** Codes of a running server that accepts no connection now. */
const takesNoConnection = new Set(['53300', '57P03']);

/** Whether an error, or its cause, says that the database does not answer now, so that a later attempt may succeed. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  const known = typeof code === 'string' ? code : undefined;
  if (known !== undefined && takesNoConnection.has(known)) return true;
  // MikroORM's errors, and node-postgres's errors, which have no class name.
  const isOfDatabase =
    known !== undefined || /Exception$/.test(error.name) || /database|connect|client|timeout exp/i.test(error.message);
  if (isOfDatabase && isAway(error.message, known)) return true;
  const { cause, originalError } = error as { readonly cause?: unknown; readonly originalError?: unknown };
  return isDatabaseAway(originalError ?? cause);
}
