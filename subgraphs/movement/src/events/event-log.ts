import type { SubgraphContext } from '@hub/kit';
import { badUserInput, clientError } from '@hub/protocol';
import type { EventKind } from './event-kind.js';
import type { NewEvent } from './new-event.js';

type Em = SubgraphContext['em'];

/** An event as a row of the log. */
export interface StoredEvent {
  readonly number: number;
  readonly kind: EventKind;
  readonly at: Date;
  readonly titleVi: string;
  readonly titleEn: string;
  readonly goal: string | null;
  readonly period: string | null;
  readonly organisation: string | null;
  readonly publication: string | null;
  readonly changedBy: string | null;
  readonly changedFrom: string | null;
  readonly commune: string | null;
  readonly communes: readonly string[] | null;
}

/** Filter of events; an absent condition selects all. */
export interface EventFilter {
  readonly kinds?: readonly string[] | null;
  readonly goals?: readonly string[] | null;
  readonly organisations?: readonly string[] | null;
  /** Selects events that concern one of these communes; without it, events of single communes are excluded. */
  readonly communes?: readonly string[] | null;
}

/** How long the log holds an event, in days, and how many events it holds. */
const [daysKept, mostKept] = [400, 20_000];

/**
 * Adds the events that are not in the log yet.
 * @param told true if readers get them, false if they are only marked as known.
 */
export async function addEvents(em: Em, events: readonly NewEvent[], at: Date, told: boolean): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ title, communes, ...event }, position) => ({
    ...{ ...event, position },
    ...{ title_vi: title.vi, title_en: title.en, communes: communes ?? null },
    ...{ changed_by: event.changedBy, changed_from: event.changedFrom },
  }));
  await em.execute(
    `insert into hub_event (key, told, kind, at, title_vi, title_en, goal, period, organisation, publication,
       changed_by, changed_from, commune, communes)
     select key, ?::boolean, kind, ?::timestamptz, title_vi, title_en, goal, period, organisation, publication,
       changed_by, changed_from, commune, nullif(communes, 'null'::jsonb)
     from json_to_recordset(?::json) as e(key text, kind text, title_vi text, title_en text, goal text, period text,
       organisation text, publication text, changed_by text, changed_from text, commune text, communes jsonb,
       position int)
     where not exists (select from hub_event h where h.key = e.key)
     order by position on conflict do nothing`,
    [told, at, JSON.stringify(rows)],
  );
}

/**
 * Drops events that are too old or too many. Facts that could be found again stay marked as known, so that they make
 * no second event.
 */
export async function trimEvents(em: Em, now: Date): Promise<void> {
  await em.execute(
    `with dropped as (
       update hub_event set told = false where told and (at < ?::timestamptz - make_interval(days => ?)
         or number <= (select number from hub_event where told order by number desc offset ? limit 1))
       returning number)
     update hub_event_state set dropped = greatest(dropped, (select max(number) from dropped))`,
    [now, daysKept, mostKept],
  );
  // An event with this release's number never comes again.
  await em.execute(`delete from hub_event where not told and kind = 'FIGURES'`);
}

/** The number of the newest event, and the number up to which the log has dropped events; 0 if there is none. */
export async function endsOfLog(em: Em): Promise<{ readonly newest: number; readonly dropped: number }> {
  const [ends] = await em.execute<[{ newest: number; dropped: number }]>(
    `select coalesce((select max(number) from hub_event where told), 0) as newest,
       coalesce((select dropped from hub_event_state), 0) as dropped`,
  );
  // A log with all events dropped continues from the last number.
  return { newest: Math.max(ends.newest, ends.dropped), dropped: ends.dropped };
}

/** A page of events. */
export interface EventsRead {
  readonly events: readonly StoredEvent[];
  /** The number to continue from: the last of these events, or the last event that was examined. */
  readonly cursor: number;
  readonly hasMore: boolean;
}

const columns = `number, kind, at, title_vi as "titleVi", title_en as "titleEn", goal, period, organisation, publication,
  changed_by as "changedBy", changed_from as "changedFrom", commune, communes`;

/** Reads the events after a number, in order. */
export async function eventsAfter(em: Em, after: number, filter: EventFilter, first: number): Promise<EventsRead> {
  const { newest } = await endsOfLog(em);
  const { condition, values } = conditionOf(filter);
  const rows = await em.execute<StoredEvent[]>(
    `select ${columns} from hub_event where told and number > ? and number <= ? and ${condition}
     order by number limit ?`,
    [after, newest, ...values, first + 1],
  );
  const events = rows.slice(0, first).map(asRead);
  const hasMore = rows.length > first;
  return { events, hasMore, cursor: hasMore ? (events.at(-1)?.number ?? after) : Math.max(after, newest) };
}

/** Reads the newest events, in order. */
export async function newestEvents(em: Em, filter: EventFilter, first: number): Promise<EventsRead> {
  const { newest } = await endsOfLog(em);
  const { condition, values } = conditionOf(filter);
  const rows = await em.execute<StoredEvent[]>(
    `select ${columns} from hub_event where told and number <= ? and ${condition} order by number desc limit ?`,
    [newest, ...values, first],
  );
  return { events: rows.map(asRead).reverse(), hasMore: false, cursor: newest };
}

/**
 * Reads a cursor that a caller names.
 * @throws GraphQLError `BAD_USER_INPUT`; `UNKNOWN_CURSOR` for one that the log never gave.
 */
export async function readCursor(em: Em, text: string): Promise<number> {
  if (!/^\d{1,9}$/.test(text))
    throw badUserInput(`after: expected the cursor of an event, got ${JSON.stringify(text)}.`);
  const number = Number(text);
  const { newest } = await endsOfLog(em);
  if (number <= newest) return number;
  throw clientError(
    'UNKNOWN_CURSOR',
    `after: expected a cursor up to ${newest}, got ${number}: the log was restored, or is another's. Begin anew, without a cursor.`,
  );
}

/** A publication concerns all goals, and an event without communes all communes; a change of the schema concerns none. */
function conditionOf({ kinds, goals, organisations, communes }: EventFilter) {
  const among = (list: readonly string[]) => [JSON.stringify(list)];
  const one = (column: string) => `${column} in (select json_array_elements_text(?::json))`;
  const parts: { readonly sql: string; readonly values: readonly string[] }[] = [];
  if (kinds) parts.push({ sql: one('kind'), values: among(kinds) });
  if (organisations) parts.push({ sql: one('organisation'), values: among(organisations) });
  if (goals) parts.push({ sql: `(${one('goal')} or goal is null and kind <> 'SCHEMA')`, values: among(goals) });
  if (communes) {
    const here = `(${one('commune')} or commune is null and kind <> 'SCHEMA' and (communes is null or exists (
      select from jsonb_array_elements_text(communes) as c(code) where ${one('c.code')})))`;
    parts.push({ sql: here, values: [...among(communes), ...among(communes)] });
  } else parts.push({ sql: 'commune is null', values: [] });
  return { condition: parts.map(({ sql }) => sql).join(' and '), values: parts.flatMap(({ values }) => values) };
}

function asRead(row: StoredEvent): StoredEvent {
  return { ...row, at: new Date(row.at) };
}
