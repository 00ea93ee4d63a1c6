import type { KeyObject } from 'node:crypto';
import type { SubgraphContext } from '@hub/kit';
import { defaultPrecision, openSketches, PeopleSketch, SketchesFault, SketchFault } from '@hub/protocol';
import { sealedOf, type SketchReference } from './taken-sketches.js';

/** An organisation's sketches of a goal and a month, by place (`placeKey`). */
export type OpenedSketches = ReadonlyMap<string, PeopleSketch>;

/** How many opened sets of sketches (organisation, goal, month) are kept. */
const keptOpen = 24;

/** Opens sealed sketches with movement's key, in memory alone; the ones used last are kept open. */
export class SketchOpener {
  readonly #open = new Map<string, Promise<OpenedSketches | null>>();

  constructor(
    private readonly em: SubgraphContext['em'],
    private readonly key: KeyObject,
    private readonly log: SubgraphContext['log'],
  ) {}

  /** Opens a set of sketches; null if they have not come yet, were destroyed, or cannot be opened (which is logged). */
  open(reference: SketchReference): Promise<OpenedSketches | null> {
    const known = this.#open.get(reference.digest);
    if (known) this.#open.delete(reference.digest);
    const opening = known ?? this.#read(reference);
    this.#open.set(reference.digest, opening);
    if (!known) {
      void opening.then(
        (opened) => opened ?? this.#open.delete(reference.digest),
        () => this.#open.delete(reference.digest),
      );
    }
    for (const digest of this.#open.keys()) {
      if (this.#open.size <= keptOpen) break;
      this.#open.delete(digest);
    }
    return opening;
  }

  async #read(reference: SketchReference): Promise<OpenedSketches | null> {
    const sealed = await sealedOf(this.em, reference);
    if (sealed === null) return null;
    try {
      const bytes = await openSketches(sealed, reference, this.key);
      return new Map([...bytes].map(([place, sketch]) => [place, usualSketch(sketch)]));
    } catch (error) {
      if (!(error instanceof SketchesFault || error instanceof SketchFault)) throw error;
      const { organisation, goal, month, number } = reference;
      this.log.warn({ organisation, goal, month, release: number, reason: error.message }, 'cannot open sketches');
      return null;
    }
  }
}

/** Reads a sketch that merges with the others'. @throws SketchFault if it has another precision. */
function usualSketch(bytes: Uint8Array): PeopleSketch {
  const sketch = PeopleSketch.fromBytes(bytes);
  if (sketch.precision === defaultPrecision) return sketch;
  throw new SketchFault(
    'OTHER_PRECISION',
    `Expected a sketch of the precision ${defaultPrecision}, but got ${sketch.precision}.`,
  );
}
