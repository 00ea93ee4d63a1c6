import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readBoundedFile } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { HttpError } from '../../http/http-error.js';
import type { Faulty } from '../../state/left-out.js';
import { StartError } from '../../errors/start-error.js';
import { organisationFolders } from '../records/organisation-folders.js';
import type { ServedGraph } from '../records/record-kinds.js';
import { recordTables } from '../records/record-tables.js';
import { readTable, type Table, type TableSource } from './table.js';

/** The code of requests for a table with faulty files. */
export const tableUnusableCode = 'TABLE_UNUSABLE';

/** The largest size of a document or a mapping, in bytes. */
const maxBytes = 256 * 1024;

const tableFile = /^([a-z][a-z\d-]{0,63})\.(graphql|yaml)$/;

/** The result of reading a table's files: its source, or the fault. */
type Read = TableSource | Error;

/** The tables of one schema: the usable ones, and the faults of the others. */
export interface TablesOf {
  readonly usable: ReadonlyMap<string, Table>;
  readonly unusable: ReadonlyMap<string, string>;
  /** Tables made from the schema: their titles and columns show it. */
  readonly ofSchema: ReadonlySet<string>;
}

/** The folders of tables. */
export interface TableFolders {
  /** The hub's own. */
  readonly hub: readonly string[];
  /** The parent of the organisations' folders, with their tables. */
  readonly organisations?: string | undefined;
  /** The operator's. */
  readonly operator?: readonly string[];
}

/**
 * The tables that can be exported: from the present files of the folders, and the live schema. A table with faulty
 * files is left out; the others stay. An organisation without own tables has one for each kind of its records, made
 * from the schema. A table of a later folder replaces one of the same name.
 */
export class TablesInForce {
  #sources: ReadonlyMap<string, Read> = new Map();
  #writers: ReadonlySet<string> = new Set();
  #checked = new WeakMap<GraphQLSchema, TablesOf>();
  #told = new Map<string, string>();

  private constructor(private readonly folders: TableFolders) {}

  /** @throws StartError if a folder cannot be read. */
  static async open(folders: TableFolders): Promise<TablesInForce> {
    const tables = new TablesInForce(folders);
    await tables.look();
    return tables;
  }

  /**
   * Reads the folders again.
   * @throws StartError if a folder cannot be read; the tables then stay the same.
   */
  async look(): Promise<void> {
    const { hub, organisations, operator = [] } = this.folders;
    const found = new Map<string, Read>();
    const own = await organisationFolders(organisations, 'tables');
    for (const folder of [...hub, ...own.values(), ...operator]) {
      for (const [name, read] of await readFolder(folder)) found.set(name, read);
    }
    const isSame = same(found, this.#sources) && [...own.keys()].join() === [...this.#writers].join();
    if (isSame) return;
    this.#writers = new Set(own.keys());
    this.#sources = found;
    this.#checked = new WeakMap();
  }

  /** The tables that fit a graph. */
  of(graph: ServedGraph): TablesOf {
    const { schema } = graph;
    const known = this.#checked.get(schema);
    if (known) return known;
    const usable = new Map<string, Table>();
    const unusable = new Map<string, string>();
    for (const [name, source] of this.#sources) {
      try {
        if (source instanceof Error) throw source;
        usable.set(name, readTable(source, schema));
      } catch (error) {
        unusable.set(name, (error as Error).message);
      }
    }
    const ofSchema = new Set<string>();
    for (const source of this.#ofRecords(graph)) {
      const { name } = source;
      // A written table of that name has priority.
      if (usable.has(name) || unusable.has(name)) continue;
      try {
        usable.set(name, readTable(source, schema));
        ofSchema.add(name);
      } catch (error) {
        unusable.set(name, (error as Error).message);
      }
    }
    const checked = { usable, unusable, ofSchema };
    this.#checked.set(schema, checked);
    return checked;
  }

  /** The tables made from the records of organisations without own tables; none for a foreign graph. */
  #ofRecords(graph: ServedGraph): TableSource[] {
    if (this.folders.organisations === undefined) return [];
    return recordTables(graph, (organisation) => this.#writers.has(organisation));
  }

  /**
   * A table by its name.
   * @throws HttpError `NOT_FOUND`, `TABLE_UNUSABLE`
   */
  find(name: string, graph: ServedGraph): Table {
    const { usable, unusable } = this.of(graph);
    const table = usable.get(name);
    if (table) return table;
    if (unusable.has(name)) {
      throw new HttpError(503, tableUnusableCode, `The table ${name} cannot be made now: the operator must mend it.`);
    }
    const known = [...usable.keys()].sort().join(', ');
    throw new HttpError(404, 'NOT_FOUND', `Expected a table, one of ${known}; got ${JSON.stringify(name)}.`);
  }

  /** The documents of all tables, which are planned in advance. */
  get documents(): string[] {
    return [...this.#sources.values()].flatMap((source) => (source instanceof Error ? [] : [source.document]));
  }

  /** The tables that were faulty at the last report. */
  get leftOut(): Faulty[] {
    return [...this.#told.keys()].map((table) => ({ table, code: tableUnusableCode }));
  }

  /** Logs each faulty table, once, and when it becomes usable again. */
  report(graph: ServedGraph, log: FastifyBaseLogger): void {
    const { unusable } = this.of(graph);
    for (const [table, problem] of unusable) {
      if (this.#told.get(table) !== problem) log.error({ table, problem }, 'a table cannot be used; it is left out');
    }
    for (const table of this.#told.keys()) {
      if (!unusable.has(table)) log.info({ table }, 'a table can be used again');
    }
    this.#told = new Map(unusable);
  }
}

function same(one: ReadonlyMap<string, Read>, other: ReadonlyMap<string, Read>): boolean {
  const textOf = (read: Read | undefined) => (read instanceof Error ? read.message : JSON.stringify(read));
  return one.size === other.size && [...one].every(([name, read]) => textOf(read) === textOf(other.get(name)));
}

async function readFolder(folder: string): Promise<Map<string, Read>> {
  const files = await readdir(folder).catch((error: unknown) => {
    throw new StartError(`--tables or TABLES: expected a folder: ${(error as Error).message}`);
  });
  const names = new Set(files.flatMap((file) => tableFile.exec(file)?.[1] ?? []));
  const found = await Promise.all(
    [...names].sort().map(async (name) => [name, await readSource(folder, name)] as const),
  );
  return new Map(found);
}

async function readSource(folder: string, name: string): Promise<Read> {
  const text = async (extension: string) => {
    const file = join(folder, `${name}.${extension}`);
    try {
      return await readBoundedFile(file, maxBytes);
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
  };
  try {
    return { name, document: await text('graphql'), mapping: await text('yaml') };
  } catch (error) {
    return error as Error;
  }
}
