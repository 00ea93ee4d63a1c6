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

/** How long the read versions stay fresh, in milliseconds. */
const freshMs = 1000;

/** The tools for making estimates. */
export interface EstimateTools extends RoundTools {
  readonly em: SubgraphContext['em'];
  readonly register: Pick<Register, 'releases'>;
  readonly opener: SketchOpener;
  readonly groups: CommuneGroups;
  readonly now: SubgraphContext['now'];
}

/** Makes estimates when their month closes and once more later, and keeps all estimates ever made. */
export class Estimates {
  readonly #versions = new EstimateVersions();
  #reading: Promise<void> | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly tools: EstimateTools) {}

  /** All present versions, without versions from releases that no longer count. */
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
   * Makes the due estimates of a closed month.
   * @returns whether any were due; false while a sketch is missing.
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
    // The groups' numbers changed without sketches of the change: there is nothing to store.
    if (due.occasion === 'GROUPS' && estimates.size === 0) return false;
    const { goal, month, occasion, knownFrom } = due;
    const basis = due.references.map(({ organisation, number, digest }) => ({ organisation, number, digest }));
    const inPlaceOf = versions.leftOutOf(goal, month, occasion);
    await keepRound(em, { goal, month, occasion, knownFrom, basis, estimates, madeAt: now() }, inPlaceOf);
    this.#readAt = Number.NEGATIVE_INFINITY;
    return true;
  }
}
