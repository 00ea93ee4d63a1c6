import type { FastifyBaseLogger } from 'fastify';
import { type EndpointServer, lookWhileListening } from '@hub/runtime';
import { type Clock, ReleaseFault, type ReleaseHeader, type ReleaseKeys } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { AlarmCode, Alarms } from '../telemetry/alarms.js';
import type { CellTables } from './cell-tables.js';
import { type CellDifference, comparePage, lookAtPage, type PageOfRelease, strayCells } from './compare-page.js';
import { rebuildCells } from './rebuild-cells.js';
import { readSegment, type Segment } from './release-chain.js';

/** The watched tables, and the actions on findings. */
export interface WatchOptions {
  readonly em: SqlEntityManager;
  readonly tables: CellTables;
  /** Gives the organisations whose releases are stored. */
  readonly organisations: () => Promise<readonly string[]>;
  readonly keysOf: (organisation: string) => ReleaseKeys;
  readonly alarms: Alarms;
  readonly log: FastifyBaseLogger;
  readonly now: Clock;
  /** Called after cells were rebuilt: values derived from the former cells may be wrong. */
  readonly onMended?: () => void;
  /** The wait between two slices, in milliseconds. */
  readonly everyMs?: number;
}

/** The default wait between two slices, in milliseconds. */
const defaultEveryMs = 1000;

/** One slice of so many belongs to a former release. */
const formerEvery = 4;

/**
 * Compares the stored cells with the signed pages: all current ones when a server starts, and one page after another
 * while it runs, one of four from former releases. Where they differ, it raises an alarm, and rebuilds the cells from
 * the pages.
 */
export class CellWatch {
  #current = this.#all((organisation) => this.#currentOf(organisation));
  #former = this.#all((organisation) => this.#formerOf(organisation));
  #slices = 0;
  /** The alarms that cannot be repaired, so that each is raised once and not at each pass. */
  readonly #said = new Set<string>();

  constructor(private readonly options: WatchOptions) {}

  /** Checks all current cells. */
  async checkCurrent(): Promise<void> {
    for (const organisation of await this.options.organisations()) {
      for await (const _slice of this.#currentOf(organisation));
    }
  }

  /** Checks the next slice: one page of one release. */
  async checkNext(): Promise<void> {
    this.#slices += 1;
    if (this.#slices % formerEvery === 0) await this.#former.next();
    else await this.#current.next();
  }

  /** Cycles through all organisations; without any release, a slice does no work. */
  async *#all(sliceOf: (organisation: string) => AsyncGenerator<void>): AsyncGenerator<void, never> {
    for (;;) {
      yield;
      for (const organisation of await this.options.organisations()) yield* sliceOf(organisation);
    }
  }

  async *#currentOf(organisation: string): AsyncGenerator<void> {
    const stray = await strayCells(this.#em, this.options.tables, organisation);
    if (stray.length > 0) await this.#mend(organisation, null, stray);
    yield;
    const segment = await this.#segmentOf(organisation);
    if (segment) yield* this.#pagesOf(segment);
  }

  async *#formerOf(organisation: string): AsyncGenerator<void> {
    let segment = await this.#segmentOf(organisation);
    while (segment) {
      const first: ReleaseHeader | undefined = segment.headers[0];
      if (!first || first.number === 1) return;
      yield;
      segment = await this.#segmentOf(organisation, { number: first.number - 1, hash: segment.previous });
      if (segment) yield* this.#pagesOf(segment);
    }
  }

