import { useEffect, useState } from 'preact/hooks';
import { askAgain } from './ask-again.js';
import { inTurn } from './in-turn.js';
import { endByItself, learnPurposes, sessionNow, useSession } from './session.js';

/** State of a panel's request. */
export type Answer<Data> =
  | { readonly is: 'asking' }
  | ({ readonly is: 'answered' } & InPart<Data>)
  | { readonly is: 'failed'; readonly code: string; readonly faults: readonly Fault[] };

/** An error of a GraphQL answer. */
export interface Fault {
  /** The gateway's error code. */
  readonly code: string;
  /** Names of the fields that lead to the error, joined by dots. */
  readonly path: string;
  /** Purposes that would give this person access; empty if a purpose is not enough. */
  readonly purposes: readonly string[];
}

/** Data and errors of a GraphQL answer. */
export interface InPart<Data> {
  readonly data: Data;
  readonly faults: readonly Fault[];
}

/** Thrown if a request gets no data. */
export class Unanswered extends Error {
  /** @param code the gateway's error code, or `UNREACHABLE`. */
  constructor(
    readonly code: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(code);
  }
}

interface GraphAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string; readonly needs?: string; readonly purposes?: readonly string[] };
  }[];
}

/** Headers with the person's token and purpose. */
export function headersOfPerson(): Record<string, string> {
  const { person, purpose } = sessionNow();
  if (!person) return {};
  return { authorization: `Bearer ${person.token}`, ...(purpose !== '' && { 'x-hub-purpose': purpose }) };
}

/**
 * Sends an operation to the hub's graph and returns its data. Partial data is a success: each panel shows which part is
 * missing.
 * @throws Unanswered
 */
export async function ask<Data>(query: string, variables: object, signal?: AbortSignal): Promise<Data> {
  return (await askInPart<Data>(query, variables, signal)).data;
}

/**
 * Sends an operation to the hub's graph and returns its data with its errors.
 * @throws Unanswered
 */
export async function askInPart<Data>(query: string, variables: object, signal?: AbortSignal): Promise<InPart<Data>> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    ...headersOfPerson(),
  };
  const request = { method: 'POST', headers, body: JSON.stringify({ query, variables }), signal: signal ?? null };
  const response = await inTurn(() => askAgain(() => fetch('/graphql', request), signal));
  if (!response) throw new Unanswered('UNREACHABLE');
  const { data, errors } = (await response.json().catch(() => ({}))) as GraphAnswer<Data>;
  const code = errors?.[0]?.extensions?.code ?? (response.ok ? 'NO_DATA' : 'UNREACHABLE');
  if (response.status === 401 && sessionNow().person) endByItself();
  const faults = faultsOf(errors);
  if (!data || Object.values(data).every((value) => value === null && errors)) throw new Unanswered(code, faults);
  return { data, faults };
}

function faultsOf(errors: GraphAnswer<unknown>['errors'] = []): readonly Fault[] {
  return errors.map(({ path = [], extensions: { code = 'FAILED', needs, purposes = [] } = {} }) => ({
    code,
    path: path.filter((part) => typeof part === 'string').join('.'),
    purposes: needs === 'purpose' ? purposes : [],
  }));
}

/** Requests the data of a panel, and again when the query, its variables, the person or the purpose changes. */
export function useAnswer<Data>(query: string, variables: object): Answer<Data> & { again: () => void } {
  const { person, purpose } = useSession();
  const [answer, setAnswer] = useState<Answer<Data>>({ is: 'asking' });
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify([query, variables, person?.id, purpose, turn]);
  useEffect(() => {
    const leaving = new AbortController();
    setAnswer({ is: 'asking' });
    askInPart<Data>(query, variables, leaving.signal).then(
      ({ data, faults }) => {
        if (!leaving.signal.aborted) setAnswer({ is: 'answered', data, faults });
      },
      (error: unknown) => {
        const { code, faults } = error instanceof Unanswered ? error : new Unanswered('UNREACHABLE');
        if (!leaving.signal.aborted) setAnswer({ is: 'failed', code, faults });
      },
    );
    return () => {
      leaving.abort();
    };
  }, [asked]);
  return {
    ...answer,
    again: () => {
      void learnPurposes();
      setTurn(turn + 1);
    },
  };
}
