import type { SubgraphContext } from '@hub/kit';
import { type ChangeLogEntry, monthInProvince } from '@hub/protocol';
import { figuresVersion } from '../figures-version/figures-version.js';
import { addEvents, trimEvents } from './event-log.js';
import { readNames } from './event-titles.js';
import type { NewEvent } from './new-event.js';
import { anomalies, completeMonths, dueAndOverdue, type Views } from './progress-facts.js';
import { untoldPublications } from './publication-facts.js';
import { newFigures, readRestsOn, type ToldOf } from './release-facts.js';
import { schemaEvents } from './schema-facts.js';

/** What was told of, as the database keeps it. */
interface KeptState extends ToldOf {
  /** Whether the registry's change log was read before: what it had said until then is known, and not told. */
  readonly schema?: boolean;
  /** Of which figures it was looked for what follows from them, and for anomalies: a start of a server makes no others. */
  readonly derivedOf?: string;
  readonly anomaliesOf?: string;
}

/** What the maker needs. */
export interface MakerOptions {
  /** Makes a context of a look: as everyone, or as those who may see the figures of communes. */
  readonly views: () => Views;
  /** Asks the registry for its change log; nobody is asked where it is absent. */
  readonly schemaChanges?: (() => Promise<readonly ChangeLogEntry[]>) | undefined;
  readonly log: SubgraphContext['log'];
  /** How long to wait at least between two searches for anomalies, and between two questions to the registry, in milliseconds. */
  readonly anomaliesEveryMs?: number;
  readonly schemaEveryMs?: number;
}

/**
 * Makes events of what is so: of releases, estimates and imports by what was told of them last; of all else by keys that
 * are told once. What is so when a database has no log yet is known, and not told.
 */
export class EventMaker {
  /** Of which figures this server looked; another on this database may have others for a moment. */
  #version: string | undefined;
  #anomaliesOf: string | undefined;
  #anomaliesAt = -Infinity;
  #schema: readonly ChangeLogEntry[] | undefined;
  #schemaAt = -Infinity;

  constructor(private readonly options: MakerOptions) {}

  /** Looks once, and tells what is new. */
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
      // One at a time, so that numbers come in the order in which they are seen.
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
        ...(await untoldPublications(em, names)),
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

  /** A search goes through all communes, so one does not follow another at once. */
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

/** What was told of last; undefined where a database has no log yet. */
async function keptState(em: SubgraphContext['em']): Promise<KeptState | undefined> {
  const [kept] = await em.execute<{ state: KeptState }[]>('select state from hub_event_state');
  return kept?.state;
}
