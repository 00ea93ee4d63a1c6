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
 * The agreements of a folder that are enforced. Each organisation's file stands by itself: one that cannot be used costs
 * its organisation alone. What was used of it before is used on, unless the file is gone or the graph has no longer what
 * it names; else nothing of the organisation is shown.
 */
export class AgreementsInForce {
  readonly askedFor: AskedFor;
  /** What the next engine is opened with. */
  #files: readonly AgreementsFile[];
  /** What is in force, and what it was combined from. */
  #inForce: CombinedAgreements & { readonly files: readonly AgreementsFile[]; readonly graph: AgreementsGraph };
  /** Whether the last supergraph was refused for what agreements name. */
  #refusedSupergraph = false;
  /** What the log was last told of each organisation. */
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
   * @param feed says which of those that were published hold.
   * @throws StartError where the folder cannot be read, or has no file of agreements in it.
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

  /** What an engine enforces that is opened on a graph. */
  for(graph: AgreementsGraph): Agreements {
    return combineAgreements(this.#files, graph, this.#inForce.used).agreements;
  }

  /**
   * Reads the files; `putInForce` has them enforced.
   * @throws where the folder cannot be read.
   */
  async read(): Promise<readonly AgreementsFile[]> {
    const files = await findAgreements(this.folder);
    return this.feed?.apply(files) ?? files;
  }

  /** Whether these are the files that are enforced. */
  isCurrent(files: readonly AgreementsFile[]): boolean {
    return JSON.stringify(files) === JSON.stringify(this.#inForce.files);
  }

  /**
   * Reads the files anew, and holds them against a supergraph that is to go live.
   * @returns whether it brings other agreements with it.
   * @throws SupergraphError where an organisation's agreements that are in force name what is not in it.
   */
  async admit(supergraphSdl: string): Promise<boolean> {
    const graph = graphOf(supergraphSdl);
    // Whoever opens an engine on it says what is wrong.
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

  /** Whether the last supergraph was refused, and may be admitted with other files. */
  get refusedSupergraph(): boolean {
    return this.#refusedSupergraph;
  }

  /**
   * Enforces what files say, in the supergraph that is live.
   * @param files those that the supergraph was admitted with, unless there are others.
   * @returns whether that is anything else than before.
   */
  putInForce(supergraphSdl: string, files = this.#files): boolean {
    this.#files = files;
    const graph = graphOf(supergraphSdl) ?? nothing;
    this.#inForce = { ...combineAgreements(files, graph, this.#inForce.used), files, graph };
    return this.askedFor.replace(this.#inForce.agreements);
  }

  /** The organisations of which nothing is shown, or what was shared before, for want of a file that can be used. */
  get leftOut(): LeftOut {
    const { faults, graph } = this.#inForce;
    const inGraph = faults.filter(({ organisation }) => graph.owned.has(organisation));
    const faulty = (formerHolds: boolean) =>
      inGraph
        .filter((fault) => fault.formerHolds === formerHolds)
        .map(({ organisation }) => ({ organisation, code: agreementsUnusableCode }));
    return { leftOut: faulty(false), outdated: faulty(true) };
  }

  /** What is wrong with every organisation's file, where nothing of any organisation of the graph is shown. */
  get whyNothingIsShown(): readonly string[] {
    const { faults, graph } = this.#inForce;
    const hidden = faults.filter(({ organisation, formerHolds }) => graph.owned.has(organisation) && !formerHolds);
    return graph.owned.size > 0 && hidden.length === graph.owned.size ? hidden.flatMap(({ problems }) => problems) : [];
  }

  /** Tells the log of each organisation whose file cannot be used, once, and when it can be used again. */
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

/** Undefined where a text is no GraphQL. */
function graphOf(supergraphSdl: string): AgreementsGraph | undefined {
  try {
    return agreementsGraph(parse(supergraphSdl, { noLocation: true }));
  } catch {
    return undefined;
  }
}
