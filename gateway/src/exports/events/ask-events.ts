import type { GraphQLResponse } from '../../graphql/graphql-response.js';
import { HttpError } from '../../http/http-error.js';
import type { Caller } from '../../request/caller.js';
import { answerFault } from '../answer-fault.js';
import type { Ask } from '../ask-pages.js';

/** An event as feeds and streams tell it. */
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

/** Which events are asked for. */
export interface EventsWanted {
  readonly kinds?: readonly string[] | undefined;
  readonly goal?: string | undefined;
  readonly organisation?: string | undefined;
  /** Of whoever may see the figures of communes: those that concern this one, and its own. */
  readonly commune?: string | undefined;
}

/** Events in a row, and where to go on. */
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

/** The operations by which events are asked for; naming a commune is one of its own, for it demands more. */
export const eventsDocument = {
  document: `query Events(${declared}) { events(${given}) ${selection} }
query EventsOfCommune(${declared}, $commune: ID!) { events(${given}, commune: $commune) ${selection} }
subscription EventsAdded { eventsAdded { newest } }`,
  operations: new Map([
    ['Events', new Set(variables)],
    ['EventsOfCommune', new Set([...variables, 'commune'])],
  ]),
};

/** How many events are told at once. */
export const mostEvents = 100;

/**
 * Reads from an address's parameters which events are asked for. A commune's own are for those who may see the figures of
 * communes: others get what is public, whichever commune they name.
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

/** Asks for events as a caller: the newest, or those after a cursor. @throws HttpError */
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
