import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { knownOrganisations, readBoundedFile } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { organisationFolders } from '../records/organisation-folders.js';
import type { ServedGraph } from '../records/record-kinds.js';
import { type AddedColumn, type Panel, type Panels, type PanelSource, readPanel } from '@hub/protocol';
import { recordPanels } from './record-panel.js';

/** The largest size of a document or a layout, in bytes. */
const maxBytes = 256 * 1024;

/** The page on which each organisation has a panel, written or made from the schema. */
const pageOfAll = 'commune';

const layoutFile = /^([a-z][a-z-]{0,63})\.yaml$/;

/** The panels of one schema. */
interface Checked {
  /** Panels that organisations wrote. */
  readonly written: Panels;
  /** Panels made from the schema alone. */
  readonly ofSchema: readonly Panel[];
  /** The faults of panels, by organisation and page. */
  readonly problems: ReadonlyMap<string, string>;
}

/**
 * The panels of organisations' records: as the organisation wrote them (`<organisation>/pages/<page>.graphql` and
 * `.yaml`), else as the schema describes its kinds. A faulty panel counts as absent.
 */
export class PanelsInForce {
  #sources: readonly (PanelSource | Error)[] = [];
  #checked = new WeakMap<GraphQLSchema, Checked>();
  #told = new Map<string, string>();

  private constructor(
    private readonly organisations: string | undefined,
    private readonly published: string | undefined,
  ) {}

  /**
   * @param organisations the parent of the organisations' folders.
   * @param published the folder for pages that organisations publish at the registry.
   */
  static async open(organisations: string | undefined, published?: string): Promise<PanelsInForce> {
    const panels = new PanelsInForce(organisations, published);
    await panels.look();
    return panels;
  }

  /** Reads the folders again. */
  async look(): Promise<void> {
    const folders = new Map([
      ...(this.published === undefined ? [] : await foldersIn(this.published)),
      ...(await organisationFolders(this.organisations, 'pages')),
    ]);
    const inOrder = [...folders].toSorted(([one], [other]) => placeOf(one) - placeOf(other));
    const sources = (await Promise.all(inOrder.map(readFolder))).flat();
    const textOf = (list: readonly (PanelSource | Error)[]) =>
      JSON.stringify(list.map((one) => (one instanceof Error ? one.message : one)));
    if (textOf(sources) === textOf(this.#sources)) return;
    this.#sources = sources;
    this.#checked = new WeakMap();
  }

  /** The panels of a graph. @param mayAsk whether to include panels that are made from the schema alone. */
  of(graph: ServedGraph, mayAsk: boolean): Panels {
    const { written, ofSchema } = this.#check(graph);
    if (!mayAsk || ofSchema.length === 0) return written;
    return { ...written, pages: { ...written.pages, [pageOfAll]: [...(written.pages[pageOfAll] ?? []), ...ofSchema] } };
  }

  /** Logs each faulty page, once. */
  report(graph: ServedGraph, log: FastifyBaseLogger): void {
    const { problems } = this.#check(graph);
    for (const [page, problem] of problems) {
      if (this.#told.get(page) !== problem) log.error({ page, problem }, 'an organisation’s page cannot be used');
    }
    this.#told = new Map(problems);
  }

  #check(graph: ServedGraph): Checked {
    const known = this.#checked.get(graph.schema);
    if (known) return known;
    const pages = new Map<string, Panel[]>();
    const columns: AddedColumn[] = [];
    const problems = new Map<string, string>();
    for (const source of this.#sources) {
      try {
        if (source instanceof Error) throw source;
        const read = readPanel(source, graph.schema);
        pages.set(source.page, [...(pages.get(source.page) ?? []), read.panel]);
        columns.push(...read.columns);
      } catch (error) {
        const place = source instanceof Error ? source.message : `${source.organisation}/${source.page}`;
        problems.set(place, (error as Error).message);
      }
    }
    const writers = new Set(pages.get(pageOfAll)?.map(({ organisation }) => organisation));
    const ofSchema = recordPanels(graph, (organisation) => writers.has(organisation));
    const checked = { written: { pages: Object.fromEntries(pages), columns }, ofSchema, problems };
    this.#checked.set(graph.schema, checked);
    return checked;
  }
}

/** The order of an organisation: by the order of their records, others last. */
function placeOf(organisation: string): number {
  const place = knownOrganisations.findIndex(({ code }) => code === organisation);
  return place < 0 ? knownOrganisations.length : place;
}

async function foldersIn(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((one) => one.isDirectory()).map(({ name }) => [name, join(folder, name)]);
}

async function readFolder([organisation, folder]: readonly [string, string]): Promise<(PanelSource | Error)[]> {
  const pages = (await readdir(folder)).flatMap((file) => layoutFile.exec(file)?.[1] ?? []).toSorted();
  const text = (file: string) => readBoundedFile(join(folder, file), maxBytes);
  return Promise.all(
    pages.map(async (page) => {
      try {
        const [document, layout] = await Promise.all([text(`${page}.graphql`), text(`${page}.yaml`)]);
        return { organisation, page, document, layout };
      } catch (error) {
        return new Error(`${join(folder, page)}: ${(error as Error).message}`);
      }
    }),
  );
}
