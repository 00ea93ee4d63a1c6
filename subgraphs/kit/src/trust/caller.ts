import { clientError } from '@hub/protocol';
import { GraphQLError } from 'graphql';
import { z } from 'zod';

/** The caller behind a gateway's request, vouched for by the gateway's signature. */
export interface Caller {
  /** Absent for an anonymous caller. */
  readonly subject?: string | undefined;
  /** The person's name; sent for mutations only, and absent where the token has no name. */
  readonly name?: string | undefined;
  /** The code of the caller's organisation. */
  readonly organisation?: string | undefined;
  readonly app?: string | undefined;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** The code of the request's purpose; the gateway checks it against the agreements. */
  readonly purpose?: string | undefined;
  /** The purposes that the caller may name, a part of its roles'; undefined where its token sets no limit. */
  readonly purposes?: readonly string[] | undefined;
  /** The id of the caller's key for programs; absent for all others. */
  readonly key?: string | undefined;
  /** Of an anonymous caller with a mutation: a value that all callers from one network share. */
  readonly from?: string | undefined;
}

/** An anonymous caller. */
const anonymous: Caller = { roles: [], scopes: [] };

const told = z.object({
  subject: z.string().optional(),
  name: z.string().optional(),
  organisation: z.string().optional(),
  app: z.string().optional(),
  roles: z.array(z.string()).default([]),
  scopes: z.array(z.string()).default([]),
  purposes: z.array(z.string()).optional(),
  key: z.string().optional(),
  from: z.string().max(64).optional(),
});

/**
 * Reads the headers `hub-caller`, JSON in base64url, and `hub-purpose` of a request whose signature was verified.
 * @throws GraphQLError `BAD_USER_INPUT`, with the HTTP status 400, where it is something else.
 */
export function readCaller(header: string | undefined, purpose: string | undefined): Caller {
  const caller = header === undefined ? anonymous : told.safeParse(jsonIn(header)).data;
  if (!caller) {
    throw new GraphQLError('hub-caller: expected who asks, as JSON in base64url, but got something else.', {
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
  return purpose === undefined ? caller : { ...caller, purpose };
}

/** The JSON in a header; undefined where it has none. */
function jsonIn(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** The error for a value that a caller may not see; the gateway has the same code. */
export function unauthorized(message: string): Error {
  return clientError('UNAUTHORIZED_FIELD_OR_TYPE', message);
}

/**
 * Demands a scope where no directive can: for some values of an argument. The scope is not needed where the subgraph
 * answers without callers, signed or not.
 * @throws GraphQLError `UNAUTHORIZED_FIELD_OR_TYPE`
 */
export function demandScope({ caller }: { readonly caller: Caller | undefined }, scope: string, what: string): void {
  if (caller && !caller.scopes.includes(scope)) throw unauthorized(`Not authorised to see ${what}.`);
}
