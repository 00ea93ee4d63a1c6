import type { GraphQLFormattedError } from 'graphql';
import type { TokenSource } from './hub-credentials.js';

/** What the hub answered; of organisations that did not answer, the fields are null. */
export interface HubAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLFormattedError[];
}

/** The hub as any client sees it: what an organisation asks others goes through it. */
export interface HubClient {
  /**
   * Asks a query.
   * @throws Error when the hub cannot be reached or does not answer as GraphQL over HTTP has it.
   */
  ask(query: string, variables: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<HubAnswer>;
}

/** The gateway waits 10 s for an organisation, unless told otherwise. */
const timeoutMs = 15_000;

/** What an organisation's own program asks others for, of the purposes that movement keeps. */
const purpose = 'steering';

/**
 * Reaches the hub at its GraphQL endpoint.
 * @param token by what this subgraph is known there; without it, nobody asks.
 */
export function hubClient(url: string, token?: TokenSource): HubClient {
  return {
    async ask(query, variables, leaving) {
      const signal = AbortSignal.any([leaving, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          accept: 'application/graphql-response+json',
          'content-type': 'application/json',
          // Nobody may not name it.
          ...(token && { 'x-hub-purpose': purpose, authorization: `Bearer ${await token(signal)}` }),
        },
        body: JSON.stringify({ query, variables }),
        signal,
      });
      const { data = null, errors = [] } = (await response.json()) as Partial<HubAnswer>;
      if (data === null && errors.length === 0) {
        throw new Error(`Expected a GraphQL response, but ${url} answered with status ${response.status}.`);
      }
      return { data, errors };
    },
  };
}
