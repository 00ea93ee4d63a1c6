import type { SubgraphContext } from '@hub/kit';
import { type ChangeLogEntry, monthInProvince } from '@hub/protocol';
import { figuresVersion } from '../figures-version/figures-version.js';
import { addEvents, trimEvents } from './event-log.js';
import { readNames } from './event-titles.js';
import type { NewEvent } from './new-event.js';
import { anomalies, completeMonths, dueAndOverdue, type Views } from './progress-facts.js';
import { unannouncedPublications } from './publication-facts.js';
import { newFigures, readRestsOn, type FiguresState } from './release-facts.js';
import { schemaEvents } from './schema-facts.js';

/** The database's record of facts that already made events. */
interface KeptState extends FiguresState {
  /** Whether the registry's change log was read before: earlier changes are marked as known, and make no events. */
  readonly schema?: boolean;
  /**
   * The version of the figures for which derived events and anomalies were last searched: a server's start makes no
   * new ones.
   */
  readonly derivedOf?: string;
  readonly anomaliesOf?: string;
}

/** Options of the event maker. */
export interface MakerOptions {
  /** Makes the contexts of a look: for every caller, and for callers that may see the figures of communes. */
  readonly views: () => Views;
  /** Reads the registry's change log; absent if the hub has no registry. */
  readonly schemaChanges?: (() => Promise<readonly ChangeLogEntry[]>) | undefined;
  readonly log: SubgraphContext['log'];
  /** Minimal interval between two searches for anomalies, and between two requests to the registry, in milliseconds. */
  readonly anomaliesEveryMs?: number;
  readonly schemaEveryMs?: number;
}

/**
 * Makes events of new facts. Releases, estimates and imports are compared with the last known state; all other facts
 * have a key, and make one event each. Facts that hold when a database gets its log are marked as known, and make no
 * events.
 */
export class EventMaker {
  /** The version of the figures that this server examined; another server on this database may briefly have another one. */
  #version: string | undefined;
  #anomaliesOf: string | undefined;
  #anomaliesAt = -Infinity;
  #schema: readonly ChangeLogEntry[] | undefined;
  #schemaAt = -Infinity;

  constructor(private readonly options: MakerOptions) {}

  /** Looks once, and adds an event for each new fact. */
  async look(): Promise<void> {
    const views = this.options.views();
    const { everyone } = views;
    const [names, restsOn, version] = await Promise.all([
      readNames(everyone),
      readRestsOn(everyone),
      figuresVersion(everyone),
    ]);
    await this.#askRegistry();
    const before = await keptState(everyone.em);
    const isNew = (known: string | undefined, told: string | undefined) =>
      before === undefined || (version !== known && version !== told);
    const isOther = isNew(this.#version, before?.derivedOf);
    const derived = isOther ? await this.#derived(everyone, names) : [];
    const isSearched = isNew(this.#anomaliesOf, before?.anomaliesOf) && this.#maySearch();
    const searched = isSearched ? await anomalies(views, names) : [];
    const { now, rootPlace } = everyone;
    await everyone.em.transactional(async (em) => {
      // One server at a time, so that events are numbered in the order in which they become visible.
      await em.execute(`select pg_advisory_xact_lock(hashtext('hub_event'))`);
      const kept = await keptState(em);
      const at = now();
      const { rounds: _, ...figures } = restsOn;
      const knowsSchema = kept?.schema === true;
      const state: KeptState = {
        ...{ ...kept, ...figures, schema: knowsSchema || this.#schema !== undefined },
        ...(isOther && { derivedOf: version }),
        ...(isSearched && { anomaliesOf: version }),
      };
      const events = [
        ...(kept ? await newFigures(em, kept, restsOn, { names, rootPlace, at }) : []).map((event) => ({
          ...event,
          period: monthInProvince(at),
        })),
        ...(await unannouncedPublications(em, names)),
        ...derived,
        ...searched,
      ];
      await addEvents(em, events, at, kept !== undefined);
      await addEvents(em, schemaEvents(this.#schema ?? [], names), at, knowsSchema);
      await em.execute(
        `insert into hub_event_state (state) values (?::jsonb)
         on conflict (one) do update set state = excluded.state where hub_event_state.state <> excluded.state`,
        [JSON.stringify(state)],
      );
      if (isOther) await trimEvents(em, at);
    });
    this.#version = version;
    if (isSearched) {
      this.#anomaliesOf = version;
      this.#anomaliesAt = performance.now();
    }
  }

  async #derived(context: SubgraphContext, names: Awaited<ReturnType<typeof readNames>>): Promise<NewEvent[]> {
    return [...(await completeMonths(context, names)), ...(await dueAndOverdue(context, names))];
  }

  /** A search goes through all communes, so two searches need a pause between them. */
  #maySearch(): boolean {
    const { anomaliesEveryMs = 600_000 } = this.options;
    return performance.now() >= this.#anomaliesAt + anomaliesEveryMs;
  }

  async #askRegistry(): Promise<void> {
    const { schemaChanges, schemaEveryMs = 60_000, log } = this.options;
    if (!schemaChanges || performance.now() < this.#schemaAt + schemaEveryMs) return;
    this.#schemaAt = performance.now();
    try {
      this.#schema = await schemaChanges();
    } catch (error) {
      log.warn({ err: error }, 'the registry does not tell its change log; trying again');
    }
  }
}

/** The last known state; undefined if the database has no log yet. */
async function keptState(em: SubgraphContext['em']): Promise<KeptState | undefined> {
  const [kept] = await em.execute<{ state: KeptState }[]>('select state from hub_event_state');
  return kept?.state;
}
