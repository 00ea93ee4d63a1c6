import { setTimeout as pause } from 'node:timers/promises';
import {
  type Agreement,
  dayInProvince,
  findAgreements,
  mayBeCombined,
  readAgreements,
  type SubgraphContext,
} from '@hub/kit';
import type { MayCombine } from '../progress/progress-book.js';

type Log = SubgraphContext['log'];

/** How often the files are looked at, in milliseconds: as the gateway does, so that what is taken back holds within a second. */
const lookEveryMs = 900;

/**
 * What the organisations' agreements let movement combine: the files that the gateway enforces, by the same library. A file
 * that cannot be read costs its organisation alone: what it said before holds on; where it said nothing before, or is gone,
 * nothing of it is combined.
 */
export class CombinedFigures {
  #agreements: ReadonlyMap<string, readonly Agreement[]> = new Map();
  #texts = '';
  #fault = '';

  private constructor(
    private readonly folder: string,
    private readonly log: Log,
  ) {}

  /** Reads a folder of agreements. */
  static async open(folder: string, log: Log): Promise<CombinedFigures> {
    const figures = new CombinedFigures(folder, log);
    await figures.look();
    return figures;
  }

  /** Takes up what the files say. */
  async look(): Promise<void> {
    try {
      this.#take(await findAgreements(this.folder));
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

  /** What may be combined for whoever makes a request, now. */
  for({ caller, now }: Pick<SubgraphContext, 'caller' | 'now'>): MayCombine {
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
        may = mayBeCombined(agreements.get(organisation) ?? [], goal, level, caller, day);
        known.set(key, may);
      }
      return may;
    };
  }

  #take(files: Awaited<ReturnType<typeof findAgreements>>): void {
    const texts = JSON.stringify(files);
    if (texts === this.#texts) return;
    this.#texts = texts;
    const taken = new Map<string, readonly Agreement[]>();
    for (const one of files) {
      const { organisation, file } = one;
      const read = 'problem' in one ? { problems: [`${file}: ${one.problem}`] } : readAgreements(one.text, file);
      if (read.agreements) {
        taken.set(organisation, read.agreements.agreements);
        continue;
      }
      this.log.error({ organisation, problems: read.problems }, 'the agreements of an organisation cannot be used');
      const before = this.#agreements.get(organisation);
      if (before) taken.set(organisation, before);
    }
    this.#agreements = taken;
  }
}

/** Each server's, by the driver that all of its entity managers share. */
const opened = new WeakMap<object, CombinedFigures>();

/** Keeps what a server's agreements let it combine. */
export function keepCombinedFigures(em: SubgraphContext['em'], figures: CombinedFigures): void {
  opened.set(em.getDriver(), figures);
}

/** What may be combined for a request; everything where no agreements are enforced. */
export function mayCombineFor(context: SubgraphContext): MayCombine {
  return opened.get(context.em.getDriver())?.for(context) ?? (() => true);
}
