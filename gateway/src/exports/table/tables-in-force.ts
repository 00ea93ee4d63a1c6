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

/** The code of requests for a table whose files cannot be used. */
export const tableUnusableCode = 'TABLE_UNUSABLE';

/** The most that a document or a mapping may measure, in bytes. */
const maxBytes = 256 * 1024;

const tableFile = /^([a-z][a-z\d-]{0,63})\.(graphql|yaml)$/;

/** What of a table's files was read: its source, or what is wrong. */
type Read = TableSource | Error;

/** The tables of one schema: those that fit it, and what is wrong with the others. */
export interface TablesOf {
  readonly usable: ReadonlyMap<string, Table>;
  readonly unusable: ReadonlyMap<string, string>;
  /** Those that nobody wrote: what they are called, and their columns, is what the schema says. */
  readonly ofSchema: ReadonlySet<string>;
}

/** Where tables are. */
export interface TableFolders {
  /** The hub's own. */
  readonly hub: readonly string[];
  /** The folder in which each organisation has one, and there its tables. */
  readonly organisations?: string | undefined;
  /** The operator's. */
  readonly operator?: readonly string[];
}

/**
 * The tables that can be asked for as files: of the folders' files, as they are now, and of the schema that is live. A
 * table whose files cannot be used is left out; no other is. The records of an organisation that wrote no table have one
 * for each kind, made of the schema. A table of a later folder stands for one of the same name before.
 */
export class TablesInForce {
  #sources: ReadonlyMap<string, Read> = new Map();
  #writers: ReadonlySet<string> = new Set();
  #checked = new WeakMap<GraphQLSchema, TablesOf>();
  #told = new Map<string, string>();

  private constructor(private readonly folders: TableFolders) {}

  /** @throws StartError where a folder cannot be read. */
  static async open(folders: TableFolders): Promise<TablesInForce> {
    const tables = new TablesInForce(folders);
    await tables.look();
    return tables;
  }

  /**
   * Reads the folders again.
   * @throws StartError where one cannot be read; then all stays as it was.
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

  /** The tables as they fit a graph. */
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
      // Whoever wrote one of that name goes first.
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

  /** The tables that the records of organisations without tables of their own have; none of a foreign graph. */
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

  /** The documents of all tables, which are planned before somebody asks. */
  get documents(): string[] {
    return [...this.#sources.values()].flatMap((source) => (source instanceof Error ? [] : [source.document]));
  }

  /** The tables that could not be used when the log was told of them last. */
  get leftOut(): Faulty[] {
    return [...this.#told.keys()].map((table) => ({ table, code: tableUnusableCode }));
  }

  /** Tells the log of each table that cannot be used, once, and when it can be used again. */
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
