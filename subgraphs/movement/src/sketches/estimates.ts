import type { SubgraphContext } from '@hub/kit';
import type { Register, Snapshot } from '../register/register.js';
import type { CommuneGroups } from './commune-groups.js';
import { dueRound } from './due-round.js';
import { EstimateVersions } from './estimate-versions.js';
import { keepRound } from './keep-round.js';
import { makeRound, type RoundTools } from './make-round.js';
import type { ClosedMonth } from './months-to-estimate.js';
import type { SketchOpener } from './open-sketches.js';
import type { Opened } from './subjects.js';

/** For how long the versions that were read are taken to be all, in milliseconds. */
const freshMs = 1000;

/** What estimates are made with. */
export interface EstimateTools extends RoundTools {
  readonly em: SubgraphContext['em'];
  readonly register: Pick<Register, 'releases'>;
  readonly opener: SketchOpener;
  readonly groups: CommuneGroups;
  readonly now: SubgraphContext['now'];
}

/** Makes estimates when their month closes and once more later, and keeps all that were ever made. */
export class Estimates {
  readonly #versions = new EstimateVersions();
  #reading: Promise<void> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly tools: EstimateTools) {}

  /** All versions that are there; those that rest on what counts no more are left out. */
  async versions(): Promise<EstimateVersions> {
    if (!this.#reading || performance.now() - this.#readAt > freshMs) {
      this.#readAt = performance.now();
      const former = this.#reading?.catch(() => undefined);
      this.#reading = Promise.resolve(former).then(() => this.#versions.read(this.tools.em));
    }
    await this.#reading;
    this.#versions.leaveOut(await this.tools.register.releases());
    return this.#versions;
  }

  /**
   * Makes what is due of a closed month.
   * @returns whether anything was; not while a sketch is not there yet.
   */
  async make(closed: ClosedMonth, snapshot: Snapshot): Promise<boolean> {
    const { em, opener, groups, now } = this.tools;
    const versions = await this.versions();
    const due = dueRound(closed, await groups.of(closed.month), { snapshot, versions, now: now().getTime() });
    if (!due) return false;
    const opened: Opened[] = [];
    for (const reference of due.references) {
      const sketches = await opener.open(reference);
      if (!sketches) return false;
      opened.push({ reference, sketches });
    }
    const estimates = await makeRound(due, opened, { snapshot, versions }, this.tools);
    // Groups that moved by their numbers, and have no sketches that say so: there is nothing to keep.
    if (due.occasion === 'GROUPS' && estimates.size === 0) return false;
    const { goal, month, occasion, knownFrom } = due;
    const basis = due.references.map(({ organisation, number, digest }) => ({ organisation, number, digest }));
    const inPlaceOf = versions.leftOutOf(goal, month, occasion);
    await keepRound(em, { goal, month, occasion, knownFrom, basis, estimates, madeAt: now() }, inPlaceOf);
    this.#readAt = Number.NEGATIVE_INFINITY;
    return true;
  }
}
