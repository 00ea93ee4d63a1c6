import { type ImportDesk, type Layout, type Mapping, RejectedRows, rowsTable } from '@hub/kit/service';
import { databaseFaultOf } from '../database/database-fault.js';
import type { ForeignAddress, ForeignColumn, ForeignDatabase } from '../database/foreign-database.js';
import { openForeign } from '../database/open-database.js';
import type { DatabaseSourceSettings } from '../settings/source-settings.js';
import type { Board, PartState } from '../state/board.js';
import { ConnectorFault, type Told } from '../state/told.js';
import type { RejectedLists } from './rejected-lists.js';
import { callerOf, faultOfDesk, rejectedFault, wishOf } from './taking.js';
import { ViewRows } from './view-rows.js';

type View = DatabaseSourceSettings['views'][number];

/** The input of sources. */
export interface SourceParts {
  readonly desk: ImportDesk;
  readonly board: Board;
  readonly rejected: RejectedLists;
}

/** The last reading of a view. */
interface KnownView {
  /** The types of its columns, by their names. */
  readonly types: ReadonlyMap<string, string>;
  /** The layout for reading its values; undefined where all of them must be examined first. */
  readonly layout: Layout | undefined;
}

/** Records of people from views of a database: each is read as a whole, in pages, and imported like a file. */
export class DatabaseSource {
  /** The last reading of each view. */
  readonly #known = new Map<View, KnownView>();

  constructor(
    private readonly settings: DatabaseSourceSettings,
    private readonly address: ForeignAddress,
    private readonly parts: SourceParts,
  ) {}

  get name(): string {
    return this.settings.name;
  }

  /** The names of its parts on the page. */
  get partNames(): readonly string[] {
    return this.settings.views.map((view) => this.partOf(view));
  }

  /** The name of a view on the page and in the log. */
  partOf({ view }: View): string {
    return `${this.settings.name}: ${view}`;
  }

  /** Reads all views, one after another. */
  async read(): Promise<void> {
    for (const view of this.settings.views) {
      await this.parts.board.during(this.partOf(view), (part) => this.#readView(view, part));
    }
  }

  /** Tests whether each view can be read, and has the needed columns. @throws ConnectorFault */
  async test(): Promise<void> {
    await this.#connected(async (database) => {
      for (const view of this.settings.views) await this.#columnsFor(database, view);
    });
  }

  async #connected(work: (database: ForeignDatabase) => Promise<void>): Promise<void> {
    const { engine, name } = this.settings;
    const database = await openForeign(engine, this.address, name);
    try {
      await work(database);
    } finally {
      database.close();
    }
  }

  async #readView(view: View, part: PartState): Promise<void> {
    const { desk, board, rejected: lists } = this.parts;
    const { name } = this.settings;
    const caller = callerOf(name);
    const what = this.partOf(view);
    await this.#connected(async (database) => {
      const { columns, types, mayTellKeys } = await this.#columnsFor(database, view);
      const known = this.#known.get(view);
      const changed = changedType(known?.types, types);
      const { key, page, kind, mapping = {} } = view;
      const rows = new ViewRows(database, { source: name, view: view.view, columns, key, page, mayTellKeys });
      const table = rowsTable(columns, async function* () {
        for await (const row of rows.rows()) {
          part.progress = rows.read;
          yield row;
        }
      });
      try {
        const now = board.now();
        const told: Mapping = { ...mapping, headerRow: 1 };
        const isAsBefore = JSON.stringify([...(known?.types ?? [])]) === JSON.stringify([...types]);
        // With a known layout, the view is read only once.
        const layout =
          (isAsBefore ? known?.layout : undefined) ??
          (await desk.tables.look(caller, table, { kind, mapping: told })).layout;
        const refused = new RejectedRows();
        const source = { kind, name: what, table, layout, sha256: () => rows.sha256, rejected: refused };
        const { read, written, rejected } = await desk.tables.take(
          caller,
          { ...wishOf(view, now), isRepeated: true },
          source,
        );
        part.counts = { read, written, rejected };
        lists.keep(what, refused, (row) => rows.keyOf(row));
        this.#known.set(view, { types, layout: rejected > 0 ? undefined : layout });
        part.note = changed;
        const refusal = rejected > 0 ? rejectedFault(what, rejected, read) : undefined;
        if (refusal) throw changed ? typeFault(changed, refusal.told) : refusal;
      } catch (error) {
        const fault = faultOfDesk(error, what);
        if (changed && fault instanceof ConnectorFault && fault.code === 'ROWS_NOT_READ')
          throw typeFault(changed, fault.told);
        throw fault;
      }
    });
  }

  /** The columns of a view to read: those in the mapping, and the key; no other column leaves the database. */
  async #columnsFor(database: ForeignDatabase, view: View) {
    const { desk } = this.parts;
    const { name, within: withinMs } = this.settings;
    const all = await database.columns(view.view).catch((error: unknown) => {
      throw databaseFaultOf(error, { source: name, view: view.view, withinMs });
    });
    const caller = callerOf(name);
    const { kind, mapping = {}, key } = view;
    const named = Object.entries(mapping.columns ?? {}).flatMap(([one, ours]) => (ours === null ? [] : [one]));
    const districts = Object.values(mapping.districts ?? {});
    for (const needed of [...key, ...named, ...districts])
      if (!all.some((one) => one.name === needed)) throw columnGone(name, view.view, needed, all);
    const head = rowsTable(
      all.map((one) => one.name),
      async function* () {
        // Only the names are needed to find the columns.
      },
    );
    const layout = await desk.tables.layout(caller, head, { kind, mapping }).catch((error: unknown) => {
      throw faultOfDesk(error, this.partOf(view));
    });
    const used = new Set([...layout.places.values(), ...layout.districts.values()]);
    const read = all.filter((one, place) => used.has(place) || key.includes(one.name));
    const secrets = desk.tables.columnsOf(caller, kind);
    const mayTellKeys = key.every((one) => {
      const ours = layout.mapping.columns?.[one] ?? null;
      return ours === null || !secrets.get(ours)?.secret;
    });
    const types = new Map(read.map((one) => [one.name, one.type]));
    return { columns: read.map((one) => one.name), types, mayTellKeys };
  }
}

function columnGone(source: string, view: string, column: string, all: readonly ForeignColumn[]): ConnectorFault {
  const there = all.map(({ name }) => name).join(', ');
  return new ConnectorFault('COLUMN_GONE', {
    vi: `Cần có cột ${column} trong ${view} của ${source}, nhưng chỉ có: ${there}.`,
    en: `Expected the column ${column} in ${view} of ${source}; there are ${there}.`,
  });
}

/** The column whose type has changed since the last reading of the view. */
function changedType(before: ReadonlyMap<string, string> | undefined, now: ReadonlyMap<string, string>) {
  const changed = [...now].filter(([name, type]) => before?.has(name) && before.get(name) !== type);
  if (changed.length === 0) return undefined;
  const list = (word: string) =>
    changed.map(([name, type]) => `${name} (${type}, ${word} ${before?.get(name)})`).join(', ');
  return {
    vi: `Cột đã đổi kiểu: ${list('trước đây')}.`,
    en: `Columns have another type: ${list('before')}.`,
  };
}

/** The fault that follows from a column's changed type. */
function typeFault(changed: Told, came: Told): ConnectorFault {
  return new ConnectorFault('COLUMN_CHANGED', {
    vi: `${changed.vi} ${came.vi}`,
    en: `${changed.en} ${came.en}`,
  });
}
