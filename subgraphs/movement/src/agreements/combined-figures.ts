import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { defineService, type SubgraphContext } from '@hub/kit';
import {
  type Agreement,
  type AgreementsFile,
  agreementsGraph,
  combineAgreements,
  dayInProvince,
  type FiguresUse,
  mayUseFigures,
  type OrganisationAgreements,
  readAgreements,
} from '@hub/protocol';
import { findAgreements } from '@hub/runtime';
import { parse } from 'graphql';

/** Whether agreements let a figure of an organisation's be used in one way for whoever asks, at a level. */
export type MayUse = (organisation: string, goalCode: string, isRoot: boolean) => boolean;

type Log = SubgraphContext['log'];

/** How often the files are looked at, in milliseconds: as the gateway does, so that what is taken back holds within a second. */
const lookEveryMs = 900;

/**
 * What the organisations' agreements let movement do with their figures (`FiguresUse`): the files that the gateway
 * enforces, held against the same supergraph by the same library. A file that cannot be used costs its organisation alone:
 * what it said before holds on, if the supergraph has what it names; where it said nothing before, or is gone, nothing of
 * it is combined or given. Without a supergraph that can be read, files are held against none.
 */
export class CombinedFigures {
  #agreements: ReadonlyMap<string, readonly Agreement[]> = new Map();
  /** What is used of each organisation as its file has it. */
  #used: ReadonlyMap<string, OrganisationAgreements> = new Map();
  #version = '';
  #texts = '';
  #supergraph: string | undefined;
  #fault = '';

  private constructor(
    private readonly folder: string,
    private readonly supergraphFile: string | undefined,
    private readonly log: Log,
  ) {}

  /** Reads a folder of agreements, and the supergraph that they are held against. */
  static async open(folder: string, supergraphFile: string | undefined, log: Log): Promise<CombinedFigures> {
    const figures = new CombinedFigures(folder, supergraphFile, log);
    await figures.look();
    return figures;
  }

  /** Takes up what the files say. */
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

  /** Takes up what the files say, again and again, until it is told to stop. */
  async follow(signal: AbortSignal): Promise<void> {
    for (;;) {
      await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.look();
    }
  }

  /** Names what the agreements let be combined and given: the same for the same agreements. */
  get version(): string {
    return this.#version;
  }

  /** What may be used so for whoever makes a request, now. */
  for(use: FiguresUse, { caller, now }: Pick<SubgraphContext, 'caller' | 'now'>): MayUse {
    // A subgraph without trust answers everyone.
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

  /** Undefined where there is none. */
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

  /** @throws GraphQLError where the supergraph is no GraphQL. */
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

/** What a server's agreements let it combine and give; not opened where none are enforced. */
export const serverFigures = defineService<CombinedFigures>('combined figures');

/** What may be combined for a request; everything where no agreements are enforced. */
export function mayCombineFor(context: SubgraphContext): MayUse {
  return mayUseFor('combined', context);
}

/** What may be given as an organisation's own share for a request; likewise. */
export function mayGiveFor(context: SubgraphContext): MayUse {
  let may = given.get(context.loaders);
  if (!may) given.set(context.loaders, (may = mayUseFor('figures', context)));
  return may;
}

/** Each request's, since each place asks. */
const given = new WeakMap<SubgraphContext['loaders'], MayUse>();

function mayUseFor(use: FiguresUse, context: SubgraphContext): MayUse {
  return context.services.find(serverFigures)?.for(use, context) ?? (() => true);
}

/** Names what may be combined and given on the server that answers a request; empty where no agreements are enforced. */
export function combinedVersionFor(context: SubgraphContext): string {
  return context.services.find(serverFigures)?.version ?? '';
}
