import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { defineService, type SubgraphContext } from '@hub/kit';
import {
  type Agreement,
  type AgreementsFile,
  agreementsGraph,
  type Asker,
  combineAgreements,
  dayInProvince,
  type FiguresUse,
  isInForce,
  isSharedWith,
  mayUseFigures,
  type OrganisationAgreements,
  readAgreements,
  shares,
} from '@hub/protocol';
import { findAgreements } from '@hub/runtime';
import { parse } from 'graphql';

/** Whether the agreements allow the caller one use of an organisation's figure, at a level. */
export type MayUse = (organisation: string, goalCode: string, isRoot: boolean) => boolean;

type Log = SubgraphContext['log'];

/**
 * The uses of organisations' figures that the agreements allow to movement (`FiguresUse`). It reads the files that
 * the gateway enforces, and checks them against the same supergraph with the same library. A file with a fault
 * affects its organisation alone: the former file stays in use as long as the supergraph has the names in it. Without
 * a former file, or after the file was deleted, none of the organisation's figures are combined or given. Without a
 * readable supergraph, no file is checked against one.
 */
export class CombinedFigures {
  #agreements: ReadonlyMap<string, readonly Agreement[]> = new Map();
  /** The agreements in use, by organisation, as in each one's file. */
  #used: ReadonlyMap<string, OrganisationAgreements> = new Map();
  #version = '';
  #texts = '';
  #supergraph: string | undefined;
  #fault = '';

  constructor(
    private readonly folder: string,
    private readonly supergraphFile: string | undefined,
    private readonly log: Log,
  ) {}

  /** Reads the folder of agreements, and the supergraph to check them against. */
  async look(): Promise<void> {
    try {
      this.#take(await findAgreements(this.folder), await this.#readSupergraph());
      this.#fault = '';
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.#fault)
        this.log.error({ err: error }, 'the agreements cannot be read; those before hold on');
      this.#fault = message;
    }
  }

  /** A name for the allowed combinations and shares: equal agreements give an equal name. */
  get version(): string {
    return this.#version;
  }

  /** The uses that the caller of a request is allowed now. */
  for(use: FiguresUse, { caller, now }: Pick<SubgraphContext, 'caller' | 'now'>): MayUse {
    // A subgraph without trust answers every caller.
    if (!caller) return () => true;
    const day = dayInProvince(now());
    const agreements = this.#agreements;
    const known = new Map<string, boolean>();
    return (organisation, goal, isRoot) => {
      const key = `${organisation} ${goal} ${isRoot}`;
      let may = known.get(key);
      if (may === undefined) {
        const level = isRoot ? 'province' : 'commune';
        may = mayUseFigures(agreements.get(organisation) ?? [], use, goal, level, caller, day);
        known.set(key, may);
      }
      return may;
    };
  }

  /**
   * Whether an organisation's agreements share one of its fields with a caller on a day, for any purpose; undefined if
   * none of its agreements can be used.
   */
  shares(organisation: string, field: string, asker: Asker, day: string): boolean | undefined {
    return this.#agreements
      .get(organisation)
      ?.some((one) => isInForce(one, day) && isSharedWith(one, asker) && shares(one, field));
  }

  /** Undefined if there is no supergraph. */
  async #readSupergraph(): Promise<string | undefined> {
    if (this.supergraphFile === undefined) return undefined;
    try {
      return await readFile(this.supergraphFile, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #take(files: readonly AgreementsFile[], supergraph: string | undefined): void {
    const texts = JSON.stringify(files);
    if (texts === this.#texts && supergraph === this.#supergraph) return;
    const { used, faults } = supergraph === undefined ? this.#readAlone(files) : this.#holdAgainst(files, supergraph);
    this.#texts = texts;
    this.#supergraph = supergraph;
    this.#used = used;
    this.#agreements = new Map([...used].map(([organisation, { agreements }]) => [organisation, agreements]));
    this.#version = versionOf(this.#agreements);
    for (const { organisation, problems } of faults) {
      this.log.error({ organisation, problems }, 'the agreements of an organisation cannot be used');
    }
  }

  /** @throws GraphQLError if the supergraph is not valid GraphQL. */
  #holdAgainst(files: readonly AgreementsFile[], supergraph: string) {
    return combineAgreements(files, agreementsGraph(parse(supergraph, { noLocation: true })), this.#used);
  }

  #readAlone(files: readonly AgreementsFile[]) {
    const used = new Map<string, OrganisationAgreements>();
    const faults: { organisation: string; problems: readonly string[] }[] = [];
    for (const one of files) {
      const { organisation, file } = one;
      const { agreements, problems = [] } =
        'problem' in one ? { problems: [`${file}: ${one.problem}`] } : readAgreements(one.text, file);
      const found = agreements ?? this.#used.get(organisation);
      if (found) used.set(organisation, found);
      if (!agreements) faults.push({ organisation, problems });
    }
    return { used, faults };
  }
}

function versionOf(agreements: ReadonlyMap<string, readonly Agreement[]>): string {
  const using = [...agreements].map(
    ([organisation, all]) =>
      [organisation, all.filter(({ combined, figures }) => combined.length + figures.length > 0)] as const,
  );
  const text = JSON.stringify(using.sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(text).digest('base64url');
}

/** The agreements that a server enforces; absent if it enforces none. */
export const serverFigures = defineService<CombinedFigures>('combined figures');

/** Whether an organisation's figure may be combined for a request; always true if no agreements are enforced. */
export function mayCombineFor(context: SubgraphContext): MayUse {
  return mayUseFor('combined', context);
}

/** Whether an organisation's share may be given for a request; always true if no agreements are enforced. */
export function mayGiveFor(context: SubgraphContext): MayUse {
  let may = given.get(context.loaders);
  if (!may) given.set(context.loaders, (may = mayUseFor('figures', context)));
  return may;
}

/** One for each request: every place needs it. */
const given = new WeakMap<SubgraphContext['loaders'], MayUse>();

function mayUseFor(use: FiguresUse, context: SubgraphContext): MayUse {
  return context.services.find(serverFigures)?.for(use, context) ?? (() => true);
}

/** A name for the uses that the request's server allows; empty if no agreements are enforced. */
export function combinedVersionFor(context: SubgraphContext): string {
  return context.services.find(serverFigures)?.version ?? '';
}
