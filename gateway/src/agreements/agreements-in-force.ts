import {
  type Agreements,
  type AgreementsFile,
  type AgreementsGraph,
  agreementsGraph,
  combineAgreements,
  type CombinedAgreements,
} from '@hub/protocol';
import { findAgreements } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import { parse } from 'graphql';
import { agreementsUnusableCode } from '../authorization/unauthorized.js';
import { SupergraphError } from '../errors/supergraph-error.js';
import type { LeftOut } from '../state/left-out.js';
import { StartError } from '../errors/start-error.js';
import type { AgreementsOfFeed } from './agreements-of-feed.js';
import { AskedFor } from './asked-for.js';

/**
 * The enforced agreements of a folder. Each organisation has its own file, and a faulty file affects only its
 * organisation. Its former agreements stay in force, unless the file is gone or the graph lacks a field that they name;
 * then the organisation's fields are hidden.
 */
export class AgreementsInForce {
  readonly askedFor: AskedFor;
  /** The files for the next engine. */
  #files: readonly AgreementsFile[];
  /** The agreements in force, and their sources. */
  #inForce: CombinedAgreements & { readonly files: readonly AgreementsFile[]; readonly graph: AgreementsGraph };
  /** Whether the last supergraph was refused because agreements name fields that it lacks. */
  #refusedSupergraph = false;
  /** The last log message about each organisation. */
  readonly #told = new Map<string, string>();

  private constructor(
    private readonly folder: string,
    private readonly feed: Pick<AgreementsOfFeed, 'apply'> | undefined,
    files: readonly AgreementsFile[],
    supergraphSdl: string,
  ) {
    this.#files = files;
    const graph = graphOf(supergraphSdl) ?? nothing;
    this.#inForce = { ...combineAgreements(files, graph), files, graph };
    this.askedFor = new AskedFor(this.#inForce.agreements);
  }

  /**
   * Reads the agreements for a supergraph.
   * @param feed decides which published agreements are valid.
   * @throws StartError if the folder cannot be read, or contains no agreements file.
   */
  static async open(
    folder: string,
    supergraphSdl: string,
    feed?: Pick<AgreementsOfFeed, 'apply'>,
  ): Promise<AgreementsInForce> {
    const files = await findAgreements(folder).catch((error: unknown) => {
      throw new StartError(`--agreements or AGREEMENTS: expected a folder: ${(error as Error).message}`);
    });
    if (files.length === 0) {
      throw new StartError(
        `--agreements or AGREEMENTS: expected organisations' files of agreements in ${folder}, got none`,
      );
    }
    return new AgreementsInForce(folder, feed, files, supergraphSdl);
  }

  /** The agreements that an engine for a graph enforces. */
  for(graph: AgreementsGraph): Agreements {
    return combineAgreements(this.#files, graph, this.#inForce.used).agreements;
  }

  /**
   * Reads the files; `putInForce` enforces them.
   * @throws if the folder cannot be read.
   */
  async read(): Promise<readonly AgreementsFile[]> {
    const files = await findAgreements(this.folder);
    return this.feed?.apply(files) ?? files;
  }

  /** Whether these files are the enforced ones. */
  isCurrent(files: readonly AgreementsFile[]): boolean {
    return JSON.stringify(files) === JSON.stringify(this.#inForce.files);
  }

  /**
   * Reads the files again and checks them against the next supergraph.
   * @returns whether its agreements differ from the present ones.
   * @throws SupergraphError if agreements in force name a field that the supergraph lacks.
   */
  async admit(supergraphSdl: string): Promise<boolean> {
    const graph = graphOf(supergraphSdl);
    // The engine reports the fault when it opens this supergraph.
    if (!graph) return false;
    this.#files = await this.read().catch(() => this.#files);
    const { faults, agreements } = combineAgreements(this.#files, graph, this.#inForce.used);
    const lacking = faults.flatMap(({ organisation, orphaned }) => orphaned.map((one) => `${organisation}: ${one}`));
    this.#refusedSupergraph = lacking.length > 0;
    if (lacking.length > 0) {
      throw new SupergraphError(`it lacks what agreements name that are in force: ${lacking.join('; ')}`);
    }
    return JSON.stringify(agreements) !== JSON.stringify(this.#inForce.agreements);
  }

  /** Whether the last supergraph was refused, so that other files may admit it. */
  get refusedSupergraph(): boolean {
    return this.#refusedSupergraph;
  }

  /**
   * Enforces agreements in the live supergraph.
   * @param files by default the files that admitted the supergraph.
   * @returns whether the agreements changed.
   */
  putInForce(supergraphSdl: string, files = this.#files): boolean {
    this.#files = files;
    const graph = graphOf(supergraphSdl) ?? nothing;
    this.#inForce = { ...combineAgreements(files, graph, this.#inForce.used), files, graph };
    return this.askedFor.replace(this.#inForce.agreements);
  }

  /** The organisations with a faulty file: either hidden, or still on their former agreements. */
  get leftOut(): LeftOut {
    const { faults, graph } = this.#inForce;
    const inGraph = faults.filter(({ organisation }) => graph.owned.has(organisation));
    const faulty = (formerHolds: boolean) =>
      inGraph
        .filter((fault) => fault.formerHolds === formerHolds)
        .map(({ organisation }) => ({ organisation, code: agreementsUnusableCode }));
    return { leftOut: faulty(false), outdated: faulty(true) };
  }

  /** The problems of every organisation's file, if all organisations of the graph are hidden; empty otherwise. */
  get whyNothingIsShown(): readonly string[] {
    const { faults, graph } = this.#inForce;
    const hidden = faults.filter(({ organisation, formerHolds }) => graph.owned.has(organisation) && !formerHolds);
    return graph.owned.size > 0 && hidden.length === graph.owned.size ? hidden.flatMap(({ problems }) => problems) : [];
  }

  /** Logs each organisation with a faulty file once, and logs when the file can be used again. */
  report(log: FastifyBaseLogger): void {
    const { faults, unknownPurposes } = this.#inForce;
    for (const { organisation, problems, formerHolds } of faults) {
      if (!this.#isNews(organisation, JSON.stringify([problems, formerHolds]))) continue;
      const then = formerHolds ? 'those before stay in force' : 'nothing of it is shown';
      log.error({ organisation, problems }, `the agreements of an organisation cannot be used; ${then}`);
    }
    const mended = [...this.#told.keys()].filter(
      (about) => about !== '' && !faults.some(({ organisation }) => organisation === about),
    );
    for (const organisation of mended) {
      this.#told.delete(organisation);
      log.info({ organisation }, 'the agreements of an organisation can be used again');
    }
    if (unknownPurposes.length === 0) this.#told.delete('');
    else if (this.#isNews('', JSON.stringify(unknownPurposes))) {
      log.warn({ problems: unknownPurposes }, 'agreements name purposes that are not on the list');
    }
  }

  #isNews(about: string, what: string): boolean {
    if (this.#told.get(about) === what) return false;
    this.#told.set(about, what);
    return true;
  }
}

const nothing: AgreementsGraph = { owned: new Map(), places: new Set() };

/** Returns undefined if the text is not GraphQL. */
function graphOf(supergraphSdl: string): AgreementsGraph | undefined {
  try {
    return agreementsGraph(parse(supergraphSdl, { noLocation: true }));
  } catch {
    return undefined;
  }
}