  async *#pagesOf({ headers, broken, archived }: Segment): AsyncGenerator<void> {
    // The changes of an altered or an archived release are unknown, so later releases cannot be compared.
    const last = Math.min(Number.POSITIVE_INFINITY, ...broken.map(({ number }) => number), ...archived);
    if (headers[0]?.kind !== 'FULL') return;
    for (const header of headers.filter(({ number }) => number < last)) {
      let after: PageOfRelease['after'];
      for (let position = 0; position < Math.max(1, header.pages.length); position += 1) {
        const end = await this.#check({ header, position, after });
        if (end === 'altered') return;
        after = end;
        yield;
      }
    }
  }

  /** @returns the page's last cell, or that stored data were altered. */
  async #check(page: PageOfRelease): Promise<PageOfRelease['after'] | 'altered'> {
    const { header, position } = page;
    const { tables } = this.options;
    const { isSigned, last } =
      header.pages.length === 0 ? { isSigned: true, last: undefined } : await lookAtPage(this.#em, tables, page);
    if (!isSigned) {
      await this.#raiseOnce(header, `page ${position} is not the one that was signed`);
      return 'altered';
    }
    const isLast = position >= header.pages.length - 1;
    const differences = await comparePage(this.#em, tables, page, isLast ? undefined : last);
    if (differences.length === 0) return last;
    await this.#mend(header.organisation, header.number, differences);
    return 'altered';
  }

  async #segmentOf(organisation: string, upTo?: Parameters<typeof readSegment>[2]): Promise<Segment | undefined> {
    const { tables, keysOf } = this.options;
    const segment = await readSegment(this.#em, { tables, organisation, keys: keysOf(organisation) }, upTo);
    for (const { number, fault } of segment?.broken ?? []) {
      await this.#raiseOnce({ organisation, number }, `${fault.code}: ${fault.message}`);
    }
    return segment;
  }

  /** Rebuilds an organisation's cells: from all releases, or from the current ones where a former one was altered. */
  async #mend(organisation: string, number: number | null, cells: readonly CellDifference[]): Promise<void> {
    const { onMended } = this.options;
    const headers: ReleaseHeader[][] = [];
    for (let segment = await this.#segmentOf(organisation); segment;) {
      if (segment.broken.length > 0 || segment.archived.size > 0 || segment.headers[0]?.kind !== 'FULL') break;
      headers.unshift([...segment.headers]);
      const first: number = segment.headers[0].number;
      segment =
        first === 1 ? undefined : await this.#segmentOf(organisation, { number: first - 1, hash: segment.previous });
    }
    const hasNone = !(await this.#segmentOf(organisation));
    const ways = hasNone ? [[]] : [headers.flat(), headers.at(-1) ?? []].filter(({ length }) => length > 0);
    let isMended = false;
    for (const some of ways) isMended ||= await this.#rebuild(organisation, some);
    if (isMended) onMended?.();
    const what = isMended
      ? 'they were made anew from the signed releases'
      : 'they cannot be made anew, for a release was altered, too';
    await this.#raise({
      organisation,
      number,
      code: 'CELLS_ALTERED',
      what: `stored cells are not those that were signed; ${what}`,
      cells,
      isMended,
    });
  }

  /** @returns whether the pages are the signed ones; otherwise no cell changed. */
  async #rebuild(organisation: string, headers: readonly ReleaseHeader[]): Promise<boolean> {
    try {
      await rebuildCells(this.#em, this.options.tables, organisation, headers);
      return true;
    } catch (error) {
      if (error instanceof ReleaseFault) return false;
      throw error;
    }
  }

  async #raiseOnce(
    { organisation, number }: Pick<ReleaseHeader, 'organisation' | 'number'>,
    why: string,
  ): Promise<void> {
    const what = `release ${number} is not what was signed (${why})`;
    await this.#raise({ organisation, number, code: 'RELEASE_ALTERED', what, cells: [], isMended: false });
  }

  async #raise(found: {
    readonly organisation: string;
    readonly number: number | null;
    readonly code: AlarmCode;
    readonly what: string;
    readonly cells: readonly CellDifference[];
    readonly isMended: boolean;
  }): Promise<void> {
    const { organisation, number, code, what, cells, isMended } = found;
    const message = `${organisation}: ${what}`;
    const kept = [organisation, number, code, message, JSON.stringify(cells), isMended];
    if (!isMended) {
      const key = JSON.stringify(kept);
      if (this.#said.has(key)) return;
      this.#said.add(key);
    }
    this.options.alarms.raise(code, message, { organisation, release: number, cells, mended: isMended });
    await this.#em.execute(
      `insert into altered_release (organisation, number, code, message, cells, mended, found_at)
       select n.*, ?::timestamptz from (values (?, ?::int, ?, ?, ?::json, ?::boolean)) as n (o, number, c, m, cells, mended)
       where n.mended or not exists (
         select from altered_release a where (a.organisation, a.code, a.message) = (n.o, n.c, n.m)
           and a.number is not distinct from n.number and a.cells::text = n.cells::text)`,
      [this.options.now(), ...kept],
    );
  }

  get #em(): SqlEntityManager {
    return this.options.em.fork();
  }
}

/** Watches a server's cells from before it is ready until it closes. */
export function watchCells(server: EndpointServer, options: WatchOptions): void {
  const { log, everyMs = defaultEveryMs } = options;
  const watch = new CellWatch(options);
  const fault = 'cannot compare cells with signed pages';
  server.addHook('onReady', () =>
    watch.checkCurrent().catch((error: unknown) => {
      log.warn({ err: error }, `${fault}; trying again`);
    }),
  );
  lookWhileListening(server, { everyMs, look: () => watch.checkNext(), fault });
}
