import { TimeSlice } from './time-slice.js';

/** Goes through long work step by step, and lets others have their turn between two steps. */
export async function inTurns<Done>(steps: Generator<void, Done>): Promise<Done> {
  const slice = new TimeSlice();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (slice.isOver) await slice.next();
  }
}
