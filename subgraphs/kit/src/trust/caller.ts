import { clientError } from '@hub/protocol';
import { GraphQLError } from 'graphql';
import { z } from 'zod';

/** On whose behalf a gateway asks, as its signature vouches for. */
export interface Caller {
  /** Absent where nothing is known of the caller. */
  readonly subject?: string | undefined;
  /** What the person is called; told where something is to be done alone, and absent where the token has no name. */
  readonly name?: string | undefined;
  /** The code of the organisation that it acts for. */
  readonly organisation?: string | undefined;
  readonly app?: string | undefined;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** The code of the purpose that it names; the gateway holds it against the agreements. */
  readonly purpose?: string | undefined;
  /** The purposes that it may name, of those that its roles may; undefined where its token does not say. */
  readonly purposes?: readonly string[] | undefined;
  /** The id of the key for programs by which it asks; absent for all others. */
  readonly key?: string | undefined;
  /** Of one of whom nothing is known, and for whom something is to be done: what all have alike that come from one network. */
  readonly from?: string | undefined;
}

/** A caller of whom nothing is known. */
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

/** What a header says in JSON; undefined where it is none. */
function jsonIn(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** What is told of something that a caller may not see; the gateway has the same code. */
export function unauthorized(message: string): Error {
  return clientError('UNAUTHORIZED_FIELD_OR_TYPE', message);
}

/**
 * Demands a scope where no directive can: for some values of an argument. It is not demanded where the subgraph answers
 * everyone, signed or not.
 * @throws GraphQLError `UNAUTHORIZED_FIELD_OR_TYPE`
 */
export function demandScope({ caller }: { readonly caller: Caller | undefined }, scope: string, what: string): void {
  if (caller && !caller.scopes.includes(scope)) throw unauthorized(`Not authorised to see ${what}.`);
}
