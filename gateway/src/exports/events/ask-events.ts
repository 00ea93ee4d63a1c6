import type { GraphQLResponse } from '../../graphql/graphql-response.js';
import { HttpError } from '../../http/http-error.js';
import type { Caller } from '../../request/caller.js';
import { answerFault } from '../answer-fault.js';
import type { Ask } from '../ask-pages.js';

/** An event in the form of feeds and streams. */
export interface ToldEvent {
  readonly cursor: string;
  readonly kind: string;
  /** As RFC 3339. */
  readonly at: string;
  readonly titleVi: string;
  readonly titleEn: string;
  readonly goal: string | null;
  readonly period: string | null;
  readonly organisation: string | null;
  readonly publication: string | null;
}

/** The filter of events. */
export interface EventsWanted {
  readonly kinds?: readonly string[] | undefined;
  readonly goal?: string | undefined;
  readonly organisation?: string | undefined;
  /** A commune, whose private events are then included; only for callers that may see the figures of communes. */
  readonly commune?: string | undefined;
}

/** A page of events, and the cursor of the next. */
export interface EventsOfPage {
  readonly events: readonly ToldEvent[];
  readonly cursor: string;
  readonly hasMore: boolean;
  readonly isWhole: boolean;
}

const variables = ['first', 'after', 'kinds', 'goal', 'organisation'];
const declared = '$first: Int!, $after: ID, $kinds: [EventKind!], $goal: ID, $organisation: ID';
const given = 'first: $first, after: $after, kinds: $kinds, goal: $goal, organisation: $organisation';
const selection = `{
    nodes { cursor kind at titleVi: title(language: VI) titleEn: title(language: EN) goal { code } period organisation { code } publicationId }
    cursor hasMore isWhole
  }`;

/** The operations that read events. Naming a commune needs a separate operation, because it demands more rights. */
export const eventsDocument = {
  document: `query Events(${declared}) { events(${given}) ${selection} }
query EventsOfCommune(${declared}, $commune: ID!) { events(${given}, commune: $commune) ${selection} }
subscription EventsAdded { eventsAdded { newest } }`,
  operations: new Map([
    ['Events', new Set(variables)],
    ['EventsOfCommune', new Set([...variables, 'commune'])],
  ]),
};

/** The largest page of events. */
export const mostEvents = 100;

/**
 * Reads the filter of events from an address's parameters. A commune's own events need the right to see the figures of
 * communes: other callers get public events, whichever commune they name.
 * @throws HttpError `BAD_USER_INPUT`
 */
export function readWanted(search: URLSearchParams, { rights }: Pick<Caller, 'rights'>): EventsWanted {
  const known = ['kind', 'goal', 'commune', 'organisation', 'lang', 'after'];
  const unknown = [...search.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new HttpError(
      400,
      'BAD_USER_INPUT',
      `Expected parameters of ${known.join(', ')}, got ${JSON.stringify(unknown)}.`,
    );
  }
  const kinds = search.getAll('kind').flatMap((text) => text.split(','));
  if (kinds.some((kind) => !/^[A-Za-z_]{1,40}$/.test(kind))) {
    throw new HttpError(400, 'BAD_USER_INPUT', 'kind: expected kinds of events, such as publication or late.');
  }
  const mayNameCommunes = rights.scopes.has('progress:read');
  return {
    kinds: kinds.length === 0 ? undefined : [...new Set(kinds.map((kind) => kind.toUpperCase()))],
    goal: search.get('goal') ?? undefined,
    organisation: search.get('organisation') ?? undefined,
    commune: mayNameCommunes ? (search.get('commune') ?? undefined) : undefined,
  };
}

/** Reads events as a caller: the newest, or the events after a cursor. @throws HttpError */
export async function askEvents(ask: Ask, wanted: EventsWanted, caller: Caller, after?: string): Promise<EventsOfPage> {
  const { kinds, goal, organisation, commune } = wanted;
  const named = Object.entries({ kinds, goal, organisation, commune, after }).filter(
    ([, value]) => value !== undefined,
  );
  const operation = commune === undefined ? 'Events' : 'EventsOfCommune';
  const response = await ask(operation, { first: mostEvents, ...Object.fromEntries(named) });
  return readPage(response, caller);
}

interface AnsweredEvent extends Omit<ToldEvent, 'goal' | 'organisation' | 'publication'> {
  readonly goal: { readonly code: string } | null;
  readonly organisation: { readonly code: string } | null;
  readonly publicationId: string | null;
}

function readPage(response: GraphQLResponse, caller: Caller): EventsOfPage {
  const { events: page } = (response.data ?? {}) as {
    readonly events?: (Omit<EventsOfPage, 'events'> & { nodes: AnsweredEvent[] }) | null;
  };
  if (!page) throw answerFault(response, caller);
  const { nodes, ...rest } = page;
  const events = nodes.map(({ goal, organisation, publicationId, ...event }) => ({
    ...event,
    ...{ goal: goal?.code ?? null, organisation: organisation?.code ?? null, publication: publicationId },
  }));
  return { events, ...rest };
}
