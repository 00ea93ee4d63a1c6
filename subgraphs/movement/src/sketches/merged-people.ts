import { hasCountsOnly, type SubgraphContext } from '@hub/kit';
import type { Source } from '../progress/progress-frame.js';
import type { Snapshot } from '../register/register.js';
import type { EstimatesByPlace, SketchEstimate } from './estimates.js';
import { type Mergeable, mergeableSketches, NoEstimate, sketchesOf, sketchesToMerge } from './merged-sketches.js';

/** By which sketches some contributors are counted once. */
interface Merged {
  readonly mergeable: Mergeable;
  readonly estimates: EstimatesByPlace | undefined;
}

/** What is estimated from the sketches of a snapshot's releases, as far as it was by now. */
export class MergedPeople {
  readonly #merged = new WeakMap<readonly (Source | null)[], Map<string, Merged>>();

  /** @param estimates by goal, month and key. */
  constructor(private readonly estimates: ReadonlyMap<string, EstimatesByPlace>) {}

  /**
   * How many people some organisations reached together, or why that is not known.
   * @param place as `placeKey`.
   * @param contributing which of the sources.
   */
  estimateOf(
    goal: string,
    place: string,
    sources: readonly (Source | null)[],
    contributing: readonly number[],
  ): SketchEstimate | NoEstimate {
    const { mergeable, estimates } = this.#mergedOf(goal, sources, contributing);
    if ('why' in mergeable) return mergeable.why;
    const estimate = estimates?.get(place);
    if (!estimate) return NoEstimate.NOT_YET;
    // Another organisation's sketch was merged that does not count here, or for whoever asks.
    return estimate.organisations === contributing.length ? estimate : NoEstimate.OTHER_ORGANISATIONS;
  }

  #mergedOf(goal: string, sources: readonly (Source | null)[], contributing: readonly number[]): Merged {
    let ofSources = this.#merged.get(sources);
    if (!ofSources) this.#merged.set(sources, (ofSources = new Map<string, Merged>()));
    const name = contributing.join();
    let merged = ofSources.get(name);
    if (!merged) {
      const known = contributing.flatMap((index) => sources[index] ?? []);
      const mergeable = mergeableSketches(known, goal, hasCountsOnly);
      const [first] = 'references' in mergeable ? mergeable.references : [];
      const estimates = first && this.estimates.get(`${goal} ${first.month} ${first.key}`);
      ofSources.set(name, (merged = { mergeable, estimates }));
    }
    return merged;
  }
}

/** Nothing is estimated where movement opens no sketches. */
const nothing = new MergedPeople(new Map());

/** What is estimated by now from the sketches of a snapshot's releases. */
export async function mergedPeopleOf(context: SubgraphContext, snapshot: Snapshot): Promise<MergedPeople> {
  const sketches = sketchesOf(context);
  if (!sketches) return nothing;
  const estimates = new Map<string, EstimatesByPlace>();
  for (const references of sketchesToMerge(snapshot)) {
    const [first] = references;
    const known = await sketches.estimates.of(references);
    if (known && first) estimates.set(`${first.goal} ${first.month} ${first.key}`, known);
  }
  return new MergedPeople(estimates);
}
