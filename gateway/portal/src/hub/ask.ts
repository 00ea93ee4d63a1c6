import { useEffect, useState } from 'preact/hooks';
import { endByItself, sessionNow, useSession } from './session.js';

/** What a panel knows of what it asked for. */
export type Answer<Data> =
  | { readonly is: 'asking' }
  | { readonly is: 'answered'; readonly data: Data }
  | { readonly is: 'failed'; readonly code: string };

/** A question that was not answered. */
export class Unanswered extends Error {
  /** @param code what went wrong, as the gateway names it, or `UNREACHABLE`. */
  constructor(readonly code: string) {
    super(code);
  }
}

interface GraphAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** The headers by which the hub knows who asks, and what for. */
export function headersOfPerson(): Record<string, string> {
  const { person, purpose } = sessionNow();
  return person ? { authorization: `Bearer ${person.token}`, 'x-hub-purpose': purpose } : {};
}

/**
 * Asks the hub's graph. What it answers in part is an answer: each panel says what is missing in it.
 * @throws Unanswered
 */
export async function ask<Data>(query: string, variables: object, signal?: AbortSignal): Promise<Data> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    ...headersOfPerson(),
  };
  const request = { method: 'POST', headers, body: JSON.stringify({ query, variables }), signal: signal ?? null };
  const response = await fetch('/graphql', request).catch(() => undefined);
  if (!response) throw new Unanswered('UNREACHABLE');
  const { data, errors } = (await response.json().catch(() => ({}))) as GraphAnswer<Data>;
  const code = errors?.[0]?.extensions?.code ?? (response.ok ? 'NO_DATA' : 'UNREACHABLE');
  if (response.status === 401 && sessionNow().person) endByItself();
  if (!data || Object.values(data).every((value) => value === null && errors)) throw new Unanswered(code);
  return data;
}

/** Asks for what a panel shows, and again where what it asks, or who asks, changes. */
export function useAnswer<Data>(query: string, variables: object): Answer<Data> & { again: () => void } {
  const { person, purpose } = useSession();
  const [answer, setAnswer] = useState<Answer<Data>>({ is: 'asking' });
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify([query, variables, person?.token, purpose, turn]);
  useEffect(() => {
    const leaving = new AbortController();
    setAnswer({ is: 'asking' });
    ask<Data>(query, variables, leaving.signal).then(
      (data) => {
        if (!leaving.signal.aborted) setAnswer({ is: 'answered', data });
      },
      (error: unknown) => {
        const code = error instanceof Unanswered ? error.code : 'UNREACHABLE';
        if (!leaving.signal.aborted) setAnswer({ is: 'failed', code });
      },
    );
    return () => {
      leaving.abort();
    };
  }, [asked]);
  return {
    ...answer,
    again: () => {
      setTurn(turn + 1);
    },
  };
}
